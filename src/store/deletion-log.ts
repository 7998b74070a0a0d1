/**
 * The deletions, as lines of a file beside the data. A database that is put back from a backup has forgotten what people
 * wanted since; this file has not. One file for each month, so that an old one goes as a whole:
 *
 *   deletions-2026-11.log
 *   2026-11-22 erased 1f0J…  7Qw…
 *
 * The day, what it was, the keyed hash of a contact's random id, and a random name of the line. Nothing leads to anybody.
 */
import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DAY_MS } from '../core/clock.ts';
import type { DeletionKey } from '../core/ids.ts';
import { DELETION_KINDS } from './schema.ts';
import type { DeletionKind } from './schema.ts';

export interface Deletion {
  readonly id: string;
  readonly kind: DeletionKind;
  readonly contactKey: DeletionKey;
  /** The start of the day. */
  readonly dayMs: number;
}

/**
 * How long deletions are remembered, so how old a backup may be that is put back. Backups are to be thrown away sooner:
 * until then they hold what people wanted gone.
 */
export const REMEMBERED_DELETION_MS = 35 * DAY_MS;

const FILE_NAME = /^deletions-(\d{4})-(\d{2})\.log$/;
const LINE = /^(\d{4}-\d{2}-\d{2}) ([a-z]+) ([\w-]{22}) ([\w-]{12})$/;

/** Resolves nothing later: the line is on disk when this returns. */
export function appendDeletion(dataDir: string, deletion: Deletion): void {
  const file = openSync(join(dataDir, nameOf(deletion.dayMs)), 'a', 0o600);
  try {
    // The break stands in front: what a crash has cut short never runs into the next line.
    writeSync(file, `\n${toLine(deletion)}`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Of all months that are there, oldest first. */
export function readDeletions(dataDir: string): readonly Deletion[] {
  return listFiles(dataDir).flatMap((name) => parseDeletions(readFileSync(join(dataDir, name), 'utf8')));
}

/** Takes what is a whole line; a torn one is left out. */
export function parseDeletions(text: string): readonly Deletion[] {
  return text.split('\n').flatMap((line) => {
    const [, day = '', word, contactKey, id = ''] = LINE.exec(line) ?? [];
    const kind = DELETION_KINDS.find((one) => one === word);
    if (kind === undefined || contactKey === undefined) return [];
    return [{ id, kind, contactKey: contactKey as DeletionKey, dayMs: Date.parse(day) }]; // as the store wrote it
  });
}

export function writeDeletions(deletions: readonly Deletion[]): string {
  return deletions.map((deletion) => `${toLine(deletion)}\n`).join('');
}

/** Removes the months of which no day counts any more. */
export function sweepDeletionLog(dataDir: string, nowMs: number): void {
  for (const name of listFiles(dataDir)) {
    const [, year, month] = FILE_NAME.exec(name) ?? [];
    const endsMs = Date.UTC(Number(year), Number(month)); // the first day of the month after it
    if (endsMs + REMEMBERED_DELETION_MS < nowMs) rmSync(join(dataDir, name), { force: true });
  }
}

function listFiles(dataDir: string): readonly string[] {
  return readdirSync(dataDir)
    .filter((name) => FILE_NAME.test(name))
    .toSorted();
}

function nameOf(dayMs: number): string {
  return `deletions-${toDay(dayMs).slice(0, 7)}.log`;
}

function toLine({ dayMs, kind, contactKey, id }: Deletion): string {
  return `${toDay(dayMs)} ${kind} ${contactKey} ${id}`;
}

function toDay(dayMs: number): string {
  return new Date(dayMs).toISOString().slice(0, 10);
}
