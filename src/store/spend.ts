/**
 * Counts what SMS costs, in the transaction that puts a message into the outbox: so nothing is sent that was not counted,
 * and the count is exact however many processes there are. What is sent again after a failure is not counted again.
 */
import { MINUTE_MS, startOfDay } from '../core/clock.ts';
import type { Address } from '../core/contact.ts';
import type { ContactId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import { SMS_ALARMS } from '../core/spend.ts';
import type { SmsAlarm, SmsAlarmLevel, SmsBudget, SmsPeriod, SmsRefusal, VitalAnswer } from '../core/spend.ts';
import type { Db, OpenDatabase } from './dialect.ts';
import { ALL, countRefusal, openAccount, pay, payForAll } from './spend-account.ts';
import type { Account } from './spend-account.ts';
import { findRefusal, isSpentFor, periodOf } from './spend-rules.ts';
import type { Purpose } from './spend-rules.ts';

/** What must go out whatever was spent goes out this often to one person. */
const VITAL_EVERY_MS = 10 * MINUTE_MS;

export interface SmsRecipient {
  readonly contactId: ContactId;
  readonly address: Address;
}

export type Charged =
  /** `isOver`: with what people of the team wrote, it is more than a person gets from the bot in a day. */
  { readonly kind: 'paid'; readonly isOver: boolean } | { readonly kind: 'refused'; readonly why: SmsRefusal };

export interface AnswerToPay {
  readonly reply: Reply;
  /** `receipt`: everything was deleted, which is never kept back. */
  readonly vital: VitalAnswer | 'receipt' | null;
  /** Says that there is no more; may be asked twice. Null: nobody is told. */
  readonly overLimit: ((period: SmsPeriod) => Reply) | null;
}

/** What becomes of an answer. */
export interface Afforded {
  /** The answer, or that there is no more by SMS, or nothing. */
  readonly reply: Reply | null;
  /** Why it is not the answer. */
  readonly withheld: SmsRefusal | null;
}

const FREE: Charged = { kind: 'paid', isOver: false };
const NO_COUNTRY: Charged = { kind: 'refused', why: 'country' };

export class Spend {
  readonly #database: OpenDatabase;
  readonly #budget: SmsBudget | null;
  readonly #nowMs: () => number;

  /** @param budget - null: nothing is counted and nothing refused */
  constructor(database: OpenDatabase, budget: SmsBudget | null, nowMs: () => number) {
    this.#database = database;
    this.#budget = budget;
    this.#nowMs = nowMs;
  }

  /** Pays for an alert or for what is written because we said so, if it may be sent. */
  async charge(db: Db, purpose: 'alert' | 'answer', to: SmsRecipient, reply: Reply, nowMs: number): Promise<Charged> {
    const budget = this.#budget;
    if (budget === null || to.address.channel !== 'sms') return FREE;
    const account = await this.#open(db, budget, to, nowMs);
    return account === null ? NO_COUNTRY : this.#payIfLeft(db, budget, account, purpose, reply);
  }

  /** Pays for what a person of the team writes. @param isUrgent - then no limit holds it up */
  async chargeTeam(db: Db, to: SmsRecipient, reply: Reply, isUrgent: boolean, nowMs: number): Promise<Charged> {
    const budget = this.#budget;
    if (budget === null || to.address.channel !== 'sms') return FREE;
    const account = await this.#open(db, budget, to, nowMs);
    if (account === null) return NO_COUNTRY;
    if (!isUrgent) return this.#payIfLeft(db, budget, account, 'team', reply);
    await pay(db, account, budget.meter.segmentsOf(reply), 'team');
    return FREE;
  }

  /** Pays for an answer; where there is no more for it, for saying so, once in the hour or the day. */
  async chargeAnswer(db: Db, to: SmsRecipient, answer: AnswerToPay, nowMs: number): Promise<Afforded> {
    const { reply, vital, overLimit } = answer;
    const budget = this.#budget;
    if (budget === null || to.address.channel !== 'sms') return { reply, withheld: null };
    const account = await this.#open(db, budget, to, nowMs);
    if (account === null) return { reply: null, withheld: 'country' };
    if (vital !== null && (await payVital(db, account, vital, budget.meter.segmentsOf(reply))))
      return { reply, withheld: null };
    const charged = await this.#payIfLeft(db, budget, account, 'answer', reply);
    if (charged.kind === 'paid' || charged.why === 'country') return { reply, withheld: null };
    const period = periodOf(charged.why, account.spent, budget.limits);
    const notice = overLimit === null ? null : await payNotice(db, budget, account, period, overLimit);
    return { reply: notice, withheld: charged.why };
  }

  /** Whether alerts may cost anything now. A cheap look; each is still counted by itself. */
  async mayAlert(): Promise<boolean> {
    const today = await this.today();
    return today === null || !isSpentFor('alert', today.segments, today.limit);
  }

  /** What was spent today; null where nothing is counted. */
  async today(): Promise<{ readonly segments: number; readonly limit: number } | null> {
    if (this.#budget === null) return null;
    const rows = await this.#readDay();
    const segments = rows.find(({ scope }) => scope === ALL)?.segments ?? 0;
    return { segments, limit: this.#budget.limits.daily };
  }

  /** @returns limits that have come nearer: each level once a day, whichever process sees it */
  async raiseAlarms(): Promise<readonly SmsAlarm[]> {
    const budget = this.#budget;
    if (budget === null) return [];
    const day = startOfDay(this.#nowMs());
    const due = (await this.#readDay()).flatMap(({ scope, alarmed, ...counted }) => {
      const percent = levelOf(counted, scope === ALL ? budget.limits.daily : budget.limits.prefixDaily);
      return percent !== null && percent > alarmed ? { scope, percent } : [];
    });
    if (due.length === 0) return [];
    return this.#database.write(async (db) => {
      const raised: SmsAlarm[] = [];
      for (const { scope, percent } of due) {
        if (await noteAlarm(db, day, scope, percent)) raised.push({ prefix: scope === ALL ? null : scope, percent });
      }
      return raised;
    });
  }

  #readDay() {
    return this.#database.db
      .selectFrom('sms_days')
      .select(['scope', 'segments', 'refused', 'alarmed'])
      .where('day', '=', startOfDay(this.#nowMs()))
      .execute();
  }

  async #open(db: Db, { meter }: SmsBudget, to: SmsRecipient, nowMs: number): Promise<Account | null> {
    const scope = meter.prefixOf(to.address);
    return scope === null ? null : openAccount(db, this.#database.locks, to.contactId, scope, nowMs);
  }

  async #payIfLeft(
    db: Db,
    { meter, limits }: SmsBudget,
    account: Account,
    purpose: Exclude<Purpose, 'notice'>,
    reply: Reply,
  ): Promise<Charged> {
    const segments = meter.segmentsOf(reply);
    const why = findRefusal(purpose, segments, account.spent, limits);
    if (why === null) {
      await pay(db, account, segments, purpose === 'team' ? 'team' : 'bot');
      const { day_segments, team_segments } = account.person;
      return { kind: 'paid', isOver: day_segments + team_segments + segments > limits.personDaily };
    }
    // That alerts have to wait is no news: they give way first.
    if (purpose !== 'alert' && (why === 'prefix' || why === 'all')) await countRefusal(db, account, why);
    return { kind: 'refused', why };
  }
}

/** Counted for all, but not against the person: somebody in danger must still be answered afterwards. */
async function payVital(
  db: Db,
  account: Account,
  vital: NonNullable<AnswerToPay['vital']>,
  segments: number,
): Promise<boolean> {
  if (vital === 'receipt') {
    await payForAll(db, account, segments);
    return true;
  }
  const column = vital === 'danger' ? 'danger_at' : 'deletion_at';
  const lastMs = account.person[column];
  if (lastMs !== null && account.nowMs - lastMs < VITAL_EVERY_MS) return false;
  await payForAll(db, { ...account, person: { ...account.person, [column]: account.nowMs } }, segments);
  return true;
}

async function payNotice(
  db: Db,
  { meter, limits }: SmsBudget,
  account: Account,
  period: SmsPeriod,
  overLimit: (period: SmsPeriod) => Reply,
): Promise<Reply | null> {
  const { person } = account;
  if (person.told_hour === person.hour || person.told_day === person.day) return null;
  const notice = overLimit(period);
  const segments = meter.segmentsOf(notice);
  if (findRefusal('notice', segments, account.spent, limits) !== null) return null;
  const told = period === 'hour' ? { told_hour: person.hour } : { told_day: person.day };
  await pay(db, { ...account, person: { ...person, ...told } }, segments, 'bot');
  return notice;
}

function levelOf(
  { segments, refused }: { readonly segments: number; readonly refused: number },
  limit: number,
): SmsAlarmLevel | null {
  const percent = refused > 0 ? 100 : (segments * 100) / limit;
  return SMS_ALARMS.findLast((level) => percent >= level) ?? null;
}

/** @returns false when another process was faster */
async function noteAlarm(db: Db, day: number, scope: string, percent: SmsAlarmLevel): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sms_days')
    .set({ alarmed: percent })
    .where('day', '=', day)
    .where('scope', '=', scope)
    .where('alarmed', '<', percent)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
