/**
 * A thousand random schedules of one person, the bot and two agents over two stores on one database. Whatever the order,
 * and whatever happens at the same time: the bot and an agent never both answer one message, and nobody is forgotten.
 */
import { expect, inject, test } from 'vitest';
import * as fc from 'fast-check';
import { MINUTE_MS } from '../../../src/core/clock.ts';
import type { Address } from '../../../src/core/contact.ts';
import type { CaseEventKind } from '../../../src/core/desk.ts';
import type { CaseId, ContactId } from '../../../src/core/ids.ts';
import { LEASE_MS } from '../../../src/store/desk/claims.ts';
import type { Actor } from '../../../src/store/desk/parts.ts';
import type { Store } from '../../../src/store/store.ts';
import { LeaseLostError } from '../../../src/store/turns.ts';
import type { Claim } from '../../../src/store/turns.ts';
import { composeReturn, hire, typed } from '../../fakes/desk.ts';
import { readRows } from '../../fakes/house.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

/** On PostgreSQL every step is a round trip, and there is more to get wrong in each. */
const SCHEDULES = inject('postgres') ? 300 : 1_000;

const MOVES = [
  'write',
  'ask',
  'begin',
  'end',
  'claim',
  'answer',
  'release',
  'return',
  'close',
  'park',
  'lapse',
] as const;
/** As often as in a conversation that is going on. */
const LIKELY = ['write', 'write', 'begin', 'begin', 'end', 'end', 'claim', 'claim', 'answer'] as const;

interface Move {
  readonly what: (typeof MOVES)[number];
  readonly agent: 0 | 1;
  readonly store: 0 | 1;
}

/** What happens at one moment: all of it at once. */
const moment = fc.array(
  fc.record({
    what: fc.constantFrom(...MOVES, ...LIKELY),
    agent: fc.constantFrom<0 | 1>(0, 1),
    store: fc.constantFrom<0 | 1>(0, 1),
  }),
  { minLength: 1, maxLength: 4 },
);

/** Another worker has the contact: what we did is thrown away. */
function orLeaseLost(error: unknown): null {
  if (error instanceof LeaseLostError) return null;
  throw error;
}

class Scene {
  readonly #house: TestStore;
  readonly #stores: readonly [Store, Store];
  readonly #agents: readonly [Actor, Actor];
  readonly #from: Address;
  /** A turn that has begun, and not ended. */
  #claim: { readonly store: Store; readonly claim: Claim } | null = null;
  contactId: ContactId | null = null;

  constructor(house: TestStore, stores: readonly [Store, Store], agents: readonly [Actor, Actor], from: Address) {
    this.#house = house;
    this.#stores = stores;
    this.#agents = agents;
    this.#from = from;
  }

  async play(move: Move): Promise<void> {
    const store = this.#stores[move.store];
    const by = this.#agents[move.agent];
    const { desk } = store;
    switch (move.what) {
      case 'write':
      case 'ask':
        return this.write(store, move.what === 'ask' ? 'agente' : 'hola');
      case 'begin':
        return this.#begin(store);
      case 'end':
        return this.end();
      case 'lapse':
        this.#house.clock.advance(LEASE_MS);
        await desk.upkeep.settleDue();
        return;
      default: {
        const [open] = await desk.queue.list();
        if (open === undefined) return;
        const { id } = open;
        await this.#work(store, by, id, move.what);
      }
    }
  }

  async #work(
    { desk }: Store,
    by: Actor,
    id: CaseId,
    what: 'claim' | 'answer' | 'release' | 'return' | 'close' | 'park',
  ): Promise<void> {
    switch (what) {
      case 'claim':
        await desk.claims.claim(by, id);
        return;
      case 'answer':
        await desk.answers.send(by, id, typed('de la agente'));
        return;
      case 'release':
        await desk.claims.release(by, id);
        return;
      case 'return':
        await desk.endings.returnToBot(by, id, composeReturn);
        return;
      case 'close':
        await desk.endings.close(by, id, 'answered', composeReturn);
        return;
      case 'park':
        await desk.endings.park(by, id, this.#house.clock.nowMs() + LEASE_MS / 2);
    }
  }

  async write(store: Store, text: string): Promise<void> {
    await store.inbox.receive('whatsapp', webhookWith(messageFrom(this.#from, text)));
  }

  async #begin(store: Store): Promise<void> {
    if (this.#claim !== null) return;
    const [claim] = await store.turns.claim(1);
    if (claim === undefined) return;
    this.contactId = claim.contactId;
    this.#claim = { store, claim };
  }

  /** Ends the turn with what the bot knew when it began. */
  async end(): Promise<void> {
    const begun = this.#claim;
    this.#claim = null;
    if (begun === null) return;
    const { store, claim } = begun;
    for (const [index, message] of claim.messages.entries()) {
      const { content } = message.inbound;
      const asks = content.kind === 'text' && content.text === 'agente';
      const result = { ...answerWith('eco'), effects: asks ? [OPEN_CASE] : [] };
      const outcome =
        claim.openCase === 'taken'
          ? ({ kind: 'with_agent', result: { ...result, reply: null, effects: [] } } as const)
          : ({ kind: 'answered', result } as const);
      const isLast = index === claim.messages.length - 1;
      const finished = await store.turns.finish(claim, message, outcome, isLast).catch(orLeaseLost);
      if (finished === null || finished.again) return;
    }
  }

  async settle(): Promise<void> {
    await this.end();
    this.#house.clock.advance(2 * LEASE_MS);
    for (const store of this.#stores) await store.desk.upkeep.settleDue();
    for (;;) {
      this.#house.clock.advance(MINUTE_MS); // who writes very much rests for a while
      await this.#begin(this.#stores[0]);
      if (this.#claim === null) return;
      await this.end();
    }
  }
}

const OPEN_CASE = {
  kind: 'open_case',
  case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'pidió' },
} as const;

interface Happened {
  readonly kind: CaseEventKind;
  readonly agent: string | null;
  readonly inboxSeq: number | null;
}

async function readHappened(house: TestStore, contactId: ContactId): Promise<readonly Happened[]> {
  const rows = await readRows(
    house,
    `select kind, agent_id, inbox_seq from case_events
     where case_id in (select id from cases where contact_id = '${contactId}') order by seq`,
  );
  return rows.map(({ kind, agent_id, inbox_seq }) => ({
    kind: kind as CaseEventKind, // a column of kinds
    agent: typeof agent_id === 'string' ? agent_id : null,
    inboxSeq: inbox_seq === null ? null : Number(inbox_seq),
  }));
}

async function readStates(house: TestStore, contactId: ContactId): Promise<ReadonlyMap<number, string>> {
  const rows = await readRows(house, `select seq, state from inbox where contact_id = '${contactId}'`);
  return new Map(rows.map(({ seq, state }) => [Number(seq), String(state)]));
}

/** The events are in the order of the commits: whoever had the case when a message was taken note of must answer it. */
function expectOneAnswer(happened: readonly Happened[], states: ReadonlyMap<number, string>): void {
  let owner: string | null = null;
  for (const { kind, agent, inboxSeq } of happened) {
    if (kind === 'claimed') owner = agent;
    if (kind === 'answered') expect(agent).toBe(owner);
    if (['lapsed', 'released', 'returned', 'closed', 'parked'].includes(kind)) owner = null;
    if (kind === 'message') expect(states.get(inboxSeq ?? 0)).toBe(owner === null ? 'done' : 'with_agent');
  }
}

/** Whoever wrote to an agent was answered by one, or told that it is over, or stands in the line. */
function expectNobodyForgotten(
  happened: readonly Happened[],
  states: ReadonlyMap<number, string>,
  open: { readonly state: string; readonly waitingSinceMs: number | null } | null,
): void {
  for (const [seq, state] of states) {
    expect(state).not.toBe('waiting');
    if (state !== 'with_agent') continue;
    const heardAt = happened.findIndex(({ inboxSeq }) => inboxSeq === seq);
    expect(heardAt).not.toBe(-1);
    const isSettled = happened.slice(heardAt).some(({ kind }) => kind === 'answered' || kind === 'closed');
    if (!isSettled) expect(open).toMatchObject({ state: 'waiting', waitingSinceMs: expect.any(Number) as number });
  }
  if (open !== null) expect(open.state).toBe('waiting'); // nobody renewed anything, and all times are past
}

test('bot and agents never both answer one message, and nobody is forgotten', { timeout: 600_000 }, async () => {
  await using house = await openTestStore();
  const other = await house.another();
  const stores = [house.store, other] as const;
  const agents = [await hire(house.store, 'Ana'), await hire(house.store, 'Beto')] as const;
  let people = 0;
  const seen = { done: 0, with_agent: 0, answered: 0, lapsed: 0, closed: 0 };

  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 4, maxLength: 20, size: 'max' }), async (schedule) => {
      people += 1;
      const from: Address = { channel: 'whatsapp', userId: `HN.91000000000000${String(people).padStart(5, '0')}` };
      const scene = new Scene(house, stores, agents, from);
      await scene.write(house.store, 'agente');
      for (const what of ['begin', 'end'] as const) await scene.play({ what, agent: 0, store: 0 });
      for (const moves of schedule) await Promise.all(moves.map((move) => scene.play(move)));
      await scene.settle();
      if (scene.contactId === null) throw new Error('expected a turn');

      const happened = await readHappened(house, scene.contactId);
      const states = await readStates(house, scene.contactId);
      const answers = await readRows(
        house,
        `select inbox_seq from outbox where contact_id = '${scene.contactId}' and author = 'bot'`,
      );
      const byBot = answers.map(({ inbox_seq }) => Number(inbox_seq)).toSorted((a, b) => a - b);
      const forBot = [...states].filter(([, state]) => state === 'done').map(([seq]) => seq);
      expect(byBot).toEqual(forBot.toSorted((a, b) => a - b));
      expectOneAnswer(happened, states);
      const [open] = await house.store.desk.queue.list();
      expectNobodyForgotten(happened, states, open ?? null);
      for (const state of states.values()) if (state in seen) seen[state as keyof typeof seen] += 1; // just seen
      for (const { kind } of happened) if (kind in seen) seen[kind as keyof typeof seen] += 1; // just seen

      // The next schedule begins with an empty desk.
      const sol = { id: agents[0].id, role: 'supervisor' } as const;
      if (open !== undefined) await house.store.desk.endings.close(sol, open.id, 'answered', composeReturn);
    }),
    { numRuns: SCHEDULES, endOnFailure: true },
  );
  // Else the schedules would not be about it.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(SCHEDULES / 10);
  expect(await house.store.desk.audit.verify()).toMatchObject({ kind: 'whole' });
  await other.close();
});
