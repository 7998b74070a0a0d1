import { expect, test } from 'vitest';
import { checkDeskAdmin } from '../../src/config/desk.ts';
import { ConfigError } from '../../src/core/errors.ts';
import { makeFirstAccounts } from '../../src/desk/first-accounts.ts';
import { createPasswords } from '../../src/desk/password.ts';
import { openTestStore } from '../fakes/test-store.ts';

const passwords = createPasswords();
const admin = { email: 'jefa@faro.example', password: 'una frase larga de prueba' };

test('a first start outside production makes an administrator and an agent, and a second one nobody', async () => {
  await using house = await openTestStore();
  const parts = { store: house.store.desk, passwords, admin: null, practice: true };
  const { madeUp, hasAdministrator } = await makeFirstAccounts(parts);
  expect(hasAdministrator).toBe(true);
  expect(madeUp.map(({ email, role }) => [email, role])).toStrictEqual([
    ['admin@faro.example', 'admin'],
    ['agente@faro.example', 'agent'],
  ]);
  for (const { email, password } of madeUp) {
    const credentials = await house.store.desk.accounts.credentialsByEmail(email);
    expect(await passwords.matches(password, credentials?.passwordHash ?? null)).toBe(true);
    expect(credentials?.account.oneTimeUntilMs).toBeNull();
  }
  expect(await makeFirstAccounts(parts)).toStrictEqual({ madeUp: [], hasAdministrator: true });
  expect(await house.store.desk.accounts.list()).toHaveLength(2);
});

test('the administrator of the environment is made when there is none, and nothing is printed of them', async () => {
  await using house = await openTestStore();
  const parts = { store: house.store.desk, passwords, admin, practice: true };
  expect(await makeFirstAccounts(parts)).toStrictEqual({ madeUp: [], hasAdministrator: true });
  const [only, ...others] = await house.store.desk.accounts.list();
  expect(others).toStrictEqual([]);
  expect(only).toMatchObject({ email: admin.email, role: 'admin', oneTimeUntilMs: null });
});

test('a changed environment changes no account that is there', async () => {
  await using house = await openTestStore();
  await makeFirstAccounts({ store: house.store.desk, passwords, admin, practice: false });
  const other = { email: 'otra@faro.example', password: 'otra frase larga de prueba' };
  await makeFirstAccounts({ store: house.store.desk, passwords, admin: other, practice: false });
  expect((await house.store.desk.accounts.list()).map(({ email }) => email)).toStrictEqual([admin.email]);
});

test('in production, nobody is made up', async () => {
  await using house = await openTestStore();
  const made = await makeFirstAccounts({ store: house.store.desk, passwords, admin: null, practice: false });
  expect(made).toStrictEqual({ madeUp: [], hasAdministrator: false });
  expect(await house.store.desk.accounts.list()).toStrictEqual([]);
});

test('of two processes that start at once, one makes the administrator', async () => {
  await using house = await openTestStore();
  const another = await house.another();
  const made = await Promise.all(
    [house.store, another].map(({ desk }) =>
      makeFirstAccounts({ store: desk, passwords, admin: null, practice: true }),
    ),
  );
  await another.close();
  const admins = (await house.store.desk.accounts.list()).filter(({ role }) => role === 'admin');
  expect(admins).toHaveLength(1);
  expect(made.flatMap(({ madeUp }) => madeUp).filter(({ role }) => role === 'admin')).toHaveLength(1);
});

test.each([
  ['admin', 'una frase larga de prueba', /DESK_ADMIN_EMAIL must be an e-mail address/],
  ['a@faro.example', 'corta', /DESK_ADMIN_PASSWORD must have 12 to 128 characters, but it has 5/],
])('%s with "%s" stops the start, without repeating the password', (email, password, message) => {
  const check = (): unknown => checkDeskAdmin(email, password);
  expect(check).toThrow(ConfigError);
  expect(check).toThrow(message);
  expect(check).not.toThrow(password);
});
