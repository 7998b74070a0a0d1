/** Puts into words what is written to people of our own accord while they wait for a person, by the phrases of turns. */
import { sayNoMoreSms } from '../../dialogs/silence.ts';
import { composeReminder, composeReturn } from '../../dialogs/unasked.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { DueReminder, ReturnNotice } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { SmsPeriod } from '../core/spend.ts';
import type { TeamHours } from '../core/team.ts';
import type { Snapshot } from '../core/turn.ts';
import { FIRST_GUESS } from '../language/fallbacks.ts';
import type { Phrases } from '../language/phrases.ts';
import { openSnapshot } from './snapshot.ts';

export interface NoticeComposerParts {
  readonly knowledge: Pick<Knowledge, 'places' | 'countries'>;
  readonly phrases: Phrases;
  readonly team: TeamHours;
  /** What people write to on WhatsApp; nobody is told where there is none. */
  readonly whatsAppNumber?: string | null;
}

export interface NoticeComposer {
  /** "You still wait", at the time that they were told. */
  reminder(due: DueReminder): Reply;
  /** "The automatic answers are back", when an agent gives the conversation back. */
  returned(notice: ReturnNotice): Reply;
  /** "No more by SMS": in the language and for the place that the conversation knows of. */
  noMoreSms(snapshot: Snapshot, period: SmsPeriod): Reply;
}

export function createNoticeComposer(parts: NoticeComposerParts): NoticeComposer {
  const { knowledge, phrases, team, whatsAppNumber = null } = parts;
  return {
    reminder: (due) => composeReminder({ ...due, phrases, team, knowledge, waitingBefore: null }),
    returned: ({ channel, language, state }) => composeReturn({ channel, language, phrases }, state),
    noMoreSms: (snapshot, period) => {
      const { language, memory } = openSnapshot(snapshot);
      const caller = { phrases, knowledge, language: language.language ?? FIRST_GUESS, country: memory.country };
      return { kind: 'text', text: sayNoMoreSms(caller, period, whatsAppNumber) };
    },
  };
}
