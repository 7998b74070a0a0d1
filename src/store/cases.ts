/**
 * Cases: what a human should take. A person has one open case at a time; whatever they say about it while it is open is
 * added to it, so that nobody has to tell anything twice.
 */
import { sql } from 'kysely';
import type { CaseAmendment, NewCase } from '../core/case.ts';
import type { ChannelName } from '../core/contact.ts';
import type { CaseId, ContactId } from '../core/ids.ts';
import { MAX_COUNTED_WAITING } from '../core/turn.ts';
import { noteEvent } from './case-events.ts';
import { countCase } from './case-figures.ts';
import { backInQueue } from './case-states.ts';
import { decrypt, encrypt } from './cipher.ts';
import type { DataKey } from './cipher.ts';
import type { Db } from './dialect.ts';
import type { CasesTable } from './schema.ts';
import { statement } from './statement.ts';

/** Whose case it is. */
export interface CasePerson {
  readonly contactId: ContactId;
  readonly channel: ChannelName;
  readonly dataKey: DataKey;
}

export interface CaseToOpen extends NewCase, CasePerson {
  readonly id: CaseId;
}

/**
 * Opens a case, unless one is open already: then that one takes over what the new one says. It becomes urgent if the new
 * one is, and waits again if an agent had put it aside.
 *
 * @returns the new case's id, or null when one was open
 */
export async function openCase(db: Db, wanted: CaseToOpen, nowMs: number): Promise<CaseId | null> {
  const open = await findOpen(db, wanted.contactId);
  if (open !== undefined) {
    await takeOver(db, open, wanted, nowMs);
    return null;
  }
  await db
    .insertInto('cases')
    .values({
      id: wanted.id,
      contact_id: wanted.contactId,
      channel: wanted.channel,
      state: 'waiting',
      reason: wanted.reason,
      urgency: wanted.urgency,
      language: wanted.language,
      topic: wanted.topic,
      summary: encrypt(wanted.dataKey, summaryPlace(wanted.id), wanted.summary),
      opened_at: nowMs,
      closed_at: null,
      waiting_since: nowMs,
    })
    .execute();
  await noteEvent(db, wanted.id, 'opened', nowMs);
  return wanted.id;
}

/** Adds what the person says to their open case. */
export async function amendCase(db: Db, person: CasePerson, said: CaseAmendment, nowMs: number): Promise<void> {
  const open = await findOpen(db, person.contactId);
  if (open === undefined) return;
  await db
    .updateTable('cases')
    .set({
      summary: addLines(open, person.dataKey, said.line ?? ''),
      ...(said.theme === undefined ? {} : { theme: said.theme }),
      ...(said.language === undefined ? {} : { language: said.language }),
    })
    .where('id', '=', open.id)
    .execute();
  await noteEvent(db, open.id, 'amended', nowMs);
}

/**
 * The person needs nobody any more. An urgent case and one that an agent has stay open, with what the person said: it may
 * have been said by somebody else who holds the phone.
 */
export async function cancelCase(db: Db, person: CasePerson, line: string, nowMs: number): Promise<void> {
  const open = await findOpen(db, person.contactId);
  if (open === undefined) return;
  if (open.urgency === 'urgent' || open.state === 'taken') return amendCase(db, person, { line }, nowMs);
  await db
    .updateTable('cases')
    .set({
      state: 'closed',
      closed_at: nowMs,
      close_reason: 'by_person',
      parked_until: null,
      waiting_since: null,
      summary: addLines(open, person.dataKey, line),
    })
    .where('id', '=', open.id)
    .execute();
  await countCase(db, open.id);
  await db.deleteFrom('reminders').where('case_id', '=', open.id).execute();
  await noteEvent(db, open.id, 'closed', nowMs);
}

const selectLine = statement((db) =>
  db
    .selectFrom('cases')
    .select('contact_id')
    .where('state', '=', sql.lit('waiting'))
    .orderBy('urgency', 'desc')
    .orderBy('opened_at')
    .orderBy('id')
    .limit(sql.lit(MAX_COUNTED_WAITING)),
);

/** Whose cases are answered next, in order: urgent ones first, then the longest waiting. */
export async function readLine(db: Db): Promise<readonly ContactId[]> {
  const rows = await selectLine(db, {});
  return rows.map(({ contact_id }) => contact_id);
}

type OpenCase = Pick<CasesTable, 'id' | 'state' | 'urgency' | 'summary'>;

function findOpen(db: Db, contactId: ContactId): Promise<OpenCase | undefined> {
  return db
    .selectFrom('cases')
    .select(['id', 'state', 'urgency', 'summary'])
    .where('contact_id', '=', contactId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
}

async function takeOver(db: Db, open: OpenCase, wanted: CaseToOpen, nowMs: number): Promise<void> {
  const turnsUrgent = wanted.urgency === 'urgent' && open.urgency !== 'urgent';
  const waitsAgain = open.state === 'parked';
  await db
    .updateTable('cases')
    .set((eb) => ({
      summary: addLines(open, wanted.dataKey, wanted.summary),
      ...(turnsUrgent ? { urgency: 'urgent' as const, reason: wanted.reason } : {}),
      ...(waitsAgain ? backInQueue(eb, nowMs) : {}),
    }))
    .where('id', '=', open.id)
    .execute();
  // Somebody else may hold the phone of a person in danger: we do not write to it of our own accord.
  if (turnsUrgent) await db.deleteFrom('reminders').where('case_id', '=', open.id).execute();
  await noteEvent(db, open.id, waitsAgain ? 'reopened' : 'amended', nowMs);
}

/** Longer than anybody reads; what goes first is the middle, between why they asked and what they said last. */
const MAX_SUMMARY = 4_000;

function addLines({ id, summary }: OpenCase, dataKey: DataKey, more: string): Uint8Array {
  const lines = decrypt(dataKey, summaryPlace(id), summary).toString().split('\n');
  const fresh = more.split('\n').filter((line) => line !== '' && !lines.includes(line));
  const all = [...lines, ...fresh];
  while (all.length > 2 && all.join('\n').length > MAX_SUMMARY) all.splice(1, 1);
  return encrypt(dataKey, summaryPlace(id), all.join('\n').slice(0, MAX_SUMMARY).toWellFormed());
}

export function summaryPlace(id: CaseId): `cases|summary|${CaseId}` {
  return `cases|summary|${id}`;
}
