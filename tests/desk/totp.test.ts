/** Codes of an authenticator app. */
import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import { findTotpStep } from '../../src/desk/totp.ts';
import { cookieOf, openDeskHouse, override, PASSWORD, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

const codeAt = (secret: string, timestamp: number): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });

function wrongCode(secret: string, nowMs: number): string {
  return ['000000', '111111', '222222', '333333'].find((code) => findTotpStep(secret, code, nowMs) === null) ?? '';
}

async function enrol(house: DeskHouse): Promise<{ readonly secret: string; readonly cookie: string }> {
  const cookie = await house.enter(house.staff.agent);
  const offer = await house.ask('POST', '/me/totp', { cookie, body: { password: PASSWORD } });
  const { secret } = offer.json;
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  expect((await house.ask('POST', '/me/totp/confirm', { cookie, body })).status).toBe(204);
  house.clock.advance(MINUTE_MS);
  return { secret, cookie };
}

async function halfway(house: DeskHouse): Promise<string> {
  const answer = await house.ask('POST', '/sign-in', { body: { email: 'agent@faro.example', password: PASSWORD } });
  expect(answer.json).toStrictEqual({ kind: 'second_factor', ways: ['code'] });
  return cookieOf(answer);
}

test('an app is added by scanning a picture and typing its first code', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.enter(house.staff.agent);
  const { json } = await house.ask('POST', '/me/totp', { cookie, body: { password: PASSWORD } });
  expect(json.uri).toBe(
    `otpauth://totp/Faro:nombre-agent?issuer=Faro&secret=${json.secret}&algorithm=SHA1&digits=6&period=30`,
  );
  expect(json.secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(json.qrSvg).toMatch(/^<svg /);
  expect(json.qrSvg).not.toMatch(/<script|on\w+=|href/i);
  expect((await house.ask('GET', '/me', { cookie })).json.hasTotp).toBe(false);
  const typed = { code: wrongCode(json.secret, house.clock.nowMs()) };
  const wrong = await house.ask('POST', '/me/totp/confirm', { cookie, body: typed });
  expect(wrong.json.error.code).toBe('wrong_code');
  const body = { code: codeAt(json.secret, house.clock.nowMs()) };
  expect((await house.ask('POST', '/me/totp/confirm', { cookie, body })).status).toBe(204);
  expect((await house.ask('GET', '/me', { cookie })).json.hasTotp).toBe(true);
});

test('password and code together open the desk, under a new token', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { secret } = await enrol(house);
  const half = await halfway(house);
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  const answer = await house.ask('POST', '/sign-in/code', { cookie: half, body });
  expect(answer.json).toMatchObject({ kind: 'signed_in', me: { hasTotp: true } });
  expect(answer.cookies[0]).not.toContain(half);
  expect((await house.ask('GET', '/me', { cookie: cookieOf(answer) })).status).toBe(200);
});

test('a code works once, also when it is typed in twenty places at once', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { secret } = await enrol(house);
  const halves: string[] = [];
  for (let index = 0; index < 20; index += 1) halves.push(await halfway(house));
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  const answers = await Promise.all(halves.map((cookie) => house.ask('POST', '/sign-in/code', { cookie, body })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  house.clock.advance(20 * SECOND_MS);
  const again = await house.ask('POST', '/sign-in/code', { cookie: await halfway(house), body });
  expect(again.status).not.toBe(200);
});

test('the code that proved the app does not open the desk as well', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.enter(house.staff.agent);
  const { secret } = (await house.ask('POST', '/me/totp', { cookie, body: { password: PASSWORD } })).json;
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  expect((await house.ask('POST', '/me/totp/confirm', { cookie, body })).status).toBe(204);
  expect((await house.ask('POST', '/sign-in/code', { cookie: await halfway(house), body })).status).toBe(401);
});

test.each([
  [-60, false],
  [-30, true],
  [0, true],
  [30, true],
  [60, false],
])('the code of %i seconds from now is taken: %s', async (seconds, taken) => {
  const secret = new Secret({ size: 20 }).base32;
  const nowMs = Date.UTC(2026, 10, 21, 12);
  expect(findTotpStep(secret, codeAt(secret, nowMs + seconds * SECOND_MS), nowMs) !== null).toBe(taken);
});

test('ten wrong codes, and no more are looked at for ten minutes', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { secret } = await enrol(house);
  const cookie = await halfway(house);
  const statuses: number[] = [];
  for (let tries = 0; tries < 12; tries += 1) {
    const typed = { code: wrongCode(secret, house.clock.nowMs()) };
    statuses.push((await house.ask('POST', '/sign-in/code', { cookie, body: typed })).status);
  }
  expect(statuses).toStrictEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  expect((await house.ask('POST', '/sign-in/code', { cookie, body })).status).toBe(429);
});

test('halfway, five minutes are given', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { secret } = await enrol(house);
  const cookie = await halfway(house);
  house.clock.advance(5 * MINUTE_MS);
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  const answer = await house.ask('POST', '/sign-in/code', { cookie, body });
  expect(answer.json.error.code).toBe('sign_in_first');
});

test('an app is removed with the password; then the password alone opens the desk', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const { cookie } = await enrol(house);
  const wrong = await house.ask('POST', '/me/totp/remove', { cookie, body: { password: 'otra' } });
  expect(wrong.json.error.code).toBe('wrong_password');
  expect((await house.ask('POST', '/me/totp/remove', { cookie, body: { password: PASSWORD } })).status).toBe(204);
  await house.signIn(house.staff.agent);
});

test('an account that was reset while its app was being added keeps none', async () => {
  let duringConfirm: () => Promise<unknown> = () => Promise.resolve();
  await using house = await openDeskHouse({
    passwords: quickPasswords,
    wrap: (store) => ({
      ...store,
      accounts: override(store.accounts, {
        acceptTotp: async (id, step, audit) => {
          await duringConfirm();
          await store.accounts.offerTotp(id, 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP');
          return store.accounts.acceptTotp(id, step, audit);
        },
      }),
    }),
  });
  const { agent, admin } = house.staff;
  const cookie = await house.enter(agent);
  const { secret } = (await house.ask('POST', '/me/totp', { cookie, body: { password: PASSWORD } })).json;
  duringConfirm = async () => house.ask('POST', `/agents/${agent.id}/reset`, { cookie: await house.enter(admin) });
  const body = { code: codeAt(secret, house.clock.nowMs()) };
  expect((await house.ask('POST', '/me/totp/confirm', { cookie, body })).status).toBe(401);
  expect((await house.store.accounts.find(agent.id))?.hasTotp).toBe(false);
});
