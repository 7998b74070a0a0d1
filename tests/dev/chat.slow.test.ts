/** The command itself, with the whole service behind it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const CHAT = fileURLToPath(new URL('../../src/dev/chat.ts', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faro-chat-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function chat(
  words: readonly string[],
  lines: readonly string[],
): Promise<{ code: unknown; out: string; error: string }> {
  const child = spawn(process.execPath, [CHAT, ...words], { env: { PATH: process.env['PATH'], TMPDIR: folder } });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [[code], out, error] = await Promise.all([once(child, 'exit'), readAll(child.stdout), readAll(child.stderr)]);
  return { code, out, error };
}

it('lines go in, answers come out, and nothing is left behind', async () => {
  const saved = join(folder, 'saved.json');
  const { code, out, error } = await chat(['--language', 'en', '--save', saved], ['1']);
  expect(error).toContain('Saved 2 turns');
  expect(code).toBe(0);
  expect(out).toMatch(/^> Hello\n[^]*\n {2}1 {2}[^]*> 1\n[^]+/);
  expect(out).not.toContain('(no answer)');
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({
    language: 'en',
    turns: [{ say: 'Hello' }, { tap: expect.any(String) }],
  });
  expect(readdirSync(folder)).toEqual(['saved.json']);
});

it('goes by SMS as well', async () => {
  const { code, out } = await chat(['--channel', 'sms'], ['hola', '1']);
  expect(code).toBe(0);
  expect(out).not.toContain('(no answer)');
  expect(out.match(/\(GSM-7, \d+ characters, \d segments?\)/g)).toHaveLength(2);
});

it('a wrong option is told in one line', async () => {
  const { code, error } = await chat(['--language', 'xx'], []);
  expect(code).toBe(1);
  expect(error).toBe('--language must be one of es, en, pt, fr, ht, not "xx".\n');
});
