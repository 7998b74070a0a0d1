/** The database as the other rooms see it: arrivals, turns, outbox, and the house kept clean. */
import { join } from 'node:path';
import type { Clock } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import { randomIds } from '../core/ids.ts';
import type { CaseId, IdSource } from '../core/ids.ts';
import type { SmsReach } from '../core/desk.ts';
import type { ReturnNotice, ReturnState } from '../core/notice.ts';
import type { Reply } from '../core/reply.ts';
import type { SmsBudget } from '../core/spend.ts';
import { Alerts } from './alerts.ts';
import { createKeyRing } from './cipher.ts';
import type { MasterKey } from './cipher.ts';
import { watchCommits } from './commit-signal.ts';
import { Contacts } from './contacts.ts';
import { createDesk, dueByTheClock } from './desk/desk.ts';
import type { Desk } from './desk/desk.ts';
import type { AnswerDue } from './desk/parts.ts';
import type { OpenDatabase } from './dialect.ts';
import { Effects } from './effects.ts';
import { finishErasures } from './erasure.ts';
import { Inbox } from './inbox.ts';
import { migrate } from './migrate.ts';
import { Outbox } from './outbox.ts';
import { Reminders } from './reminders.ts';
import { sweep } from './retention.ts';
import type { Swept } from './retention.ts';
import { returnToBot } from './return-to-bot.ts';
import type { Returned } from './return-to-bot.ts';
import { Rumours } from './rumours.ts';
import { openPostgres } from './postgres.ts';
import { Spend } from './spend.ts';
import { openSqlite } from './sqlite.ts';
import { Turns } from './turns.ts';

/** How long a worker may hold a contact without a sign of life; a turn takes milliseconds. */
const TURN_LEASE_MS = 10_000;
/** A call to a provider ends by its own timeout; this is how much longer we believe that somebody is at it. */
const SEND_GRACE_MS = 3_000;

export interface StoreSettings {
  readonly dataDir: string;
  /** `postgres://…`; without it the state lives in a SQLite file in `dataDir`. */
  readonly databaseUrl?: string | null;
  readonly masterKeys: readonly [MasterKey, ...MasterKey[]];
  readonly contactKey: Buffer;
  readonly outboxHoldMs: number;
  readonly sendTimeoutMs: number;
  readonly clock: Clock;
  readonly ids?: IdSource;
  /** How a team's targets are counted; without it every hour counts. */
  readonly answerDue?: AnswerDue;
  /** Without it SMS may cost what it will. */
  readonly smsBudget?: SmsBudget;
  /** What SMS can do where a number is, for agents; without it they are not told. */
  readonly smsReach?: (phone: string) => SmsReach | null;
}

export interface Store {
  readonly kind: OpenDatabase['kind'];
  readonly inbox: Inbox;
  readonly turns: Turns;
  readonly outbox: Outbox;
  readonly alerts: Alerts;
  readonly reminders: Reminders;
  readonly spend: Spend;
  readonly desk: Desk;
  /** An agent gives a conversation back: see `return-to-bot.ts`. */
  returnToBot(caseId: CaseId, state: ReturnState, compose: (notice: ReturnNotice) => Reply): Promise<Returned>;
  /** Removes people who asked for it and whose receipt is out. */
  finishErasures(): Promise<readonly ChannelName[]>;
  /** Removes what is past its time. */
  sweep(): Promise<Swept>;
  /** Leaves no byte of what was deleted in any file. */
  wipe(): Promise<void>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** How many people wait for a turn, and how many messages were put aside. */
  counts(): Promise<{ readonly waiting: number; readonly parked: number; readonly unreadable: number }>;
  close(): Promise<void>;
}

function openDatabase({ dataDir, databaseUrl }: StoreSettings): OpenDatabase {
  return databaseUrl ? openPostgres(databaseUrl) : openSqlite(join(dataDir, 'faro.sqlite'));
}

/** @throws {StoreError} when the database cannot be opened or brought to its newest shape */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const { database, onCommit } = watchCommits(openDatabase(settings));
  await migrate(database);
  const ring = createKeyRing(settings.masterKeys, settings.contactKey);
  const ids = settings.ids ?? randomIds;
  const contacts = new Contacts(ring, ids);
  const nowMs = (): number => settings.clock.nowMs();
  const spend = new Spend(database, settings.smsBudget ?? null, nowMs);
  return {
    kind: database.kind,
    inbox: new Inbox(database, ring, contacts, nowMs),
    turns: new Turns(database, contacts, new Effects(new Rumours(ring, ids), ids), ids, nowMs, TURN_LEASE_MS, spend),
    outbox: new Outbox(database, ring, contacts, nowMs, {
      leaseMs: settings.sendTimeoutMs + SEND_GRACE_MS,
      holdMs: settings.outboxHoldMs,
    }),
    alerts: new Alerts(database, contacts, ids, nowMs, spend),
    reminders: new Reminders(database, contacts, ids, nowMs, spend),
    spend,
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
      onCommit,
    ),
    returnToBot: (caseId, state, compose) =>
      returnToBot({ database, contacts, ids, nowMs, spend }, caseId, state, compose),
    finishErasures: () => finishErasures(database, contacts, nowMs()),
    sweep: () => sweep(database, nowMs()),
    wipe: () => database.wipe(),
    ping: async () => {
      await database.db.selectFrom('erasures').select('receipt').limit(1).execute();
    },
    counts: () => countBacklog(database),
    close: () => database.close(),
  };
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
