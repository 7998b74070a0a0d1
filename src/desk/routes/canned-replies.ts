/** Texts that agents insert: those of their team, and of all. Supervisors and editors look after them. */
import { z } from 'zod';
import type { CannedReplies } from '../../core/desk-cases-api.ts';
import type { TeamId } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { line, words } from '../input.ts';
import { created, NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type CannedRoutes = Pick<
  Routes,
  'GET /canned-replies' | 'POST /canned-replies' | 'PUT /canned-replies/:replyId' | 'DELETE /canned-replies/:replyId'
>;

const MAX_TITLE = 60;
const MAX_TEXT = 1_500;

const reply = z.strictObject({
  team: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, { error: 'the id of a team, or null' })
    .transform((text) => text as TeamId) // looked up below
    .nullable(),
  language: z.enum(LANGUAGES),
  title: line(MAX_TITLE),
  text: words(MAX_TEXT),
});

export function createCannedRoutes({ store: { canned, teams } }: Pick<CaseDeskParts, 'store'>): CannedRoutes {
  const refuseUnknownTeam = async (team: TeamId | null): Promise<void> => {
    if (team === null || (await teams.list()).some(({ id }) => id === team)) return;
    refuse('unknown_team');
  };
  return {
    'GET /canned-replies': signedIn({}, async ({ account }) => {
      const answer: CannedReplies = { replies: await canned.list(account.role === 'agent' ? account.team : null) };
      return ok(answer);
    }),

    'POST /canned-replies': signedIn({ body: reply }, async (call) => {
      await refuseUnknownTeam(call.body.team);
      return created(await canned.create(call.body, call.audit(null, 'made')));
    }),

    'PUT /canned-replies/:replyId': signedIn({ body: reply }, async (call) => {
      await refuseUnknownTeam(call.body.team);
      const id = call.params['replyId'] ?? '';
      const found = await canned.change({ ...call.body, id }, call.audit(id, 'changed'));
      return found ? NOTHING : refuse('not_found');
    }),

    'DELETE /canned-replies/:replyId': signedIn({}, async (call) => {
      const id = call.params['replyId'] ?? '';
      return (await canned.remove(id, call.audit(id, 'removed'))) ? NOTHING : refuse('not_found');
    }),
  };
}
