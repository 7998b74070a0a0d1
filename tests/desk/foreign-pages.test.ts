/** Requests that other pages make a signed-in browser send: none changes anything. */
import { expect, test } from 'vitest';
import { PERMISSIONS } from '../../src/desk/permissions.ts';
import type { Permission, RouteName } from '../../src/desk/permissions.ts';
import { createOriginCheck } from '../../src/desk/origin.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';
import { makeRequest } from './route-samples.ts';

const names = Object.keys(PERMISSIONS) as RouteName[]; // its keys
const writes = names.filter((name) => !name.startsWith('GET '));

const FOREIGN: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  ['a browser that says nothing of where it comes from', { 'sec-fetch-site': null }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbour on the same site', { 'sec-fetch-site': 'same-site' }],
  ['an address that was typed', { 'sec-fetch-site': 'none' }],
  ['another origin', { origin: 'https://faro.example.net' }],
  ['another port', { origin: 'http://localhost:1' }],
  ['no origin', { origin: null }],
  ['a frame without an origin', { origin: 'null' }],
  ['our name with more behind it', { origin: 'http://localhost.example.net' }],
];

async function everything({ store }: DeskHouse): Promise<string> {
  const accounts = await store.accounts.list();
  const kept = await Promise.all(accounts.map(({ id }) => store.accounts.credentials(id)));
  return JSON.stringify([kept, await store.teams.list(), await store.audit.page(null, 10_000)]);
}

test.each(FOREIGN)('%s changes nothing by any write', async (_name, headers) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  for (const name of writes) {
    const { who }: Permission = PERMISSIONS[name];
    const account = house.staff[typeof who === 'string' ? 'agent' : (who[0] ?? 'agent')];
    const { method, path, body } = await makeRequest(house, name, account);
    const cookie = await house.enter(account);
    const before = await everything(house);
    const answer = await house.ask(method, path, { cookie, headers, body });
    expect(answer.json.error.code, name).toBe('foreign_page');
    expect(answer.cookies, name).toStrictEqual([]);
    expect(await everything(house), name).toBe(before);
    expect((await house.ask('GET', '/me', { cookie })).status, `still signed in after ${name}`).toBe(200);
  }
});

test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE'])(
  '%s of another page is refused before it is looked up',
  async (method) => {
    await using house = await openDeskHouse();
    const answer = await house.ask(method, '/there/is/none', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.json.error.code).toBe('foreign_page');
  },
);

test.each([
  ['cross-site', 403],
  ['same-site', 403],
  ['same-origin', 200],
  ['none', 200],
  [null, 200],
])('a read from %s is answered %i', async (site, status) => {
  await using house = await openDeskHouse();
  const cookie = await house.enter(house.staff.agent);
  const headers = { 'sec-fetch-site': site, origin: null };
  expect((await house.ask('GET', '/me', { cookie, headers })).status).toBe(status);
});

test('a page under the public address may write, and one under a local name may not, in production', async () => {
  await using house = await openDeskHouse({ production: true, publicBaseUrl: 'https://faro.example.org' });
  const cookie = await house.enter(house.staff.agent);
  expect((await house.ask('POST', '/sign-out', { cookie })).status).toBe(204);
  const local = await house.ask('POST', '/sign-out', { cookie, headers: { origin: house.origin } });
  expect(local.json.error.code).toBe('foreign_page');
});

test.each([
  ['http://localhost:3000', 'localhost:3000', true],
  ['http://127.0.0.1:3000', '127.0.0.1:3000', true],
  ['http://[::1]:3000', '[::1]:3000', true],
  ['http://127.0.0.1:3000', 'localhost:3000', false],
  ['http://rebound.example.net', 'rebound.example.net', false],
  ['http://127.0.0.1.example.net', '127.0.0.1.example.net', false],
  ['http://localhost:3000/', 'localhost:3000', false],
  ['not an origin', 'not an origin', false],
])('without a public address, %s served as %s is ours: %s', (origin, host, ours) => {
  expect(createOriginCheck({ publicBaseUrl: null, production: false })(origin, host)).toBe(ours);
});
