/** What is read anew at each look: the database, the disk, the last backup, the facts. */
import { readFileSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { AUDIT_ACTIONS } from '../core/audit.ts';
import type { StoreErrorCode } from '../core/errors.ts';
import type { Freshness } from '../core/fact.ts';
import { BACKUP_MARK } from '../core/signs.ts';
import type { Backlog, StoreSigns } from '../core/signs.ts';

/** A database that does not answer within this is away, for whoever looks: the look itself must not hang. */
const READ_WITHIN_MS = 3_000;

const TROUBLES: readonly StoreErrorCode[] = ['away', 'full', 'crowded', 'damaged'];

export interface House {
  readonly dataDir: string;
  readonly store: string;
  /** Why the database takes nothing just now. */
  trouble(): StoreErrorCode | null;
  countFacts(): Readonly<Record<Freshness, number>>;
}

export interface Gauges {
  /** Never throws: a database that is away is one of the things to be told. */
  refresh(): Promise<void>;
}

export function createGauges(
  registry: Registry,
  readBacklog: () => Promise<Backlog>,
  house: House | undefined,
): Gauges {
  const refreshBacklog = createBacklogGauges(registry);
  const refreshSigns = createSignGauges(registry);
  const refreshHouse = house === undefined ? null : createHouseGauges(registry, house);
  const registers = [registry];
  const up = new Gauge({ name: 'faro_database_up', help: '1 while the database answers.', registers });
  const seconds = new Gauge({
    name: 'faro_database_read_seconds',
    help: 'How long the database took to answer this look.',
    registers,
  });
  return {
    refresh: async () => {
      const startedMs = performance.now();
      const backlog = await within(READ_WITHIN_MS, readBacklog()).catch(() => null);
      up.set(backlog === null ? 0 : 1);
      seconds.set((performance.now() - startedMs) / 1000);
      refreshBacklog(backlog);
      refreshSigns(backlog?.signs ?? null);
      await refreshHouse?.();
    },
  };
}

function createBacklogGauges(registry: Registry): (backlog: Backlog | null) => void {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'faro_backlog',
    help: 'Things that wait or were put aside.',
    labelNames: ['of'],
    registers,
  });
  const segments = new Gauge({
    name: 'faro_sms_segments',
    help: 'Segments of SMS today (UTC), and how many there may be.',
    labelNames: ['of'],
    registers,
  });
  return (backlog) => {
    // Old numbers beside "the database is away" would say that all is well.
    waiting.reset();
    segments.reset();
    if (backlog === null) return;
    waiting.set({ of: 'inbox_waiting' }, backlog.waiting);
    waiting.set({ of: 'inbox_parked' }, backlog.parked);
    waiting.set({ of: 'unreadable' }, backlog.unreadable);
    for (const [state, count] of Object.entries(backlog.outbox)) waiting.set({ of: `outbox_${state}` }, count);
    const { sms = null } = backlog;
    if (sms === null) return;
    segments.set({ of: 'spent' }, sms.segments);
    segments.set({ of: 'limit' }, sms.limit);
  };
}

function createSignGauges(registry: Registry): (signs: StoreSigns | null) => void {
  const registers = [registry];
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> =>
    new Gauge({ name: `faro_${name}`, help, labelNames: [...labelNames], registers });
  const oldest = gauge('oldest_seconds', 'How long what waits longest has waited for its turn, or is overdue.', ['of']);
  const cases = gauge('cases', 'Requests for a person that are open.', ['state', 'urgency']);
  const longestWait = gauge('case_oldest_wait_seconds', 'How long the person waits who waits longest for the team.', [
    'urgency',
  ]);
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name: `faro_${name}`, help, labelNames: [...labelNames], registers });
  const actions = counter('desk_actions_total', 'What the team did, of all processes.', ['action']);
  const opened = counter('values_opened_total', 'Encrypted values that were opened.', ['table']);
  const unopened = counter('values_unopened_total', 'Encrypted values that did not open: wrong key, or changed.', []);
  return (signs) => {
    for (const one of [oldest, cases, longestWait]) one.reset();
    if (signs === null) return;
    oldest.set({ of: 'inbox_waiting' }, signs.oldestWaitingMs / 1000);
    oldest.set({ of: 'outbox_due' }, signs.oldestDueMs / 1000);
    for (const urgency of ['urgent', 'normal'] as const) {
      const { count, oldestMs } = signs.casesWaiting[urgency];
      cases.set({ state: 'waiting', urgency }, count);
      longestWait.set({ urgency }, oldestMs / 1000);
    }
    cases.set({ state: 'taken', urgency: 'any' }, signs.casesTaken);
    cases.set({ state: 'parked', urgency: 'any' }, signs.casesParked);
    actions.reset();
    for (const action of AUDIT_ACTIONS) actions.inc({ action }, signs.deskActions.get(action) ?? 0);
    opened.reset();
    for (const [table, count] of signs.opened) opened.inc({ table }, count);
    unopened.reset();
    unopened.inc(signs.unopened);
  };
}

function createHouseGauges(registry: Registry, house: House): () => Promise<void> {
  const registers = [registry];
  const info = new Gauge({
    name: 'faro_build_info',
    help: 'Always 1; the labels say which version runs, on which Node and which store.',
    labelNames: ['version', 'node', 'store'],
    registers,
  });
  info.set({ version: readVersion(), node: process.version, store: house.store }, 1);
  const free = new Gauge({ name: 'faro_data_dir_free_bytes', help: 'What DATA_DIR still has room for.', registers });
  const size = new Gauge({ name: 'faro_data_dir_size_bytes', help: 'The disk that DATA_DIR lies on.', registers });
  const backup = new Gauge({
    name: 'faro_backup_timestamp_seconds',
    help: 'When the last backup was made on this machine; 0: never.',
    registers,
  });
  const trouble = new Gauge({
    name: 'faro_store_trouble',
    help: '1 while the database takes nothing, for this reason.',
    labelNames: ['reason'],
    registers,
  });
  const facts = new Gauge({
    name: 'faro_facts',
    help: 'Answers, by how old their evidence is.',
    labelNames: ['freshness'],
    registers,
  });
  return async () => {
    const met = house.trouble();
    for (const reason of TROUBLES) trouble.set({ reason }, met === reason ? 1 : 0);
    const disk = await statfs(house.dataDir).catch(() => null);
    if (disk !== null) {
      free.set(disk.bavail * disk.bsize);
      size.set(disk.blocks * disk.bsize);
    }
    const mark = await stat(join(house.dataDir, BACKUP_MARK)).catch(() => null);
    backup.set(mark === null ? 0 : Math.floor(mark.mtimeMs / 1000));
    for (const [freshness, count] of Object.entries(house.countFacts())) facts.set({ freshness }, count);
  };
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string }; // our own file
  return version;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new RangeError(`Nothing came within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
