/**
 * A backup is a SQLite file, whatever it was made of, with a seal behind it: one line that says when it was made, how long
 * it is, and its SHA-256. A file that was cut short has no seal; one that was altered has the wrong one.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../core/errors.ts';

/** The longest seal there can be: a list of some dozen names of keys. */
const SEAL_BYTES = 4_096;
const SEAL_MARK = '\nfaro-backup ';

const sealShape = z.object({
  madeAtMs: z.number().int(),
  of: z.enum(['sqlite', 'postgres']),
  bytes: z.number().int(),
  sha256: z.string(),
  masterKeys: z.array(z.string()),
});

export interface Seal {
  readonly madeAtMs: number;
  readonly of: 'sqlite' | 'postgres';
  /** Without the seal. */
  readonly bytes: number;
  readonly sha256: string;
  /** The names of the master keys that open it. */
  readonly masterKeys: readonly string[];
}

/** Puts the seal behind the file, on disk, and gives the file its name: whoever finds the name finds a whole backup. */
export async function sealBackup(
  path: string,
  name: string,
  about: Pick<Seal, 'madeAtMs' | 'of' | 'masterKeys'>,
): Promise<Seal> {
  const { size: bytes } = statSync(path);
  const seal: Seal = { ...about, bytes, sha256: await digestOf(path, bytes) };
  const file = openSync(path, 'a');
  writeSync(file, `${SEAL_MARK}${JSON.stringify(seal)}\n`);
  fsyncSync(file);
  closeSync(file);
  renameSync(path, name);
  syncFolder(dirname(name));
  return seal;
}

/** @throws {ConfigError} when it is no backup, not a whole one, or was altered */
export async function checkBackup(path: string): Promise<Seal> {
  const seal = readSeal(path);
  if ((await digestOf(path, seal.bytes)) !== seal.sha256) {
    throw new ConfigError(`The backup "${path}" was altered since it was made: its checksum is another one.`);
  }
  return seal;
}

function readSeal(path: string): Seal {
  const text = readEnd(path);
  const at = text.lastIndexOf(SEAL_MARK);
  const read = at === -1 || !text.endsWith('\n') ? null : parseSeal(text.slice(at + SEAL_MARK.length));
  if (read === null || read.bytes !== statSync(path).size - Buffer.byteLength(text.slice(at), 'latin1')) {
    throw new ConfigError(`"${path}" is not a whole backup of Faro: its end is missing.`);
  }
  return read;
}

function readEnd(path: string): string {
  try {
    const { size } = statSync(path);
    const end = Buffer.alloc(Math.min(size, SEAL_BYTES));
    const file = openSync(path, 'r');
    readSync(file, end, 0, end.length, size - end.length);
    closeSync(file);
    return end.toString('latin1'); // one character a byte, whatever stands before the seal
  } catch (cause) {
    throw new ConfigError(`The backup "${path}" cannot be read.`, { cause });
  }
}

function parseSeal(text: string): Seal | null {
  try {
    return sealShape.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

async function digestOf(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  if (bytes > 0) for await (const part of createReadStream(path, { end: bytes - 1 })) hash.update(part);
  return hash.digest('hex');
}

/** A new name is only on disk when its folder is. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}
