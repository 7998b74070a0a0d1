/** What the desk's routes about cases work with in tests: the real store, small knowledge, and a provider of one picture. */
import { createDeskWords } from '../../src/bot/desk-words.ts';
import { createNoticeComposer } from '../../src/bot/notice-composer.ts';
import type { FetchedMedia, MediaSource } from '../../src/core/media.ts';
import type { CaseDeskParts } from '../../src/desk/case-parts.ts';
import type { Live } from '../../src/desk/live/live.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import type { Desk } from '../../src/store/desk/desk.ts';
import { createFakeKnowledge, FEES } from './knowledge.ts';
import { TEAMS } from './team.ts';

const phrases = createPhrases();
export const PICTURE = Buffer.from('not quite a picture');

export function createCaseParts(store: Desk, more: Partial<CaseDeskParts> = {}): CaseDeskParts {
  const knowledge = createFakeKnowledge();
  const notices = createNoticeComposer({ knowledge, phrases, team: TEAMS.open });
  return {
    store,
    knowledge: { ...knowledge, search: () => [FEES] },
    words: createDeskWords({ knowledge, phrases, template: 'faro_answer' }),
    returned: (notice) => notices.returned(notice),
    media: { whatsapp: fileSource(PICTURE, 'image/png'), sms: fileSource(PICTURE, 'image/png') },
    translate: ({ text, to }) => Promise.resolve(`${to}: ${text}`),
    shippedHours: TEAMS.open,
    smsTransliterate: true,
    live: SHORT_LIVED,
    onQueued: () => undefined,
    ...more,
  };
}

/** Ends at once, so that a test may read the answer to its end. */
const SHORT_LIVED: Live = {
  join: ({ response }) => {
    response.status(200).type('text/event-stream').end();
    return Promise.resolve(true);
  },
  tellTyping: () => undefined,
  tellSeen: () => undefined,
  stop: () => Promise.resolve(),
};

export function fileSource(bytes: Buffer, mimeType: string, length: number | null = bytes.length): MediaSource {
  return {
    fetchMedia: () => {
      const fetched: FetchedMedia = { mimeType, bytes: length, body: new Blob([new Uint8Array(bytes)]).stream() };
      return Promise.resolve(fetched);
    },
  };
}
