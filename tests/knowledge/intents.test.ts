import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ContentError } from '../../src/core/errors.ts';
import { INTENTS, loadIntents } from '../../src/knowledge/intents.ts';
import { CONTENT_DIR } from './content-folder.ts';

const ENGLISH = `danger:
  desert:
    - we have no water left
  suicide:
    - i want to end it
near_danger:
  - is the desert hot
personal:
  - will they approve mine
chat:
  - good morning
off_topic:
  - who won the match
`;

/** The shipped intents with the English file replaced. */
function withEnglish(yaml: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-intents-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(CONTENT_DIR, 'intents'), join(folder, 'intents'), { recursive: true });
  const path = join(folder, 'intents', 'en.yaml');
  if (yaml === null) rmSync(path);
  else writeFileSync(path, yaml);
  return folder;
}

function load(yaml: string | null) {
  return loadIntents(withEnglish(yaml));
}

describe('what is read', () => {
  test('every kind of danger is danger; what only sounds like it is a question', () => {
    const samples = load(ENGLISH);

    expect(samples).toEqual(
      expect.arrayContaining([
        { intent: 'danger', text: 'we have no water left' },
        { intent: 'danger', text: 'i want to end it' },
        { intent: 'question', text: 'is the desert hot' },
        { intent: 'personal', text: 'will they approve mine' },
        { intent: 'chat', text: 'good morning' },
        { intent: 'off_topic', text: 'who won the match' },
      ]),
    );
  });

  test('the shipped files hold many messages of every intent', () => {
    const samples = loadIntents(CONTENT_DIR);

    for (const intent of INTENTS) {
      expect(samples.filter((sample) => sample.intent === intent).length, intent).toBeGreaterThan(200);
    }
  });
});

describe('a broken file is refused by name, with line and cure', () => {
  test('when it is not there', () => {
    expect(() => load(null)).toThrow(ContentError);
    expect(() => load(null)).toThrow(/intents\/en\.yaml:1 cannot be read; restore it from the repository$/);
  });

  test('when it is not YAML', () => {
    expect(() => load(`${ENGLISH}chat: [`)).toThrow(/intents\/en\.yaml:\d+ is not YAML/);
  });

  test('when a list is missing', () => {
    expect(() => load(ENGLISH.replace(/chat:\n.*\n/, ''))).toThrow(
      /intents\/en\.yaml:1 "chat" .*; every list holds messages, one a line$/,
    );
  });

  test('when a list is empty, or a line in it is', () => {
    expect(() => load(ENGLISH.replace('  - who won the match', '  []'))).toThrow(/en\.yaml:12 "off_topic"/);
    expect(() => load(ENGLISH.replace('who won the match', "''"))).toThrow(/en\.yaml:13 "off_topic\.0"/);
  });

  test('when a list is misnamed: it would be learnt by nobody', () => {
    expect(() => load(`${ENGLISH}offtopic:\n  - what time is it\n`)).toThrow(/en\.yaml.*offtopic/);
  });
});
