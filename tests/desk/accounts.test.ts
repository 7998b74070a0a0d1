/** Accounts, teams and the log, as those who keep them see them. */
import { expect, test } from 'vitest';
import { DAY_MS } from '../../src/core/clock.ts';
import type { AuditPage } from '../../src/core/desk-api.ts';
import { ROLES } from '../../src/core/desk.ts';
import { cookieOf, openDeskHouse, PASSWORD, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

const openHouse = () => openDeskHouse({ passwords: quickPasswords });

const SCHEDULE = {
  staffed: true,
  timeZone: 'America/Tijuana',
  timeZoneName: { es: 'Tijuana', en: 'Tijuana', pt: 'Tijuana', fr: 'Tijuana', ht: 'Tijwana' },
  usualMinutes: 30,
  hours: {
    mon: ['09:00-13:00', '14:00-18:00'],
    tue: ['20:00-02:00'],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
    sun: [],
  },
  holidays: ['2026-12-25'],
};

test('an administrator makes an account, hands out a password once, and its owner chooses another', async () => {
  await using house = await openHouse();
  const admin = await house.enter(house.staff.admin);
  const wanted = {
    email: ' Nueva@Faro.Example ',
    name: 'Nueva',
    role: 'agent',
    team: 'default',
    languages: ['es', 'ht'],
  };
  const bad = await house.ask('POST', '/agents', { cookie: admin, body: wanted });
  expect(bad.json.error.fields).toMatchObject([{ field: 'email', expected: 'text in the form of name@example.org' }]);
  const made = await house.ask('POST', '/agents', { cookie: admin, body: { ...wanted, email: 'Nueva@Faro.Example' } });
  expect(made.status).toBe(201);
  const { agent, oneTimePassword, goodUntilMs } = made.json;
  expect(agent).toMatchObject({ email: 'nueva@faro.example', role: 'agent', disabled: false, passkeys: 0 });
  expect(oneTimePassword).toMatch(/^([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}$/);
  expect(goodUntilMs).toBe(house.clock.nowMs() + 3 * DAY_MS);
  const list = await house.ask('GET', '/agents', { cookie: admin });
  expect(list.text).not.toContain(oneTimePassword);
  expect(list.text).not.toMatch(/quick |argon2|passwordHash|totpSecret/);

  const entered = await house.ask('POST', '/sign-in', { body: { email: agent.email, password: oneTimePassword } });
  expect(entered.json.me.duty).toBe('change_password');
  const body = { password: oneTimePassword, next: 'una lámpara en la ventana' };
  const changed = await house.ask('POST', '/me/password', { cookie: cookieOf(entered), body });
  expect(changed.status).toBe(204);
  expect((await house.ask('GET', '/teams', { cookie: cookieOf(changed) })).status).toBe(200);
});

test('an address that another account has, and a team that is none, are said so', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const wanted = { email: 'agent@faro.example', name: 'Otra', role: 'agent', team: 'default', languages: [] };
  expect((await house.ask('POST', '/agents', { cookie, body: wanted })).json.error.code).toBe('email_taken');
  const lost = { ...wanted, email: 'otra@faro.example', team: 'nowhere' };
  expect((await house.ask('POST', '/agents', { cookie, body: lost })).json.error.code).toBe('unknown_team');
});

test.each([
  ['a role that is none', { role: 'owner' }, 'role', 'one of agent, editor, supervisor, auditor, admin'],
  ['a language that is none', { languages: ['xx'] }, 'languages.0', 'one of es, en, pt, fr, ht'],
  ['a name of two lines', { name: 'Ana\nLuz' }, 'name', 'one line of text'],
  ['nothing at all', {}, '', 'at least one field to change'],
  ['a field that nobody may set', { passwordHash: 'x' }, '', 'only the fields that this request has'],
  ['an id', { id: 'agent-1' }, '', 'only the fields that this request has'],
])('%s is refused', async (_name, body, field, expected) => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const answer = await house.ask('PATCH', `/agents/${house.staff.agent.id}`, { cookie, body });
  expect(answer.status).toBe(400);
  expect(answer.json.error.fields[0]).toMatchObject({ field, expected });
});

test('the only administrator can neither be disabled nor become something else', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const path = `/agents/${house.staff.admin.id}`;
  for (const body of [{ disabled: true }, { role: 'agent' }]) {
    expect((await house.ask('PATCH', path, { cookie, body })).json.error.code).toBe('last_administrator');
  }
  await house.hire('second@faro.example', 'admin');
  expect((await house.ask('PATCH', path, { cookie, body: { role: 'agent' } })).status).toBe(200);
});

test('an account that is not there is not found, whatever is asked of it', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  expect((await house.ask('PATCH', '/agents/nobody', { cookie, body: { disabled: true } })).status).toBe(404);
  expect((await house.ask('POST', '/agents/nobody/reset', { cookie })).status).toBe(404);
  expect((await house.ask('PATCH', '/teams/nowhere', { cookie, body: { name: 'X' } })).status).toBe(404);
});

test('the log says who changed what, without names', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const body = { name: 'Nombre Nuevo', role: 'supervisor', disabled: true };
  await house.ask('PATCH', `/agents/${house.staff.agent.id}`, { cookie, body });
  const auditor = await house.enter(house.staff.auditor);
  const { lines } = (await house.ask('GET', '/audit', { cookie: auditor })).json;
  expect(lines[0]).toMatchObject({
    action: 'agent_changed',
    agent: { id: house.staff.admin.id, name: house.staff.admin.name },
    subject: house.staff.agent.id,
    detail: 'name role=supervisor disabled=true',
  });
});

test('the log is read page by page, and checked', async () => {
  await using house = await openHouse();
  for (let index = 0; index < 230; index += 1) {
    await house.store.audit.append({ action: 'signed_out', agent: null, subject: `n${index}`, detail: null });
  }
  const cookie = await house.enter(house.staff.auditor);
  const seen: number[] = [];
  for (let next: number | null = null, first = true; first || next !== null; first = false) {
    const page: AuditPage = (await house.ask('GET', `/audit${next === null ? '' : `?before=${next}`}`, { cookie }))
      .json;
    seen.push(...page.lines.map(({ seq }) => seq));
    ({ next } = page);
  }
  expect(seen).toStrictEqual(Array.from({ length: 235 }, (_, index) => 235 - index));
  expect((await house.ask('GET', '/audit/check', { cookie })).json).toMatchObject({ kind: 'whole', lines: 235 });
  expect((await house.ask('GET', '/audit?before=0', { cookie })).status).toBe(400);
});

test('a team has its own hours and targets, as it wrote them', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const team = { id: 'norte', name: 'Norte', schedule: SCHEDULE, targets: { normalMinutes: 120, urgentMinutes: 5 } };
  expect((await house.ask('POST', '/teams', { cookie, body: team })).json).toStrictEqual({ team });
  expect((await house.ask('POST', '/teams', { cookie, body: team })).json.error.code).toBe('id_taken');
  const agent = await house.enter(house.staff.agent);
  const { teams } = (await house.ask('GET', '/teams', { cookie: agent })).json;
  expect(teams).toContainEqual(team);
  const body = { schedule: null };
  expect((await house.ask('PATCH', '/teams/norte', { cookie, body })).status).toBe(204);
  const after = (await house.ask('GET', '/teams', { cookie })).json.teams;
  expect(after).toContainEqual({ ...team, schedule: null });
});

test.each([
  ['a shift that is none', { hours: { ...SCHEDULE.hours, mon: ['9-13'] } }, 'schedule.hours.mon.0'],
  ['a time zone that is none', { timeZone: 'Mexico' }, 'schedule.timeZone'],
  ['a day that is none', { holidays: ['2026-02-30'] }, 'schedule.holidays.0'],
  ['shifts that overlap', { hours: { ...SCHEDULE.hours, mon: ['09:00-13:00', '12:00-18:00'] } }, 'schedule.hours.mon'],
  [
    'somebody who is never there',
    { hours: Object.fromEntries(Object.keys(SCHEDULE.hours).map((day) => [day, []])) },
    'schedule.hours',
  ],
  ['more than it knows', { marisol: true }, 'schedule'],
])('a schedule with %s is refused where it is wrong', async (_name, wrong, field) => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.admin);
  const body = { schedule: { ...SCHEDULE, ...wrong } };
  const answer = await house.ask('PATCH', '/teams/default', { cookie, body });
  expect(answer.status, answer.text).toBe(400);
  expect(answer.json.error.fields[0].field).toBe(field);
  expect(answer.text).not.toContain('marisol');
});

test.each([
  ['corta', 'too_short'],
  ['a'.repeat(129), 'too_long'],
  ['abababababababab', 'too_plain'],
  ['agent@faro.example', 'like_your_name'],
  ['contraseña123456', 'common'],
  [PASSWORD, 'same'],
])('the password "%s" is not taken: %s', async (next, fault) => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.agent);
  const answer = await house.ask('POST', '/me/password', { cookie, body: { password: PASSWORD, next } });
  expect(answer.status).toBe(400);
  expect(answer.json.error).toMatchObject({ code: 'weak_password', fault });
  expect(answer.text).not.toContain(next);
});

test('a new password ends all other sign-ins, and renews this one', async () => {
  await using house = await openHouse();
  const [mine, other] = [await house.enter(house.staff.agent), await house.enter(house.staff.agent)];
  const body = { password: PASSWORD, next: 'una lámpara en la ventana' };
  const answer = await house.ask('POST', '/me/password', { cookie: mine, body });
  for (const cookie of [mine, other]) expect((await house.ask('GET', '/me', { cookie })).status).toBe(401);
  expect((await house.ask('GET', '/me', { cookie: cookieOf(answer) })).status).toBe(200);
});

test('an account that is reset while its password is being changed keeps the one that was handed out', async () => {
  let duringHash: () => Promise<unknown> = () => Promise.resolve();
  await using house = await openDeskHouse({
    passwords: {
      ...quickPasswords,
      hash: async (password) => {
        const hash = await quickPasswords.hash(password);
        await duringHash();
        return hash;
      },
    },
  });
  const { agent, admin } = house.staff;
  const cookie = await house.enter(agent);
  duringHash = async () => {
    duringHash = () => Promise.resolve();
    await resetAs(house, await house.enter(admin), agent.id);
  };
  const body = { password: PASSWORD, next: 'una lámpara en la ventana' };
  expect((await house.ask('POST', '/me/password', { cookie, body })).status).toBe(401);
  expect((await house.ask('POST', '/sign-in', { body: { email: agent.email, password: body.next } })).status).toBe(401);
});

function resetAs(house: DeskHouse, cookie: string, id: string) {
  return house.ask('POST', `/agents/${id}/reset`, { cookie });
}

test('whoever leaves a page open gives nobody ten thousand tries at their password', async () => {
  await using house = await openHouse();
  const cookie = await house.enter(house.staff.agent);
  const statuses: number[] = [];
  for (let tries = 0; tries < 11; tries += 1) {
    const body = { password: `intento ${tries}` };
    statuses.push((await house.ask('POST', '/me/totp', { cookie, body })).status);
  }
  expect(statuses).toStrictEqual([...Array.from({ length: 10 }, () => 403), 429]);
});

test('signing out elsewhere ends the others and leaves this one', async () => {
  await using house = await openHouse();
  const [mine, other] = [await house.enter(house.staff.agent), await house.enter(house.staff.agent)];
  expect((await house.ask('POST', '/me/sign-out-others', { cookie: mine })).status).toBe(204);
  expect((await house.ask('GET', '/me', { cookie: other })).status).toBe(401);
  expect((await house.ask('GET', '/me', { cookie: mine })).status).toBe(200);
});

test('no secret of an account is in any answer but the one that hands it out', async () => {
  await using house = await openHouse();
  for (const role of ROLES) {
    const cookie = await house.enter(house.staff[role]);
    for (const path of ['/me', '/agents', '/teams', '/audit', '/audit/check']) {
      const { text } = await house.ask('GET', path, { cookie });
      expect(text, path).not.toMatch(/argon2|hash":"\$|secret|publicKey|token/i);
      if (path !== '/agents' && path !== '/me') expect(text, path).not.toContain('@');
    }
  }
});
