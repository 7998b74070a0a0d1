/** Whose case it is. */
import { z } from 'zod';
import type { AgentId, TeamId } from '../../core/ids.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { caseIdOf, valueOrRefuse } from '../outcome.ts';
import { NOTHING, ok, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type ClaimRoutes = Pick<
  Routes,
  | 'POST /cases/:caseId/claim'
  | 'POST /cases/:caseId/renew'
  | 'POST /cases/:caseId/release'
  | 'POST /cases/:caseId/transfer'
>;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'an id' });
const target = z.union(
  [
    // Whatever was asked for: the store knows whether there is such a colleague, or such a team.
    z.strictObject({ agent: id.transform((text) => text as AgentId) }),
    z.strictObject({ team: id.transform((text) => text as TeamId) }),
  ],
  { error: 'an object with the id of an agent, or of a team' },
);

export function createClaimRoutes({ store: { claims } }: Pick<CaseDeskParts, 'store'>): ClaimRoutes {
  return {
    'POST /cases/:caseId/claim': signedIn({}, async (call) =>
      ok(valueOrRefuse(await claims.claim(call.account, caseIdOf(call)))),
    ),

    'POST /cases/:caseId/renew': signedIn({}, async (call) =>
      ok(valueOrRefuse(await claims.renew(call.account, caseIdOf(call)))),
    ),

    'POST /cases/:caseId/release': signedIn({}, async (call) => {
      valueOrRefuse(await claims.release(call.account, caseIdOf(call)));
      return NOTHING;
    }),

    'POST /cases/:caseId/transfer': signedIn({ body: target }, async (call) => {
      valueOrRefuse(await claims.transfer(call.account, caseIdOf(call), call.body));
      return NOTHING;
    }),
  };
}
