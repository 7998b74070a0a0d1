/** Accounts, as administrators keep them. Nobody is deleted, so that the log keeps its names: who leaves is disabled. */
import { z } from 'zod';
import type { AgentForAdmin, HandedOut } from '../../core/desk-api.ts';
import type { DeskRefusal } from '../../core/desk-refusal.ts';
import { ROLES } from '../../core/desk.ts';
import type { AgentId, TeamId } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { Account, AccountChange } from '../../core/staff.ts';
import { handOut } from '../hand-out.ts';
import { line } from '../input.ts';
import type { Passwords } from '../password.ts';
import type { AccountChanged, DeskStore } from '../ports.ts';
import { created, ok, refuse, signedIn } from '../route.ts';
import type { Routes, SignedInCall } from '../route.ts';

export interface AgentParts {
  readonly store: Pick<DeskStore, 'accounts'>;
  readonly passwords: Passwords;
}

type AgentRoutes = Pick<
  Routes,
  'GET /agents' | 'POST /agents' | 'PATCH /agents/:agentId' | 'POST /agents/:agentId/reset'
>;

const MAX_NAME = 40;

const fields = {
  name: line(MAX_NAME),
  role: z.enum(ROLES),
  team: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .transform((id) => id as TeamId), // whether there is one, the store says
  languages: z.array(z.enum(LANGUAGES)).max(LANGUAGES.length),
};
const newAgent = z.strictObject({ ...fields, email: z.email().max(254).toLowerCase() });
const change = z
  .strictObject({ ...fields, disabled: z.boolean() })
  .partial()
  .refine((wanted) => Object.keys(wanted).length > 0, { error: 'at least one field to change' });

export function createAgentRoutes({ store, passwords }: AgentParts): AgentRoutes {
  return {
    'GET /agents': signedIn({}, async () => ok({ agents: (await store.accounts.list()).map(forAdmin) })),

    'POST /agents': signedIn({ body: newAgent }, async (call) => {
      const { oneTimePassword, passwordHash, goodUntilMs } = await handOut(passwords, call.nowMs);
      const wanted = { ...call.body, passwordHash, oneTimeUntilMs: goodUntilMs };
      const made = await store.accounts.create(wanted, call.audit(null, `role=${call.body.role}`));
      if (made.kind !== 'created') return refuse(made.kind);
      return created({ agent: forAdmin(made.account), oneTimePassword, goodUntilMs } satisfies HandedOut);
    }),

    'PATCH /agents/:agentId': signedIn({ body: change }, async (call) => {
      const id = agentIdOf(call);
      const wanted = withoutUndefined(call.body);
      const outcome = await store.accounts.change(id, wanted, call.audit(id, describe(wanted)));
      const refusal = REFUSALS[outcome];
      if (refusal !== null) refuse(refusal);
      return ok({ agent: forAdmin(await findAccount(store, id)) });
    }),

    'POST /agents/:agentId/reset': signedIn({}, async (call) => {
      const id = agentIdOf(call);
      const { oneTimePassword, passwordHash, goodUntilMs } = await handOut(passwords, call.nowMs);
      const found = await store.accounts.reset(id, passwordHash, goodUntilMs, call.audit(id));
      if (!found) refuse('not_found');
      const agent = forAdmin(await findAccount(store, id));
      return ok({ agent, oneTimePassword, goodUntilMs } satisfies HandedOut);
    }),
  };
}

const REFUSALS: Readonly<Record<AccountChanged, DeskRefusal | null>> = {
  changed: null,
  not_found: 'not_found',
  unknown_team: 'unknown_team',
  last_administrator: 'last_administrator',
};

async function findAccount(store: AgentParts['store'], id: AgentId): Promise<Account> {
  return (await store.accounts.find(id)) ?? refuse('not_found');
}

function forAdmin({ passkeys, ...account }: Account): AgentForAdmin {
  return { ...account, passkeys: passkeys.length };
}

function agentIdOf({ params }: Pick<SignedInCall, 'params'>): AgentId {
  return params['agentId'] as AgentId; // whatever was asked for: the store knows whether there is one
}

/** Zod gives absent fields as undefined, which our types tell from absent. */
function withoutUndefined(wanted: z.output<typeof change>): AccountChange {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** What changed, without names: `role=supervisor disabled=true name`. */
function describe(wanted: AccountChange): string {
  return Object.entries(wanted)
    .map(([field, value]) => (field === 'name' || field === 'languages' ? field : `${field}=${String(value)}`))
    .join(' ');
}
