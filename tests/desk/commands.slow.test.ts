/** `npm run audit` and `npm run agents` as an operator runs them. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { makeFirstAccounts } from '../../src/desk/first-accounts.ts';
import { createPasswords } from '../../src/desk/password.ts';
import { openConfiguredStore } from '../../src/worker/open-store.ts';

const run = promisify(execFile);
const commandAt = (name: string): string => new URL(`../../src/desk/${name}`, import.meta.url).pathname;

let dataDir = '';
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'faro-audit-'));
  const store = await openConfiguredStore(readConfig({ DATA_DIR: dataDir }));
  for (const subject of ['first', 'second', 'third']) {
    await store.desk.audit.append({ action: 'signed_out', agent: null, subject, detail: null });
  }
  await store.close();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

interface Printed {
  readonly code: number;
  readonly lines: readonly string[];
}

const audit = (...parameters: string[]): Promise<Printed> => runAt('audit-command.ts', parameters);
const agents = (...parameters: string[]): Promise<Printed> => runAt('agents-command.ts', parameters);

async function runAt(name: string, parameters: readonly string[]): Promise<Printed> {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  const outcome = await run(process.execPath, [commandAt(name), ...parameters], { env }).catch(
    (error: unknown) => error,
  );
  const { stdout, code } = outcome as { stdout: string; code?: number }; // either way, it says what it printed
  return { code: code ?? 0, lines: stdout.trim().split('\n') };
}

function tamper(statement: string): void {
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'));
  db.exec(statement);
  db.close();
}

test('a log that nobody touched is printed, oldest first, and is whole', async () => {
  const { code, lines } = await audit();
  expect(code).toBe(0);
  expect(lines.slice(0, 3).map((line) => line.split('\t').slice(2, 5))).toStrictEqual([
    ['signed_out', '-', 'first'],
    ['signed_out', '-', 'second'],
    ['signed_out', '-', 'third'],
  ]);
  const lastHash = lines[2]?.split('\t').at(-1);
  expect(lines[3]).toBe(`Whole: 3 lines, last hash ${lastHash}.`);
});

test('"check" prints nothing of the log', async () => {
  const { code, lines } = await audit('check');
  expect(code).toBe(0);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^Whole: 3 lines/);
});

test.each([
  ['a line that was changed', "update audit_log set subject = 'other' where seq = 2", 2],
  ['a time that was changed', 'update audit_log set at = at + 1 where seq = 2', 2],
  ['a line that was taken out', 'delete from audit_log where seq = 2', 3],
])('%s shows, and the command fails', async (_name, statement, line) => {
  tamper(statement);
  const { code, lines } = await audit('check');
  expect(code).toBe(1);
  expect(lines[0]).toMatch(`Broken at line ${line}`);
});

test('what it does not know, it says', async () => {
  expect((await audit('wipe')).code).toBe(64);
});

test('an administrator who has lost everything gets a password that is good once', async () => {
  const store = await openConfiguredStore(readConfig({ DATA_DIR: dataDir }));
  const passwords = createPasswords();
  const admin = { email: 'jefa@faro.example', password: 'una frase larga de prueba' };
  await makeFirstAccounts({ store: store.desk, passwords, admin, practice: false });
  await store.close();
  expect((await agents()).lines).toStrictEqual(['jefa@faro.example\tadmin\tin use\tpassword only']);
  const [printed = ''] = (await agents('reset', 'Jefa@Faro.Example')).lines;
  const [password = ''] = printed.split('  ');
  const again = await openConfiguredStore(readConfig({ DATA_DIR: dataDir }));
  const credentials = await again.desk.accounts.credentialsByEmail(admin.email);
  const [line] = await again.desk.audit.page(null, 1);
  await again.close();
  expect(await passwords.matches(password, credentials?.passwordHash ?? null)).toBe(true);
  expect(credentials?.account.oneTimeUntilMs).toBeGreaterThan(Date.now());
  expect(line).toMatchObject({ action: 'agent_reset', agent: null, detail: 'command' });
  expect((await agents('reset', 'nobody@faro.example')).code).toBe(1);
  expect((await agents('delete')).code).toBe(64);
});
