/** The two commands, as a person or another tool starts them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { TOPICS } from '../../src/knowledge/topics.ts';
import { CONTENT_DIR, contentFolder, factYaml } from './content-folder.ts';

/** A process of its own may have to learn first; on a busy machine that takes a while. */
const LEARNING_MS = 60_000;

interface Ended {
  readonly code: unknown;
  readonly output: string;
  readonly errors: string;
}

async function run(
  command: 'facts' | 'match',
  options: { arguments?: readonly string[]; input?: string },
): Promise<Ended> {
  const path = fileURLToPath(new URL(`../../src/knowledge/${command}-command.ts`, import.meta.url));
  const child = spawn(process.execPath, [path, ...(options.arguments ?? [])], { stdio: 'pipe' });
  child.stdin.end(options.input ?? '');
  const [output, errors, [code]] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    once(child, 'close'),
  ]);
  return { code, output, errors };
}

describe('npm run facts', { timeout: LEARNING_MS }, () => {
  test('counts what is shipped, by language and by who looks after it, and ends well', async () => {
    const { code, output, errors } = await run('facts', {});
    const files = readdirSync(join(CONTENT_DIR, 'facts'), { recursive: true, encoding: 'utf8' });
    const count = files.filter((name) => name.endsWith('.yaml')).length;

    expect(errors).toBe('');
    expect(output).toMatch(
      new RegExp(`${count} facts \\([1-9]\\d* of them rumours\\) on ${TOPICS.length} of ${TOPICS.length} topics`),
    );
    expect(output).toMatch(new RegExp(`Español\\s+${count} reviewed, 0 draft, 0 missing`));
    expect(output).toMatch(/Kreyòl +LIX \d+\.\d \(at most 30\)/);
    expect(output).toMatch(/\d+ figures and \d+ programmes in the register/);
    expect(output).toMatch(/phrases of the interface; lacking or spoilt: es 0, en 0, pt 0, fr 0, ht 0/);
    expect(output).toMatch(/editors-us has to check again: \d+\n/);
    expect(output).toMatch(/\n +0 contradictions\n/);
    expect(output).toMatch(/\n0 problems\n$/);
    expect(code).toBe(0);
  });

  test('lists what is due when asked', async () => {
    const { output } = await run('facts', { arguments: ['--due'] });

    expect(output).toMatch(/editors-us has to check again:\n {2}(?:due|expired)/);
  });

  test('ends with code 1 when a file is broken, and says where', async () => {
    const broken = factYaml('ca-stca').replace('cadence: monthly', 'cadence: daily');
    const { code, output, errors } = await run('facts', {
      arguments: [contentFolder({ 'canada/ca-stca.yaml': broken })],
    });

    expect(errors).toMatch(/canada\/ca-stca\.yaml:7 "cadence" must be one of weekly, monthly, half-yearly\n$/);
    expect(output).toMatch(/\n1 problem\n$/);
    expect(code).toBe(1);
  });

  test('ends with code 1 and one sentence when there is no fact at all', async () => {
    const { code, errors } = await run('facts', { arguments: [contentFolder({})] });

    expect(errors).toMatch(/^\S+facts holds no fact; restore it [^\n]+\n$/);
    expect(code).toBe(1);
  });

  test('measures an SMS as the network will', async () => {
    const long = factYaml('ca-stca').replace('sms: Yes, there is a fee.', `sms: ${'€'.repeat(150)}.`);
    const { errors } = await run('facts', { arguments: [contentFolder({ 'canada/ca-stca.yaml': long })] });

    expect(errors).toMatch(/"text\.en\.sms" takes 3 SMS segments; shorten it to 2/);
  });
});

describe('npm run match', { timeout: LEARNING_MS }, () => {
  test('answers one line for each line, in order, and outlives bad ones', async () => {
    const lines = [
      '{"id":"1","text":"me dijeron que con niños te dejan pasar","language":"es"}',
      'not JSON',
      '{"id":"3"}',
      '',
      '{"id":"5","text":"bonjour","language":"tlh"}',
      '{"id":6,"text":"sequestraram meu irmão"}',
      '{"id":"7","text":"thank you so much"}',
      '{"id":"8","text":""}',
    ];
    const { code, output, errors } = await run('match', { input: `${lines.join('\n')}\n` });
    const answers: unknown[] = output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(errors).toBe('');
    expect(code).toBe(0);
    expect(answers).toMatchObject([
      {
        id: '1',
        outcome: 'answer',
        topic: 'border-open-rumour',
        fact: 'border-open-rumour-children',
        confidence: expect.any(Number),
        language: 'es',
        candidates: expect.any(Array),
        ms: expect.any(Number),
      },
      { id: null, error: expect.stringMatching(/not JSON/) },
      { id: '3', error: expect.stringMatching(/"text"/) },
      { id: null, error: expect.stringMatching(/not JSON/) },
      { id: '5', error: expect.stringMatching(/"language"/) },
      { id: 6, outcome: 'danger', topic: null, fact: null, language: 'pt' },
      { id: '7', outcome: 'chat', topic: null, candidates: [], language: 'en' },
      { id: '8', outcome: 'unknown', topic: null, candidates: [], language: null },
    ]);
    expect(answers[0]).toHaveProperty('candidates.0', {
      topic: 'border-open-rumour',
      fact: 'border-open-rumour-children',
      confidence: expect.any(Number),
    });
  });

  test('answers many lines without losing one', async () => {
    const input = Array.from({ length: 500 }, (_, index) => JSON.stringify({ id: index, text: 'cbp one' })).join('\n');
    const { output } = await run('match', { input });

    const ids = output
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line).id);
    expect(ids).toEqual(Array.from({ length: 500 }, (_, index) => index));
  });
});
