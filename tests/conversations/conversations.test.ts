/**
 * Plays every conversation of this folder and of `real/`, which are had about the content that we ship. After a change
 * that is meant, `UPDATE_CONVERSATIONS=1 npx vitest run tests/conversations` writes down what is now seen; the diff is
 * then read like any other change.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHANNELS } from '../../src/core/contact.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { PEOPLE } from '../fakes/people.ts';
import { BOOK, writeBook } from './book.ts';
import { listScripts, readScript, recordSeen } from './files.ts';
import { openStoreLine } from './lines.ts';
import { play } from './script.ts';

const UPDATE = process.env['UPDATE_CONVERSATIONS'] === '1';
const FILES = listScripts();

describe.each(FILES)('%s', (file) => {
  test.each(CHANNELS)('goes as written on %s', async (channel) => {
    const script = readScript(file);
    await using line = await openStoreLine(channel, script.smsLimits);
    const { seen, language } = await play(script, channel, line);
    if (UPDATE) recordSeen(file, channel, seen);
    const expected = UPDATE ? seen : script.turns.map((turn) => turn[channel]);
    expect(seen).toEqual(expected);
    expect(language).toBe(script.language);
  });
});

test('the conversations are had by people of the cast, in all five languages', () => {
  const scripts = FILES.map(readScript);
  expect(scripts.every(({ who }) => who in PEOPLE)).toBe(true);
  expect(new Set(scripts.map(({ language }) => language))).toEqual(new Set([...LANGUAGES, null]));
  expect(scripts.length).toBeGreaterThanOrEqual(60);
  expect(scripts.filter(({ world }) => world === 'real').length).toBeGreaterThanOrEqual(20);
});

test('each step of a conversation is one thing done', () => {
  for (const file of FILES)
    for (const { say, tap, send } of readScript(file).turns)
      expect([say, tap, send].filter((done) => done !== undefined)).toHaveLength(1);
});

test('docs/conversations.md shows them as they are; `npm run conversations -- --write` writes it anew', () => {
  expect(readFileSync(BOOK, 'utf8') === writeBook()).toBe(true); // without the difference, which is long
});
