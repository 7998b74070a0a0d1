/** The log, for those who read it: who did what to which id, newest first, and whether it is whole. */
import { z } from 'zod';
import type { AuditLine } from '../../core/audit.ts';
import type { AuditPage } from '../../core/desk-api.ts';
import type { AgentName } from '../../core/desk.ts';
import type { AgentId } from '../../core/ids.ts';
import type { DeskStore } from '../ports.ts';
import { ok, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type AuditRoutes = Pick<Routes, 'GET /audit' | 'GET /audit/check'>;

const PAGE_LENGTH = 100;
const page = z.strictObject({
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .optional(),
});

export function createAuditRoutes(store: Pick<DeskStore, 'audit' | 'accounts'>): AuditRoutes {
  return {
    'GET /audit': signedIn({ query: page }, async ({ query }) => {
      const lines = await store.audit.page(query.before ?? null, PAGE_LENGTH);
      const names = new Map((await store.accounts.list()).map(({ id, name }) => [id, name]));
      const last = lines.at(-1)?.seq ?? 1;
      const answer: AuditPage = { lines: lines.map((one) => withName(one, names)), next: last > 1 ? last : null };
      return ok(answer);
    }),

    'GET /audit/check': signedIn({}, async () => ok(await store.audit.verify())),
  };
}

function withName(
  { agent, ...rest }: AuditLine,
  names: ReadonlyMap<AgentId, string>,
): Omit<AuditLine, 'agent'> & { readonly agent: AgentName | null } {
  return { ...rest, agent: agent === null ? null : { id: agent, name: names.get(agent) ?? agent } };
}
