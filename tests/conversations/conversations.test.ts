/**
 * Plays every conversation of this folder. After a change that is meant, `UPDATE_CONVERSATIONS=1 npx vitest run
 * tests/conversations` writes down what is now seen; the diff is then read like any other change.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/core/contact.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { PEOPLE } from '../fakes/people.ts';
import { play } from './script.ts';
import type { Script, Seen } from './script.ts';

const FOLDER = import.meta.dirname;
const UPDATE = process.env['UPDATE_CONVERSATIONS'] === '1';
const FILES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

function read(file: string): Script {
  return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Script; // written by us; a slip in one fails below
}

function record(file: string, channel: ChannelName, seen: readonly Seen[]): void {
  const script = read(file);
  const turns = script.turns.map((turn, index) => ({ ...turn, [channel]: seen[index] }));
  writeFileSync(join(FOLDER, file), `${JSON.stringify({ ...script, turns }, null, 2)}\n`);
}

describe.each(FILES)('%s', (file) => {
  test.each(CHANNELS)('goes as written on %s', async (channel) => {
    const script = read(file);
    const { seen, language } = await play(script, channel);
    if (UPDATE) record(file, channel, seen);
    const expected = UPDATE ? seen : script.turns.map((turn) => turn[channel]);
    expect(seen).toEqual(expected);
    expect(language).toBe(script.language);
  });
});

test('the conversations are had by people of the cast, in all five languages', () => {
  const scripts = FILES.map(read);
  expect(scripts.every(({ who }) => who in PEOPLE)).toBe(true);
  expect(new Set(scripts.map(({ language }) => language))).toEqual(new Set([...LANGUAGES, null]));
  expect(scripts.length).toBeGreaterThanOrEqual(14);
});

test('each step of a conversation is one thing done', () => {
  for (const file of FILES)
    for (const { say, tap, send } of read(file).turns)
      expect([say, tap, send].filter((done) => done !== undefined)).toHaveLength(1);
});
