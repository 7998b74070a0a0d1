/** What is written about a case for colleagues, and what of a person is shown only to who asks for it. */
import { z } from 'zod';
import type { MapPlace, NumberRevealed } from '../../core/desk-cases-api.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { line, words } from '../input.ts';
import { caseIdOf, messageIdOf, valueOrRefuse } from '../outcome.ts';
import { passMedia } from '../pass-media.ts';
import { created, NOTHING, ok, refuse, signedIn, stream } from '../route.ts';
import type { Routes } from '../route.ts';

type RecordRoutes = Pick<
  Routes,
  | 'POST /cases/:caseId/notes'
  | 'PUT /cases/:caseId/tags'
  | 'POST /cases/:caseId/number'
  | 'POST /cases/:caseId/messages/:messageId/location'
  | 'GET /cases/:caseId/messages/:messageId/media'
>;

const MAX_NOTE = 2_000;
const MAX_TAGS = 10;
const MAX_TAG = 30;
const MAX_REASON = 200;

const tags = z
  .array(line(MAX_TAG))
  .max(MAX_TAGS)
  .transform((all) => [...new Set(all)]);

export function createRecordRoutes({ store, media }: Pick<CaseDeskParts, 'store' | 'media'>): RecordRoutes {
  const { notes, reading } = store;
  return {
    'POST /cases/:caseId/notes': signedIn({ body: z.strictObject({ text: words(MAX_NOTE) }) }, async (call) => {
      return created({ id: valueOrRefuse(await notes.add(call.account, caseIdOf(call), call.body.text)) });
    }),

    'PUT /cases/:caseId/tags': signedIn({ body: z.strictObject({ tags }) }, async (call) => {
      valueOrRefuse(await notes.setTags(call.account, caseIdOf(call), call.body.tags));
      return NOTHING;
    }),

    'POST /cases/:caseId/number': signedIn({ body: z.strictObject({ reason: words(MAX_REASON) }) }, async (call) => {
      const shown = await reading.revealNumber(call.account, caseIdOf(call), call.body.reason);
      const answer: NumberRevealed = { number: valueOrRefuse(shown) };
      return ok(answer);
    }),

    'POST /cases/:caseId/messages/:messageId/location': signedIn({}, async (call) => {
      const answer: MapPlace = valueOrRefuse(await reading.findPin(call.account, caseIdOf(call), messageIdOf(call)));
      return ok(answer);
    }),

    'GET /cases/:caseId/messages/:messageId/media': signedIn({}, async (call) => {
      const found = valueOrRefuse(await reading.findMedia(call.account, caseIdOf(call), messageIdOf(call)));
      const source = media[found.channel] ?? refuse('provider_unreachable');
      return stream((response) => passMedia(source, found.media, response));
    }),
  };
}
