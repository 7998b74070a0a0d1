/** The database as the other rooms see it: arrivals, turns, outbox, and the house kept clean. */
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import { randomIds } from '../core/ids.ts';
import type { CaseId, IdSource } from '../core/ids.ts';
import type { SmsReach } from '../core/desk.ts';
import type { StoreErrorCode } from '../core/errors.ts';
import type { ReturnNotice, ReturnState } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { SmsBudget } from '../core/spend.ts';
import type { HearDanger } from '../core/urgency.ts';
import { Alerts } from './alerts.ts';
import { CatchUp } from './catch-up.ts';
import { createKeyRing } from './cipher.ts';
import type { KeyRing, MasterKey } from './cipher.ts';
import { Contacts } from './contacts.ts';
import { createDesk, dueByTheClock } from './desk/desk.ts';
import type { Desk } from './desk/desk.ts';
import type { AnswerDue } from './desk/parts.ts';
import type { OpenDatabase } from './dialect.ts';
import { Effects } from './effects.ts';
import { readDeletions } from './deletion-log.ts';
import type { Deletion } from './deletion-log.ts';
import { Deletions, listDeletions, repeatDeletions } from './deletions.ts';
import { finishErasures } from './erasure.ts';
import { Inbox } from './inbox.ts';
import { rewrapAll } from './keeping/rewrap.ts';
import type { Rewrapped } from './keeping/rewrap.ts';
import { checkKeys } from './known-keys.ts';
import type { Line } from './line.ts';
import { migrate } from './migrate.ts';
import { Outbox } from './outbox.ts';
import { Reminders } from './reminders.ts';
import { sweep } from './retention.ts';
import type { Swept } from './retention.ts';
import { returnToBot } from './return-to-bot.ts';
import type { Returned } from './return-to-bot.ts';
import { Rumours } from './rumours.ts';
import { openPostgres } from './postgres.ts';
import { withSignals } from './signals.ts';
import type { Signals } from './signals.ts';
import { Signs } from './signs.ts';
import { Spend } from './spend.ts';
import { openSqlite } from './sqlite.ts';
import { watchTrouble } from './trouble.ts';
import { Turns } from './turns.ts';
import { WrongClock } from './wrong-clock.ts';

/** How long a worker may hold a contact without a sign of life; a turn takes milliseconds. */
const TURN_LEASE_MS = 10_000;
/** A call to a provider ends by its own timeout; this is how much longer we believe that somebody is at it. */
const SEND_GRACE_MS = 3_000;

export interface StoreSettings {
  readonly dataDir: string;
  /** `postgres://…`; without it the state lives in a SQLite file in `dataDir`. */
  readonly databaseUrl?: string | null;
  /** People wait while it writes; commands and tests need not say. */
  readonly isServing?: boolean;
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]];
  readonly contactKey: Buffer;
  readonly outboxHoldMs: number;
  readonly sendTimeoutMs: number;
  readonly clock: Clock;
  readonly ids?: IdSource;
  /** How a team's targets are counted; without it every hour counts. */
  readonly answerDue?: AnswerDue;
  /** Who is served first when many wait; without it, who came first. */
  readonly hearDanger?: HearDanger;
  /** Without it SMS may cost what it will. */
  readonly smsBudget?: SmsBudget;
  /** What SMS can do where a number is, for agents; without it they are not told. */
  readonly smsReach?: (phone: string) => SmsReach | null;
}

export interface Store {
  readonly kind: OpenDatabase['kind'];
  readonly inbox: Inbox;
  /** What the provider's own list had that we had not. */
  readonly catchUp: CatchUp;
  readonly turns: Turns;
  readonly outbox: Outbox;
  readonly alerts: Alerts;
  readonly reminders: Reminders;
  readonly spend: Spend;
  readonly signs: Signs;
  readonly desk: Desk;
  /** What this process and others call when there is something new. */
  readonly signals: Signals;
  /** An agent gives a conversation back: see `return-to-bot.ts`. */
  returnToBot(caseId: CaseId, state: ReturnState, compose: (notice: ReturnNotice) => Reply): Promise<Returned>;
  /** Moves back what a clock that was ahead has left in the future. See `wrong-clock.ts`. */
  mendTimes(): Promise<number>;
  /** Removes people who asked for it and whose receipt is out. */
  finishErasures(): Promise<readonly ChannelName[]>;
  /** Removes what is past its time. */
  sweep(): Promise<Swept>;
  /** Leaves no byte of what was deleted in any file. */
  wipe(): Promise<void>;
  /** What people wanted gone or quiet in the last weeks, to be kept beside backups. */
  listDeletions(): Promise<readonly Deletion[]>;
  /** Puts everybody's data key under the newest master key. */
  rewrap(): Promise<Rewrapped>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** Why nothing can be written just now; null when it can. */
  trouble(): StoreErrorCode | null;
  /** How many people wait for a turn, and how many messages were put aside. */
  counts(): Promise<{ readonly waiting: number; readonly parked: number; readonly unreadable: number }>;
  close(): Promise<void>;
}

function openDatabase({ dataDir, databaseUrl, isServing = false }: StoreSettings): OpenDatabase {
  return databaseUrl ? openPostgres(databaseUrl) : openSqlite(join(dataDir, 'faro.sqlite'), { isServing });
}

/**
 * @throws {StoreError} when the database cannot be opened or brought to its newest shape
 * @throws {ConfigError} when the keys are not those of what is stored
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { database: opened, trouble } = watchTrouble(openDatabase(settings));
  const { database, signals } = withSignals(opened);
  await migrate(database);
  const ring = createKeyRing(settings.masterKeys, settings.contactKey);
  const ids = settings.ids ?? randomIds;
  await enter(database, ring, settings);
  const contacts = new Contacts(ring, ids);
  const nowMs = (): number => settings.clock.nowMs();
  const deletions = new Deletions(ring, settings.dataDir);
  const wrongClock = new WrongClock(database, nowMs, Math.max(TURN_LEASE_MS, settings.sendTimeoutMs + SEND_GRACE_MS));
  const spend = new Spend(database, settings.smsBudget ?? null, nowMs);
  const line: Line = { isLong: false };
  return {
    kind: database.kind,
    inbox: new Inbox(database, ring, contacts, nowMs, line, settings.hearDanger ?? (() => false)),
    catchUp: new CatchUp(database, ring, nowMs),
    turns: new Turns(
      database,
      contacts,
      new Effects(new Rumours(ring, ids), ids, deletions),
      ids,
      nowMs,
      TURN_LEASE_MS,
      spend,
      line,
    ),
    outbox: new Outbox(database, ring, contacts, nowMs, {
      leaseMs: settings.sendTimeoutMs + SEND_GRACE_MS,
      holdMs: settings.outboxHoldMs,
    }),
    alerts: new Alerts(database, contacts, ids, nowMs, spend),
    reminders: new Reminders(database, contacts, ids, nowMs, spend),
    spend,
    signs: new Signs(database, nowMs),
    desk: createDesk(
      {
        database,
        ring,
        contacts,
        ids,
        nowMs,
        spend,
        smsReach: settings.smsReach ?? (() => null),
        answerDue: settings.answerDue ?? dueByTheClock,
      },
      signals,
    ),
    signals,
    returnToBot: (caseId, state, compose) =>
      returnToBot({ database, contacts, ids, nowMs, spend }, caseId, state, compose),
    mendTimes: () => wrongClock.mend(),
    finishErasures: () => finishErasures(database, contacts, nowMs()),
    sweep: async () => {
      await deletions.sweep(database, nowMs());
      return sweep(database, nowMs());
    },
    wipe: () => database.wipe(),
    listDeletions: () => listDeletions(database.db),
    rewrap: () => rewrapAll(database, ring),
    trouble,
    ping: async () => {
      await database.db.selectFrom('erasures').select('receipt').limit(1).execute();
    },
    counts: () => countBacklog(database),
    close: () => database.close(),
  };
}

/** Nobody is served with wrong keys, nor from a database that has forgotten what people wanted gone. */
async function enter(database: OpenDatabase, ring: KeyRing, { dataDir, clock }: StoreSettings): Promise<void> {
  try {
    await checkKeys(database.db, ring);
    // It was put back by hand, without `npm run store restore`.
    await repeatDeletions(database, ring, readDeletions(dataDir), clock.nowMs());
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function countBacklog({ db }: OpenDatabase): ReturnType<Store['counts']> {
  const waiting = await db
    .selectFrom('contacts')
    .select((eb) => eb.fn.countAll<string | number>().as('count'))
    .where('waiting_seq', 'is not', null)
    .executeTakeFirstOrThrow();
  const parked = await db
    .selectFrom('inbox')
    .select((eb) => eb.fn.countAll<string | number>().as('count'))
    .where('state', '=', 'parked')
    .executeTakeFirstOrThrow();
  const unreadable = await db
    .selectFrom('unreadable')
    .select((eb) => eb.fn.countAll<string | number>().as('count'))
    .executeTakeFirstOrThrow();
  return { waiting: Number(waiting.count), parked: Number(parked.count), unreadable: Number(unreadable.count) };
}
