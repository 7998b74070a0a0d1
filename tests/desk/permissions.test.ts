/** Every line of the table × everybody who may come: as written, and nothing else. */
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../src/core/clock.ts';
import { ROLES } from '../../src/core/desk.ts';
import type { Account } from '../../src/core/staff.ts';
import { PERMISSIONS } from '../../src/desk/permissions.ts';
import type { Permission, RouteName } from '../../src/desk/permissions.ts';
import { cookieOf, openDeskHouse, PASSWORD, quickPasswords } from './desk-house.ts';
import type { DeskAnswer, DeskHouse } from './desk-house.ts';
import { makeRequest } from './route-samples.ts';
import type { ReadyRequest } from './route-samples.ts';

const names = Object.keys(PERMISSIONS) as RouteName[]; // its keys
const lineOf = (name: RouteName): Permission => PERMISSIONS[name];
const isFor = (name: RouteName, { role }: Account): boolean => {
  const { who } = lineOf(name);
  return Array.isArray(who) && who.includes(role);
};
const forRoles = names.filter((name) => Array.isArray(lineOf(name).who));

function send(house: DeskHouse, { method, path, body }: ReadyRequest, cookie: string | null): Promise<DeskAnswer> {
  return house.ask(method, path, { body, ...(cookie === null ? {} : { cookie }) });
}

test.each(names)('%s lets in whom the table names, and leaves the line in the log that it says', async (name) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { who, audit } = lineOf(name);
  for (const role of ROLES) {
    const account = house.staff[role];
    const sample = await makeRequest(house, name, account);
    const cookie = await house.enter(account);
    const before = await house.store.audit.page(null, 1_000);
    const answer = await send(house, sample, cookie);
    const fresh = (await house.store.audit.page(null, 1_000)).slice(0, -before.length);
    if (who === 'anyone' || isFor(name, account)) {
      expect(answer.status, `${role}: ${answer.text}`).toBe(sample.status);
      const written = audit !== null && sample.status < 300 ? [audit] : [];
      expect(
        fresh.map(({ action }) => action).filter((action) => action !== 'sign_in_refused'),
        role,
      ).toStrictEqual(written);
    } else {
      expect(answer.json.error.code, role).toBe(who === 'half_signed_in' ? 'sign_in_first' : 'role_may_not');
      expect(fresh, role).toStrictEqual([]);
    }
  }
});

test('who is not signed in gets one and the same answer from every route that is not for strangers', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const answers = new Set<string>();
  for (const name of names.filter((one) => lineOf(one).who !== 'anyone')) {
    const sample = await makeRequest(house, name, house.staff.agent);
    for (const cookie of [null, 'faro=made-up', `faro=${'A'.repeat(43)}`]) {
      const answer = await send(house, sample, cookie);
      expect(answer.status, name).toBe(401);
      answers.add(answer.text);
    }
  }
  expect([...answers]).toHaveLength(1);
});

test.each<[string, (house: DeskHouse, whose: Account) => Promise<void>]>([
  ['a disabled account', disable],
  ['an idle sign-in', async (house) => Promise.resolve(house.clock.advance(HOUR_MS / 2))],
  ['a sign-in of the day before', async (house) => Promise.resolve(house.clock.advance(24 * HOUR_MS))],
])('%s opens no route', { timeout: 30_000 }, async (_name, happen) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  for (const role of ROLES) {
    const account = await house.hire(`${role}-2@faro.example`, role);
    const cookie = await house.enter(account);
    const samples: [RouteName, ReadyRequest][] = [];
    for (const name of forRoles) samples.push([name, await makeRequest(house, name, account)]);
    await happen(house, account);
    for (const [name, sample] of samples) {
      expect((await send(house, sample, cookie)).status, name).toBe(401);
    }
  }
});

test(
  '"not yours" and "does not exist" are the same bytes, on every route with a case',
  { timeout: 30_000 },
  async () => {
    await using house = await openDeskHouse({ passwords: quickPasswords });
    const colleague = await house.hire('colleague@faro.example', 'agent');
    for (const name of forRoles.filter((one) => one.includes(':caseId') && lineOf(one).cases !== 'any')) {
      const others = [await house.openCase(colleague), await house.openCase(null)];
      for (const account of [house.staff.agent, house.staff.supervisor].filter((one) => isFor(name, one))) {
        const request = await makeRequest(house, name, account);
        const cookie = await house.enter(account);
        const askFor = (id: string) =>
          send(house, { ...request, path: request.path.replace(request.caseId, id) }, cookie);
        const nowhere = await askFor('never-was');
        expect(nowhere.status, name).toBe(404);
        const supervises = lineOf(name).cases === 'own_or_supervise' && account.role === 'supervisor';
        for (const id of supervises ? [] : others) {
          const answer = await askFor(id);
          expect([answer.status, answer.text], `${account.role} ${name}`).toStrictEqual([404, nowhere.text]);
          expect(headersOf(answer)).toStrictEqual(headersOf(nowhere));
        }
      }
    }
  },
);

function headersOf({ headers }: DeskAnswer): Readonly<Record<string, string>> {
  const { date: _date, ...rest } = Object.fromEntries(headers);
  return rest;
}

async function disable(house: DeskHouse, { id }: Account): Promise<void> {
  const entry = { action: 'agent_changed', agent: house.staff.admin.id, subject: id, detail: null } as const;
  expect(await house.store.accounts.change(id, { disabled: true }, entry)).toBe('changed');
}

test(
  'whoever must change their password first reaches nothing but their own account',
  { timeout: 30_000 },
  async () => {
    await using house = await openDeskHouse({ passwords: quickPasswords });
    for (const role of ROLES) {
      const fresh = await house.hire(`fresh-${role}@faro.example`, role, {
        oneTimeUntilMs: house.clock.nowMs() + HOUR_MS,
      });
      const cookie = await house.enter(fresh);
      for (const name of forRoles.filter((one) => isFor(one, fresh) && lineOf(one).unsettled !== true)) {
        const answer = await send(house, await makeRequest(house, name, fresh), cookie);
        expect(answer.json?.error.code, `${role} ${name}`).toBe('change_password_first');
      }
    }
  },
);

test(
  'in production, whoever has no second factor reaches nothing but their own account',
  { timeout: 30_000 },
  async () => {
    await using house = await openDeskHouse({ production: true, passwords: quickPasswords });
    for (const role of ROLES) {
      const account = house.staff[role];
      for (const name of forRoles.filter((one) => isFor(one, account))) {
        const sample = await makeRequest(house, name, account);
        // Some samples bring a passkey along, which is one; this one is sent by somebody who has none.
        const bare = await house.hire(`${role}-${names.indexOf(name)}@faro.example`, role);
        const answer = await send(house, sample, await house.enter(bare));
        if (lineOf(name).unsettled === true) expect(answer.status, name).toBe(sample.status);
        else expect(answer.json?.error.code, name).toBe('add_second_factor_first');
      }
    }
  },
);

test('halfway through a sign-in, nothing but the second step is open', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { agent } = house.staff;
  await house.store.accounts.offerTotp(agent.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
  const entry = { action: 'totp_added', agent: agent.id, subject: agent.id, detail: null } as const;
  await house.store.accounts.acceptTotp(agent.id, 1, entry);
  const half = await house.ask('POST', '/sign-in', { body: { email: agent.email, password: PASSWORD } });
  expect(half.json).toStrictEqual({ kind: 'second_factor', ways: ['code'] });
  const cookie = cookieOf(half);
  for (const name of forRoles) {
    const answer = await send(house, await makeRequest(house, name, agent), cookie);
    expect(answer.status, name).toBe(401);
  }
  const answer = await house.ask('POST', '/sign-in/code', { cookie, body: { code: '000000' } });
  expect(answer.json.error.code).toBe('wrong_code');
});
