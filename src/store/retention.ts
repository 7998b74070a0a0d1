/**
 * Nothing is kept longer than it is needed. What the bot needs to talk is short-lived; what remains longest is a memory
 * of message ids that cannot be read or linked to anybody.
 */
import { DAY_MS, startOfDay } from '../core/clock.ts';
import type { ChannelName } from '../core/contact.ts';
import { KEPT_MS } from '../core/kept.ts';
import { DESK_RETENTION_MS, sweepDesk } from './desk/desk-retention.ts';
import type { Db, OpenDatabase } from './dialect.ts';

/** How long each kind of thing is kept. */
export const RETENTION_MS = {
  ...KEPT_MS,
  /** Parts of webhooks that could not be read: long enough for somebody to look. */
  unreadable: 7 * DAY_MS,
  /** Rumours come back; what was said in the last months shows which. */
  rumour: 90 * DAY_MS,
  /** Whether an answer got better or worse shows from one year to the next. */
  feedback: 400 * DAY_MS,
  /** What SMS cost, in sums: long enough to see what a month costs. */
  smsDays: 90 * DAY_MS,
  /** How much somebody was sent by SMS means nothing when their day is over. */
  smsPeople: DAY_MS,
  ...DESK_RETENTION_MS,
} as const;

/**
 * How long a message id is remembered. Meta sends again for 7 days; Twilio's ids carry no date at all, so a captured
 * webhook could be replayed until we forget it.
 */
export const REMEMBER_MS = { whatsapp: 30 * DAY_MS, sms: 365 * DAY_MS } as const satisfies Record<ChannelName, number>;

/** Rows looked at in one transaction: arrivals must not wait long behind a sweep. */
const PAGE = 1_000;

export interface Swept {
  readonly bodies: number;
  readonly contacts: number;
  readonly tombstones: number;
}

export async function sweep(database: OpenDatabase, nowMs: number): Promise<Swept> {
  const bodies =
    (await sweepBodies(database, 'inbox', nowMs)) +
    (await sweepBodies(database, 'outbox', nowMs)) +
    (await sweepUnreadable(database, nowMs)) +
    (await sweepRumours(database, nowMs)) +
    (await sweepFeedback(database, nowMs));
  const cases = await sweepDesk(database, nowMs);
  await sweepSpend(database, nowMs);
  const contacts = await sweepContacts(database, nowMs);
  const tombstones =
    (await sweepTombstones(database, 'whatsapp', nowMs)) + (await sweepTombstones(database, 'sms', nowMs));
  if (bodies + cases + contacts + tombstones > 0) await database.wipe();
  return { bodies, contacts, tombstones };
}

/** A row, as far as a sweep looks at it. */
interface Aged {
  readonly seq: number;
  readonly at: number;
  readonly open: boolean;
}

interface Page {
  readonly fromSeq: number;
  /** The last row that is past its time and after which nothing younger or unfinished was skipped. */
  readonly toSeq: number;
}

/** Goes on where the sweep of this name stopped, page by page, until it meets what is too young or still needed. */
async function sweepPages(
  database: OpenDatabase,
  name: string,
  untilMs: number,
  read: (db: Db, afterSeq: number) => Promise<readonly Aged[]>,
  remove: (db: Db, page: Page) => Promise<number>,
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await database.write(async (db) => {
      const mark = await db.selectFrom('sweeps').select('seq').where('name', '=', name).executeTakeFirst();
      const rows = await read(db, mark?.seq ?? 0);
      const stop = rows.findIndex(({ at, open }) => open || at > untilMs);
      const past = stop === -1 ? rows : rows.slice(0, stop);
      const [first, last] = [past[0], past.at(-1)];
      if (first === undefined || last === undefined) return null;
      const count = await remove(db, { fromSeq: first.seq, toSeq: last.seq });
      await db
        .insertInto('sweeps')
        .values({ name, seq: last.seq })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ seq: last.seq }))
        .execute();
      return { count, isLast: past.length < PAGE };
    });
    total += removed?.count ?? 0;
    if (removed === null || removed.isLast) return total;
  }
}

function sweepBodies(database: OpenDatabase, table: 'inbox' | 'outbox', nowMs: number): Promise<number> {
  return sweepPages(
    database,
    `${table}_bodies`,
    nowMs - RETENTION_MS.body,
    table === 'inbox' ? readInbox : readOutbox,
    async (db, { fromSeq, toSeq }) => {
      const result = await db
        .updateTable(table)
        .set({ body: null })
        .where('seq', '>=', fromSeq)
        .where('seq', '<=', toSeq)
        .where('body', 'is not', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },
  );
}

function sweepTombstones(database: OpenDatabase, channel: ChannelName, nowMs: number): Promise<number> {
  return sweepPages(
    database,
    `${channel}_tombstones`,
    nowMs - REMEMBER_MS[channel],
    readInbox,
    async (db, { fromSeq, toSeq }) => {
      const result = await db
        .deleteFrom('inbox')
        .where('seq', '>=', fromSeq)
        .where('seq', '<=', toSeq)
        .where('channel', '=', channel)
        .executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  );
}

async function readInbox(db: Db, afterSeq: number): Promise<readonly Aged[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['seq', 'received_at', 'state'])
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
  return rows.map(({ seq, received_at, state }) => ({ seq, at: received_at, open: state === 'waiting' }));
}

async function readOutbox(db: Db, afterSeq: number): Promise<readonly Aged[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['seq', 'created_at', 'state'])
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(PAGE)
    .execute();
  return rows.map(({ seq, created_at, state }) => ({
    seq,
    at: created_at,
    open: state === 'queued' || state === 'sending' || state === 'held',
  }));
}

async function sweepUnreadable(database: OpenDatabase, nowMs: number): Promise<number> {
  const result = await database.write((db) =>
    db
      .deleteFrom('unreadable')
      .where('received_at', '<=', nowMs - RETENTION_MS.unreadable)
      .executeTakeFirst(),
  );
  return Number(result.numDeletedRows);
}

async function sweepRumours(database: OpenDatabase, nowMs: number): Promise<number> {
  const result = await database.write((db) =>
    db
      .deleteFrom('rumour_reports')
      .where('reported_at', '<=', nowMs - RETENTION_MS.rumour)
      .executeTakeFirst(),
  );
  return Number(result.numDeletedRows);
}

async function sweepFeedback(database: OpenDatabase, nowMs: number): Promise<number> {
  const result = await database.write((db) =>
    db
      .deleteFrom('feedback')
      .where('day', '<=', nowMs - RETENTION_MS.feedback)
      .executeTakeFirst(),
  );
  return Number(result.numDeletedRows);
}

async function sweepSpend(database: OpenDatabase, nowMs: number): Promise<void> {
  const today = startOfDay(nowMs);
  await database.write(async (db) => {
    await db
      .deleteFrom('sms_people')
      .where('day', '<', today - RETENTION_MS.smsPeople)
      .execute();
    await db
      .deleteFrom('sms_days')
      .where('day', '<', today - RETENTION_MS.smsDays)
      .execute();
  });
}

async function sweepContacts(database: OpenDatabase, nowMs: number): Promise<number> {
  return database.write(async (db) => {
    await db
      .deleteFrom('conversations')
      .where('updated_at', '<=', nowMs - RETENTION_MS.conversation)
      .execute();
    await db
      .deleteFrom('given_answers')
      .where('given_at', '<=', nowMs - RETENTION_MS.givenAnswer)
      .execute();
    const contacts = await db
      .deleteFrom('contacts')
      .where('last_inbound_at', '<=', nowMs - RETENTION_MS.contact)
      .where((eb) =>
        eb.or([
          eb('last_inbound_at', '<=', nowMs - RETENTION_MS.wishfulContact),
          eb('id', 'not in', eb.selectFrom('alert_wishes').select('contact_id')),
        ]),
      )
      .where('waiting_seq', 'is', null)
      // Somebody an agent still cares for is not forgotten yet.
      .where('id', 'not in', (eb) => eb.selectFrom('cases').select('contact_id').where('state', '<>', 'closed'))
      .executeTakeFirst();
    return Number(contacts.numDeletedRows);
  });
}
