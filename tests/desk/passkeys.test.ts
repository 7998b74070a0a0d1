/** Passkeys from the first touch to the last, with a key made of software. */
import { expect, test } from 'vitest';
import { MINUTE_MS } from '../../src/core/clock.ts';
import type { Account } from '../../src/core/staff.ts';
import { cookieOf, openDeskHouse, PASSWORD, quickPasswords } from './desk-house.ts';
import type { DeskHouse, DeskHouseOptions } from './desk-house.ts';
import { createAuthenticator } from './software-authenticator.ts';

type Key = ReturnType<typeof createAuthenticator>;

const openHouse = (options: DeskHouseOptions = {}) => openDeskHouse({ passwords: quickPasswords, ...options });

async function enrol(house: DeskHouse, who: Account, key: Key, name = 'llave azul'): Promise<string> {
  const cookie = await house.enter(who);
  const options = await house.ask('POST', '/me/passkeys/options', { cookie, body: { password: PASSWORD } });
  expect(options.status).toBe(200);
  const made = key.create(options.json, house.origin);
  const added = await house.ask('POST', '/me/passkeys', { cookie, body: { name, made } });
  expect(added.status, added.text).toBe(204);
  return cookie;
}

async function askForKey(house: DeskHouse, cookie?: string) {
  const sent = { body: {}, ...(cookie === undefined ? {} : { cookie }) };
  return (await house.ask('POST', '/sign-in/passkey/options', sent)).json;
}

const show = (house: DeskHouse, proof: unknown, cookie?: string) =>
  house.ask('POST', '/sign-in/passkey', { body: proof, ...(cookie === undefined ? {} : { cookie }) });

test('a passkey is added with the password, and opens the desk by itself from then on', async () => {
  await using house = await openHouse();
  const key = createAuthenticator();
  const cookie = await enrol(house, house.staff.agent, key);
  const { passkeys } = (await house.ask('GET', '/me', { cookie })).json;
  expect(passkeys).toMatchObject([{ id: key.id, name: 'llave azul', usedAtMs: null }]);

  const options = await askForKey(house);
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  expect(options.allowCredentials).toBeUndefined();
  const answer = await show(house, key.get(options, house.origin));
  expect(answer.json).toMatchObject({ kind: 'signed_in', me: { email: 'agent@faro.example' } });
  expect((await house.ask('GET', '/me', { cookie: cookieOf(answer) })).status).toBe(200);
  const [line] = await house.store.audit.page(null, 1);
  expect(line).toMatchObject({ action: 'signed_in', agent: house.staff.agent.id, detail: 'passkey' });
});

test('with a passkey, the password alone opens nothing more than the second step', async () => {
  await using house = await openHouse();
  const key = createAuthenticator();
  await enrol(house, house.staff.agent, key);
  const half = await house.ask('POST', '/sign-in', { body: { email: 'agent@faro.example', password: PASSWORD } });
  expect(half.json).toStrictEqual({ kind: 'second_factor', ways: ['passkey'] });
  const cookie = cookieOf(half);
  const options = await askForKey(house, cookie);
  expect(options.allowCredentials).toMatchObject([{ id: key.id, transports: ['usb'] }]);
  const answer = await show(house, key.get(options, house.origin), cookie);
  expect(answer.json.kind).toBe('signed_in');
  expect(answer.cookies[0]).not.toBe(half.cookies[0]);
  expect((await house.ask('POST', '/sign-in/code', { cookie, body: { code: '000000' } })).status).toBe(401);
});

test('an answer counts once', async () => {
  await using house = await openHouse();
  const key = createAuthenticator();
  await enrol(house, house.staff.agent, key);
  const proof = key.get(await askForKey(house), house.origin);
  const answers = await Promise.all([1, 2, 3].map(() => show(house, proof)));
  expect(answers.map(({ status }) => status).toSorted()).toStrictEqual([200, 401, 401]);
});

test.each<[string, (house: DeskHouse, key: Key) => Promise<unknown>]>([
  ['to another site', async (house, key) => key.get(await askForKey(house), 'https://faro.example.net')],
  [
    'for another name',
    async (house, key) => key.get({ ...(await askForKey(house)), rpId: 'faro.example.net' }, house.origin),
  ],
  ['to a question of their own', async (house, key) => key.get({ challenge: 'AAAA', rpId: 'localhost' }, house.origin)],
  [
    'after five minutes',
    async (house, key) => {
      const options = await askForKey(house);
      house.clock.advance(5 * MINUTE_MS);
      return key.get(options, house.origin);
    },
  ],
  [
    'with another key under its name',
    async (house, key) => ({
      ...createAuthenticator().get(await askForKey(house), house.origin),
      id: key.id,
      rawId: key.id,
    }),
  ],
  ['that is not known', async (house) => createAuthenticator().get(await askForKey(house), house.origin)],
])('an answer %s opens nothing', async (_name, makeProof) => {
  await using house = await openHouse();
  const key = createAuthenticator();
  await enrol(house, house.staff.agent, key);
  const answer = await show(house, await makeProof(house, key));
  expect(answer.status).toBe(401);
  expect(answer.json.error.code).toBe('wrong_passkey');
  expect(answer.cookies).toStrictEqual([]);
});

test('a key that asked for no finger and no PIN is not taken', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.agent);
  const options = await house.ask('POST', '/me/passkeys/options', { cookie, body: { password: PASSWORD } });
  const made = createAuthenticator({ verifiesUser: false }).create(options.json, house.origin);
  const added = await house.ask('POST', '/me/passkeys', { cookie, body: { name: 'llave', made } });
  expect(added.json.error.code).toBe('passkey_not_added');
});

test('a copy of a key that counts is noticed', async () => {
  await using house = await openHouse();
  const key = createAuthenticator({ counts: true });
  await enrol(house, house.staff.agent, key);
  expect((await show(house, key.get(await askForKey(house), house.origin))).status).toBe(200);
  key.forgetUses();
  expect((await show(house, key.get(await askForKey(house), house.origin))).status).toBe(401);
});

test('the passkey of one agent is not the second proof of another', async () => {
  await using house = await openHouse();
  const [mine, theirs] = [createAuthenticator(), createAuthenticator()];
  await enrol(house, house.staff.agent, mine);
  await enrol(house, house.staff.supervisor, theirs);
  const half = await house.ask('POST', '/sign-in', { body: { email: 'supervisor@faro.example', password: PASSWORD } });
  const cookie = cookieOf(half);
  const answer = await show(house, mine.get(await askForKey(house, cookie), house.origin), cookie);
  expect(answer.status).toBe(401);
});

test.each(['disabled', 'reset'] as const)('a passkey of an account that is %s opens nothing', async (what) => {
  await using house = await openHouse();
  const key = createAuthenticator();
  await enrol(house, house.staff.agent, key);
  const cookie = await house.enter(house.staff.admin);
  const path = `/agents/${house.staff.agent.id}`;
  if (what === 'disabled') await house.ask('PATCH', path, { cookie, body: { disabled: true } });
  else await house.ask('POST', `${path}/reset`, { cookie });
  expect((await show(house, key.get(await askForKey(house), house.origin))).status).toBe(401);
});

test('a passkey is added once, by whoever was asked to, and not twice', async () => {
  await using house = await openHouse();
  const key = createAuthenticator();
  const cookie = await house.enter(house.staff.agent);
  const other = await house.enter(house.staff.editor);
  const options = await house.ask('POST', '/me/passkeys/options', { cookie, body: { password: PASSWORD } });
  const made = key.create(options.json, house.origin);
  expect((await house.ask('POST', '/me/passkeys', { cookie: other, body: { name: 'suya', made } })).status).toBe(409);
  expect((await house.ask('POST', '/me/passkeys', { cookie, body: { name: 'mía', made } })).status).toBe(204);
  expect((await house.ask('POST', '/me/passkeys', { cookie, body: { name: 'mía', made } })).status).toBe(409);
});

test('a passkey is removed with the password, by its owner', async () => {
  await using house = await openHouse();
  const key = createAuthenticator();
  const cookie = await enrol(house, house.staff.agent, key);
  const path = `/me/passkeys/${key.id}/remove`;
  const other = await house.enter(house.staff.editor);
  expect((await house.ask('POST', path, { cookie: other, body: { password: PASSWORD } })).status).toBe(404);
  expect((await house.ask('POST', path, { cookie, body: { password: 'otra' } })).json.error.code).toBe(
    'wrong_password',
  );
  expect((await house.ask('POST', path, { cookie, body: { password: PASSWORD } })).status).toBe(204);
  expect((await show(house, key.get(await askForKey(house), house.origin))).status).toBe(401);
});

test('in production, administrators and supervisors who have a passkey need it; agents may type a code', async () => {
  await using house = await openHouse({ production: true });
  for (const role of ['admin', 'supervisor', 'agent'] as const) {
    const account = house.staff[role];
    await enrol(house, account, createAuthenticator());
    await house.store.accounts.offerTotp(account.id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
    const entry = { action: 'totp_added', agent: account.id, subject: account.id, detail: null } as const;
    await house.store.accounts.acceptTotp(account.id, 1, entry);
    const half = await house.ask('POST', '/sign-in', { body: { email: account.email, password: PASSWORD } });
    expect(half.json.ways, role).toStrictEqual(role === 'agent' ? ['passkey', 'code'] : ['passkey']);
  }
});

test('under a bare address, where browsers keep no passkeys, the desk says so', async () => {
  await using house = await openHouse();
  const host = new URL(house.origin).host.replace('localhost', '127.0.0.1');
  const { createOriginCheck } = await import('../../src/desk/origin.ts');
  expect(createOriginCheck({ publicBaseUrl: null, production: false })(`http://${host}`, host)).toBe(true);
  const { createPasskeys } = await import('../../src/desk/passkeys.ts');
  const passkeys = createPasskeys(house.store, () => house.clock.nowMs());
  await expect(passkeys.ask(null, `http://${host}`)).rejects.toMatchObject({ code: 'passkeys_need_a_name' });
  await expect(passkeys.ask(null, 'http://[::1]:3000')).rejects.toMatchObject({ code: 'passkeys_need_a_name' });
});
