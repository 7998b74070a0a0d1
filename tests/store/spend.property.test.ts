/** No order of answers, alerts and words of the team goes beyond a limit; what is kept back is kept back for a reason. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SmsLimits } from '../../src/core/spend.ts';
import { findRefusal, NOTICE_SEGMENTS, periodOf } from '../../src/store/spend-rules.ts';
import type { Purpose, Spent } from '../../src/store/spend-rules.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import { budgetOf, strangers } from '../fakes/sms-budget.ts';

const limits: fc.Arbitrary<SmsLimits> = fc.record({
  personHourly: fc.integer({ min: 4, max: 40 }),
  personDaily: fc.integer({ min: 4, max: 90 }),
  prefixDaily: fc.integer({ min: 4, max: 200 }),
  daily: fc.integer({ min: 4, max: 300 }),
});

interface Step {
  readonly person: number;
  readonly purpose: Exclude<Purpose, 'notice'>;
  readonly segments: number;
  readonly isNextHour: boolean;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    person: fc.nat(3),
    purpose: fc.constantFrom('alert' as const, 'answer' as const, 'answer' as const, 'team' as const),
    segments: fc.integer({ min: 1, max: 4 }),
    isNextHour: fc.nat(7).map((die) => die === 0),
  }),
  { maxLength: 120 },
);

interface Told {
  hour: boolean;
  day: boolean;
}

/** A day of a store, by the rules alone. */
class Day {
  readonly #limits: SmsLimits;
  readonly hours = new Map<number, number>();
  readonly days = new Map<number, number>();
  readonly told = new Map<number, Told>();
  all = 0;

  constructor(limits: SmsLimits) {
    this.#limits = limits;
  }

  spent(person: number): Spent {
    const personHour = this.hours.get(person) ?? 0;
    return { personHour, personDay: this.days.get(person) ?? 0, prefix: this.all, all: this.all };
  }

  pay(person: number, purpose: Purpose, segments: number): void {
    this.all += segments;
    if (purpose === 'team') return;
    this.hours.set(person, (this.hours.get(person) ?? 0) + segments);
    this.days.set(person, (this.days.get(person) ?? 0) + segments);
  }

  take({ person, purpose, segments }: Step): void {
    const why = findRefusal(purpose, segments, this.spent(person), this.#limits);
    if (why === null) return this.pay(person, purpose, segments);
    const told = this.told.get(person) ?? { hour: false, day: false };
    if (purpose !== 'answer' || told.hour || told.day) return;
    const period = periodOf(why, this.spent(person), this.#limits);
    if (findRefusal('notice', NOTICE_SEGMENTS, this.spent(person), this.#limits) !== null) return;
    this.pay(person, 'notice', NOTICE_SEGMENTS);
    this.told.set(person, { ...told, [period]: true });
  }

  nextHour(): void {
    this.hours.clear();
    for (const told of this.told.values()) told.hour = false;
  }
}

test('whatever the order, no limit is exceeded', () => {
  fc.assert(
    fc.property(limits, steps, (given, order) => {
      const day = new Day(given);
      for (const step of order) {
        if (step.isNextHour) day.nextHour();
        day.take(step);
        expect(day.all).toBeLessThanOrEqual(Math.min(given.daily, given.prefixDaily));
        for (const segments of day.hours.values()) expect(segments).toBeLessThanOrEqual(given.personHourly);
        for (const segments of day.days.values()) expect(segments).toBeLessThanOrEqual(given.personDaily);
      }
    }),
    { numRuns: 500 },
  );
});

test('who has used up their own share can always still be told so, of the hour and of the day', () => {
  const own: SmsLimits = { personHourly: 20, personDaily: 60, prefixDaily: 1_000, daily: 2_000 };
  fc.assert(
    fc.property(steps, (order) => {
      const day = new Day(own);
      for (const step of order) {
        if (step.isNextHour) day.nextHour();
        const before = day.told.get(step.person);
        const isRefused = findRefusal('answer', step.segments, day.spent(step.person), own) !== null;
        day.take({ ...step, purpose: 'answer' });
        const told = day.told.get(step.person);
        const isTold = told !== undefined && (told.hour || told.day);
        if (isRefused && before === undefined) expect(isTold).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('alerts give way before answers, and answers before people of the team', () => {
  fc.assert(
    fc.property(limits, fc.nat(400), fc.integer({ min: 1, max: 4 }), (given, all, segments) => {
      const spent: Spent = { personHour: 0, personDay: 0, prefix: 0, all };
      const may = (purpose: Purpose): boolean => findRefusal(purpose, segments, spent, given) !== 'all';
      if (may('alert')) expect(may('answer')).toBe(true);
      if (may('answer')) expect(may('team')).toBe(true);
    }),
  );
});

test('the database counts what the rules say, in whatever order people write', async () => {
  const given: SmsLimits = { personHourly: 8, personDaily: 14, prefixDaily: 24, daily: 40 };
  await using house = await openTestStore({ smsBudget: budgetOf(given) });
  const people = strangers(4);
  const order = fc.sample(fc.record({ person: fc.nat(3), segments: fc.integer({ min: 1, max: 3 }) }), {
    numRuns: 24,
    seed: 7,
  });
  const byPerson = new Map<string, number>();
  let total = 0;
  for (const { person, segments } of order) {
    const from = people[person];
    if (from === undefined) continue;
    await house.store.inbox.receive('sms', webhookWith(messageFrom(from, 'algo')));
    const [claim] = await house.store.turns.claim(1);
    const message = claim?.messages[0];
    if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
    const result = answerWith('x'.repeat(segments));
    const overLimit = () => ({ kind: 'text', text: 'basta xx' }) as const;
    await house.store.turns.finish(claim, message, { kind: 'answered', result, overLimit }, true);
    for (const sending of await house.store.outbox.claim(8, ['sms'])) {
      const cost = sending.reply.text.split('x').length - 1;
      total += cost;
      byPerson.set(sending.contactId, (byPerson.get(sending.contactId) ?? 0) + cost);
      await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
    }
  }
  expect(await house.store.spend.today()).toEqual({ segments: total, limit: 40 });
  expect(total).toBeLessThanOrEqual(24);
  for (const segments of byPerson.values()) expect(segments).toBeLessThanOrEqual(8);
});
