/** The counters that one message by SMS is held against: its person's, its country's, everybody's. */
import { HOUR_MS, startOfDay } from '../core/clock.ts';
import type { ContactId } from '../core/ids.ts';
import type { Db, Locks } from './dialect.ts';
import type { Spent } from './spend-rules.ts';

/** The row that counts everything. */
export const ALL = 'all';

/** What one person was sent. Hour and day are those of now. */
export interface Person {
  readonly contact_id: ContactId;
  readonly hour: number;
  readonly hour_segments: number;
  readonly day: number;
  readonly day_segments: number;
  readonly team_segments: number;
  readonly told_hour: number | null;
  readonly told_day: number | null;
  readonly danger_at: number | null;
  readonly deletion_at: number | null;
}

export interface Account {
  readonly nowMs: number;
  /** The country or calling code. */
  readonly scope: string;
  readonly person: Person;
  readonly spent: Spent;
}

/** Holds the counters until the transaction ends, always in this order. */
export async function openAccount(
  db: Db,
  locks: Locks,
  contactId: ContactId,
  scope: string,
  nowMs: number,
): Promise<Account> {
  const person = await holdPerson(db, locks, contactId, nowMs);
  const prefix = await holdDay(db, locks, scope, person.day);
  const all = await holdDay(db, locks, ALL, person.day);
  return {
    nowMs,
    scope,
    person,
    spent: { personHour: person.hour_segments, personDay: person.day_segments, prefix, all },
  };
}

async function holdPerson(db: Db, locks: Locks, contactId: ContactId, nowMs: number): Promise<Person> {
  const hour = nowMs - (nowMs % HOUR_MS);
  const day = startOfDay(nowMs);
  await db
    .insertInto('sms_people')
    .values({ contact_id: contactId, hour, day })
    .onConflict((conflict) => conflict.column('contact_id').doNothing())
    .execute();
  const row = await locks
    .forUpdate(db.selectFrom('sms_people').selectAll().where('contact_id', '=', contactId))
    .executeTakeFirstOrThrow(); // it was just put there
  const isToday = row.day === day;
  return {
    ...row,
    hour,
    day,
    hour_segments: row.hour === hour ? row.hour_segments : 0,
    day_segments: isToday ? row.day_segments : 0,
    team_segments: isToday ? row.team_segments : 0,
  };
}

/** @returns the segments so far */
async function holdDay(db: Db, locks: Locks, scope: string, day: number): Promise<number> {
  await db
    .insertInto('sms_days')
    .values({ day, scope })
    .onConflict((conflict) => conflict.columns(['day', 'scope']).doNothing())
    .execute();
  const row = await locks
    .forUpdate(db.selectFrom('sms_days').select('segments').where('day', '=', day).where('scope', '=', scope))
    .executeTakeFirstOrThrow(); // as above
  return row.segments;
}

/** @param by - who wrote: what people of the team write is not held against what the bot may write to a person */
export async function pay(db: Db, account: Account, segments: number, by: 'bot' | 'team'): Promise<void> {
  const { person } = account;
  const own =
    by === 'team'
      ? { team_segments: person.team_segments + segments }
      : { hour_segments: person.hour_segments + segments, day_segments: person.day_segments + segments };
  await payForAll(db, { ...account, person: { ...person, ...own } }, segments);
}

/** Keeps what stands in the person's row, and counts for the country and for everybody. */
export async function payForAll(db: Db, { scope, person }: Account, segments: number): Promise<void> {
  const { contact_id, ...counters } = person;
  await db.updateTable('sms_people').set(counters).where('contact_id', '=', contact_id).execute();
  await db
    .updateTable('sms_days')
    .set((eb) => ({ segments: eb('segments', '+', segments) }))
    .where('day', '=', person.day)
    .where('scope', 'in', [scope, ALL])
    .execute();
}

/** That something was refused for all, or for all of a country, is what an operator has to know of. */
export async function countRefusal(db: Db, { person, scope }: Account, why: 'prefix' | 'all'): Promise<void> {
  await db
    .updateTable('sms_days')
    .set((eb) => ({ refused: eb('refused', '+', 1) }))
    .where('day', '=', person.day)
    .where('scope', '=', why === 'all' ? ALL : scope)
    .execute();
}
