/** What every agent may see of every case: codes and times, no word of the person's. */
import { CASE_STATES } from '../../core/case.ts';
import { DAY_MS, MINUTE_MS } from '../../core/clock.ts';
import type { CaseInQueue, QueueCounts, QueueFilter } from '../../core/desk.ts';
import { SMALLEST_SHOWN } from '../../core/desk-figures.ts';
import type { CaseId, ContactId } from '../../core/ids.ts';
import type { Team } from '../../core/staff.ts';
import { decrypt, encrypt } from '../cipher.ts';
import type { DataKey } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import { dueOf } from './due.ts';
import type { DeskParts } from './parts.ts';
import { nameOf, readNames } from './staff-rows.ts';
import type { AgentNames } from './staff-rows.ts';
import { median } from './spread.ts';
import { readTeams } from './teams.ts';

/** More than a team can look through; a filter finds the others. */
const MAX_LISTED = 500;
const OPEN = ['waiting', 'taken', 'parked'] as const;
const USUAL_OF_MS = 7 * DAY_MS;
const MAX_MEASURED = 1_000;

export class Queue {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Urgent ones first, then the longest waiting: the order in which people are told that they will be answered. */
  async list(filter: QueueFilter = {}): Promise<readonly CaseInQueue[]> {
    const { database, ring } = this.#parts;
    if (filter.ids?.length === 0 || filter.states?.length === 0) return [];
    const rows = await selectCases(database.db, filter).execute();
    if (rows.length === 0) return [];
    const names = await readNames(database.db, ring);
    const teams = await readTeams(database.db);
    return rows.map((row) => toCaseInQueue(this.#parts, row, names, teams));
  }

  async find(id: CaseId): Promise<CaseInQueue | null> {
    return (await this.list({ ids: [id], states: CASE_STATES }))[0] ?? null;
  }

  async counts(): Promise<QueueCounts> {
    const { db } = this.#parts.database;
    const rows = await db
      .selectFrom('cases')
      .select((eb) => ['state', 'urgency', eb.fn.countAll<string | number>().as('count')])
      .where('state', '<>', 'closed')
      .groupBy(['state', 'urgency'])
      .execute();
    const sum = (wanted: (row: (typeof rows)[number]) => boolean): number =>
      rows.filter(wanted).reduce((total, { count }) => total + Number(count), 0);
    return {
      waiting: sum(({ state }) => state === 'waiting'),
      urgent: sum(({ state, urgency }) => state === 'waiting' && urgency === 'urgent'),
      taken: sum(({ state }) => state === 'taken'),
      parked: sum(({ state }) => state === 'parked'),
      usualMinutes: await this.#usualMinutes(db),
    };
  }

  async #usualMinutes(db: Db): Promise<number | null> {
    const rows = await db
      .selectFrom('cases')
      .select(['opened_at', 'answered_at'])
      .where('answered_at', '>', this.#parts.nowMs() - USUAL_OF_MS)
      .orderBy('answered_at', 'desc')
      .limit(MAX_MEASURED)
      .execute();
    if (rows.length < SMALLEST_SHOWN) return null;
    return median(rows.map(({ opened_at, answered_at }) => Math.round(((answered_at ?? 0) - opened_at) / MINUTE_MS)));
  }
}

type CaseRow = Awaited<ReturnType<ReturnType<typeof selectCases>['execute']>>[number];

function selectCases(db: Db, { states = OPEN, language, topic, team, owner, ids }: QueueFilter) {
  let rows = db
    .selectFrom('cases')
    .innerJoin('contacts', 'contacts.id', 'cases.contact_id')
    .select(['cases.id', 'cases.contact_id', 'cases.state', 'cases.reason', 'cases.urgency', 'cases.language'])
    .select(['cases.channel', 'cases.topic', 'cases.theme', 'cases.tags', 'cases.team_id', 'cases.owner'])
    .select(['cases.opened_at', 'cases.waiting_since', 'cases.version'])
    .select(['contacts.data_key', 'contacts.hidden_at'])
    .where('cases.state', 'in', [...states]);
  // Found among the open ones, which are few, and not among all that ever were.
  if (!states.includes('closed')) rows = rows.where('cases.state', '<>', 'closed');
  if (language !== undefined) rows = rows.where('cases.language', '=', language);
  if (topic !== undefined) rows = rows.where('cases.topic', '=', topic);
  if (team !== undefined) rows = rows.where('cases.team_id', '=', team);
  if (owner !== undefined) rows = rows.where('cases.owner', '=', owner);
  if (ids !== undefined) rows = rows.where('cases.id', 'in', [...ids]);
  return rows.orderBy('cases.urgency', 'desc').orderBy('cases.opened_at').orderBy('cases.id').limit(MAX_LISTED);
}

function toCaseInQueue(parts: DeskParts, row: CaseRow, names: AgentNames, teams: readonly Team[]): CaseInQueue {
  const { id, state, reason, urgency, language, channel, topic, theme, version } = row;
  return {
    id,
    state,
    reason,
    urgency,
    language,
    channel,
    topic,
    theme,
    version,
    tags: openTags(parts.contacts.dataKey(row.contact_id, row.data_key), id, row.tags),
    team: row.team_id,
    owner: row.owner === null ? null : nameOf(names, row.owner),
    openedAtMs: row.opened_at,
    waitingSinceMs: row.waiting_since,
    dueAtMs: dueOf(parts.answerDue, teams, row),
    hidden: row.hidden_at !== null,
  };
}

function openTags(dataKey: DataKey, id: CaseId, sealed: Uint8Array | null): readonly string[] {
  if (sealed === null) return [];
  return JSON.parse(decrypt(dataKey, `cases|tags|${id}`, sealed).toString()) as string[]; // we wrote it
}

export function sealTags(parts: DeskParts, row: SealedRow, tags: readonly string[]): Uint8Array {
  return encrypt(parts.contacts.dataKey(row.contact_id, row.data_key), `cases|tags|${row.id}`, JSON.stringify(tags));
}

interface SealedRow {
  readonly id: CaseId;
  readonly contact_id: ContactId;
  readonly data_key: Uint8Array;
}
