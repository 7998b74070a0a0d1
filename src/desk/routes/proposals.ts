/** What agents hand to the editors: a fact that is missing, an answer that was wrong. */
import { z } from 'zod';
import type { ProposalList } from '../../core/desk-cases-api.ts';
import { PROPOSAL_KINDS } from '../../core/desk.ts';
import type { FactId } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { words } from '../input.ts';
import { created, NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type ProposalRoutes = Pick<Routes, 'GET /proposals' | 'POST /proposals' | 'POST /proposals/:proposalId/settle'>;

const MAX_QUESTION = 1_000;
const MAX_COMMENT = 1_000;

const state = z.enum(['open', 'done']);
const proposal = z.strictObject({
  kind: z.enum(PROPOSAL_KINDS),
  fact: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/, { error: 'the id of a fact, or null' })
    .transform((text) => text as FactId) // the editors see whether there is one
    .nullable(),
  language: z.enum(LANGUAGES),
  question: words(MAX_QUESTION),
  comment: z.union([words(MAX_COMMENT), z.literal('')]),
});

export function createProposalRoutes({ store: { proposals } }: Pick<CaseDeskParts, 'store'>): ProposalRoutes {
  return {
    'GET /proposals': signedIn({ query: z.strictObject({ state: state.default('open') }) }, async ({ query }) => {
      const answer: ProposalList = { proposals: await proposals.list(query.state) };
      return ok(answer);
    }),

    'POST /proposals': signedIn({ body: proposal }, async (call) => {
      return created({ id: await proposals.make(call.account.id, call.body, call.audit(null)) });
    }),

    'POST /proposals/:proposalId/settle': signedIn({ body: z.strictObject({ state }) }, async (call) => {
      const id = call.params['proposalId'] ?? '';
      const settled = await proposals.settle(id, call.body.state, call.audit(id, `state=${call.body.state}`));
      return settled ? NOTHING : refuse('not_found');
    }),
  };
}
