/** How a case leaves an agent's hands, for a while or for good, and how it comes back. */
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '../../core/clock.ts';
import type { CaseEnded, CaseOpened } from '../../core/desk-cases-api.ts';
import { CLOSE_REASONS } from '../../core/desk.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { words } from '../input.ts';
import { caseIdOf, valueOrRefuse } from '../outcome.ts';
import { created, NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type EndingRoutes = Pick<
  Routes,
  | 'POST /cases/:caseId/park'
  | 'POST /cases/:caseId/close'
  | 'POST /cases/:caseId/reopen'
  | 'POST /cases/:caseId/return'
  | 'POST /cases/:caseId/another'
>;

/** What is put aside for longer is gone by the time it comes back: words are kept for a week. */
const MAX_PARKED_MS = 7 * DAY_MS;
const MAX_SUMMARY = 1_000;

/** By the person themselves is no agent's reason. */
const reasons = CLOSE_REASONS.filter((reason) => reason !== 'by_person');

export function createEndingRoutes(parts: Pick<CaseDeskParts, 'store' | 'returned' | 'onQueued'>): EndingRoutes {
  const { returned, onQueued } = parts;
  const { endings } = parts.store;
  return {
    'POST /cases/:caseId/park': signedIn({ body: z.strictObject({ untilMs: z.int().min(0) }) }, async (call) => {
      const { untilMs } = call.body;
      if (untilMs < call.nowMs + MINUTE_MS || untilMs > call.nowMs + MAX_PARKED_MS) {
        return refuse('bad_input', {
          fields: [{ field: 'untilMs', expected: 'a moment within the next seven days', got: 'another one' }],
        });
      }
      valueOrRefuse(await endings.park(call.account, caseIdOf(call), untilMs));
      return NOTHING;
    }),

    'POST /cases/:caseId/close': signedIn({ body: z.strictObject({ reason: z.enum(reasons) }) }, async (call) => {
      const ended = await endings.close(call.account, caseIdOf(call), call.body.reason, returned);
      const answer: CaseEnded = valueOrRefuse(ended);
      onQueued();
      return ok(answer);
    }),

    'POST /cases/:caseId/return': signedIn({}, async (call) => {
      const answer: CaseEnded = valueOrRefuse(await endings.returnToBot(call.account, caseIdOf(call), returned));
      onQueued();
      return ok(answer);
    }),

    'POST /cases/:caseId/reopen': signedIn({}, async (call) => {
      valueOrRefuse(await endings.reopen(call.account, caseIdOf(call)));
      return NOTHING;
    }),

    'POST /cases/:caseId/another': signedIn({ body: z.strictObject({ summary: words(MAX_SUMMARY) }) }, async (call) => {
      const caseId = valueOrRefuse(await endings.openAnother(call.account, caseIdOf(call), call.body.summary));
      const answer: CaseOpened = { caseId };
      return created(answer);
    }),
  };
}
