/** Cases as they are listed and read, and the line over which the pages hear of changes. */
import { z } from 'zod';
import { CASE_STATES } from '../../core/case.ts';
import type { QueueAnswer } from '../../core/desk-api.ts';
import type { AgentId, TeamId, TopicSlug } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { caseIdOf, valueOrRefuse } from '../outcome.ts';
import { NOTHING, ok, refuse, signedIn, stream } from '../route.ts';
import type { Routes, SignedInCall } from '../route.ts';

type QueueRoutes = Pick<Routes, 'GET /cases' | 'GET /cases/:caseId' | 'POST /cases/:caseId/typing' | 'GET /events'>;

const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'an id' });
// Whatever was asked for: what there is not, lists nothing.
const filter = z.strictObject({
  state: z.enum(CASE_STATES).optional(),
  language: z.enum(LANGUAGES).optional(),
  topic: id.transform((text) => text as TopicSlug).optional(),
  team: id.transform((text) => text as TeamId).optional(),
  owner: id.transform((text) => text as AgentId).optional(),
});

const seq = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, { error: 'a whole number' })
  .transform(Number);
const place = z.strictObject({ after: seq.optional() });

export function createQueueRoutes({ store, live }: Pick<CaseDeskParts, 'store' | 'live'>): QueueRoutes {
  return {
    'GET /cases': signedIn({ query: filter }, async ({ query }) => {
      const { state, ...rest } = query;
      // First the number, so that what is read after it is never older than it says.
      const latest = await store.events.latestSeq();
      const answer: QueueAnswer = {
        cases: await store.queue.list({ ...withoutGaps(rest), ...(state === undefined ? {} : { states: [state] }) }),
        counts: await store.queue.counts(),
        seq: latest,
      };
      return ok(answer);
    }),

    'GET /cases/:caseId': signedIn({}, async (call) => {
      const { id: agent, name } = call.account;
      const view = valueOrRefuse(await store.reading.view(call.account, caseIdOf(call)));
      if (view.owner !== null && view.owner.id !== agent) live.tellSeen({ caseId: view.id, by: { id: agent, name } });
      return ok(view);
    }),

    'POST /cases/:caseId/typing': signedIn({}, (call) => {
      const { id: agent, name } = call.account;
      live.tellTyping({ caseId: caseIdOf(call), by: { id: agent, name } });
      return Promise.resolve(NOTHING);
    }),

    'GET /events': signedIn({ query: place }, (call) => {
      const { account, visitor } = call;
      const isAlive = (): Promise<boolean> => call.stillSignedIn();
      return Promise.resolve(
        stream(async (response) => {
          const parts = { agent: account.id, session: visitor.session.key, seq: lastSeen(call), response, isAlive };
          if (!(await live.join(parts))) refuse('busy', { retryAfterSeconds: 30 });
        }),
      );
    }),
  };
}

/** A browser that comes back names the event that it saw last; its address still names the first one. */
function lastSeen({ request, query }: SignedInCall<unknown, z.output<typeof place>>): number | null {
  const told = seq.safeParse(request.headers['last-event-id']);
  return told.success ? told.data : (query.after ?? null);
}

type WithoutGaps<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function withoutGaps<Fields extends object>(fields: Fields): WithoutGaps<Fields> {
  // What is left has a value.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as WithoutGaps<Fields>;
}
