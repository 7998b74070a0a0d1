/** The files of golden conversations: in this folder, and in `real/` those about the content that we ship. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Script, Seen } from './script.ts';

const FOLDER = import.meta.dirname;

/** @returns names such as `hello.json` and `real/sceptic-robot.json`, in order */
export function listScripts(): readonly string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
}

export function readScript(file: string): Script {
  const script = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Script; // written by us; a slip in one fails its test
  return file.startsWith('real/') ? { ...script, world: 'real' } : script;
}

/** Writes down what was now seen on a channel. */
export function recordSeen(file: string, channel: ChannelName, seen: readonly Seen[]): void {
  const script = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Script; // as above
  const turns = script.turns.map((turn, index) => ({ ...turn, [channel]: seen[index] }));
  writeFileSync(join(FOLDER, file), `${JSON.stringify({ ...script, turns }, null, 2)}\n`);
}
