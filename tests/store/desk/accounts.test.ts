/** Accounts, sessions, passkeys and codes: whatever makes somebody less trusted ends what they had. */
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../src/core/clock.ts';
import type { AgentId, SessionKey, TeamId } from '../../../src/core/ids.ts';
import type { NewAccount, Passkey, Session } from '../../../src/core/staff.ts';
import { DESK_RETENTION_MS } from '../../../src/store/desk/desk-retention.ts';
import { DEFAULT_TEAM, hire, lineOf } from '../../fakes/desk.ts';
import { readRows } from '../../fakes/house.ts';
import { openTestStore } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

const nobody = 'no-such-agent' as AgentId; // an id that nothing has

function wanted(email: string, more: Partial<NewAccount> = {}): NewAccount {
  return {
    email,
    name: 'Luz',
    role: 'agent',
    team: DEFAULT_TEAM,
    languages: ['es'],
    passwordHash: 'hash-1',
    oneTimeUntilMs: null,
    ...more,
  };
}

let keys = 0;

/** Somebody signs in. */
async function signIn(house: TestStore, agent: AgentId): Promise<Session> {
  keys += 1;
  const nowMs = house.clock.nowMs();
  const session: Session = {
    key: `key-${keys}` as SessionKey, // made here
    agent,
    stage: 'signed_in',
    startedAtMs: nowMs,
    idleUntilMs: nowMs + 30 * MINUTE_MS,
    untilMs: nowMs + 8 * HOUR_MS,
  };
  await house.store.desk.sessions.open(session, null, lineOf('signed_in', agent));
  return session;
}

async function isOpen(house: TestStore, { key }: Session): Promise<boolean> {
  return (await house.store.desk.sessions.find(key, house.clock.nowMs())) !== null;
}

test('an account is found by its address, and nothing of it stands in clear', async () => {
  await using house = await openTestStore();
  const { accounts } = house.store.desk;
  const created = await accounts.create(wanted('luz@faro.example'), lineOf('agent_created'));
  if (created.kind !== 'created') throw new Error('expected an account');
  const { account } = created;
  expect(account).toMatchObject({ email: 'luz@faro.example', name: 'Luz', disabled: false, hasTotp: false });
  expect(await accounts.find(account.id)).toEqual(account);
  expect((await accounts.credentialsByEmail('luz@faro.example'))?.passwordHash).toBe('hash-1');
  expect(await accounts.credentialsByEmail('otra@faro.example')).toBeNull();
  expect(await accounts.find(nobody)).toBeNull();
  const [row] = await readRows(house, 'select * from agents');
  const clear = Object.values(row ?? {}).map((value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
  );
  expect(clear.join(' ')).not.toMatch(/luz/i);
});

test('two accounts of one address: one is made', async () => {
  await using house = await openTestStore();
  const { accounts } = house.store.desk;
  const both = await Promise.all([
    accounts.create(wanted('luz@faro.example'), lineOf('agent_created')),
    accounts.create(wanted('luz@faro.example', { name: 'Otra' }), lineOf('agent_created')),
  ]);
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['created', 'email_taken']);
  expect(await house.store.desk.audit.page(null, 10)).toHaveLength(1);
  const nowhere = wanted('x@faro.example', { team: 'nirgendwo' as TeamId }); // an id that nothing has
  expect(await accounts.create(nowhere, lineOf('agent_created'))).toEqual({ kind: 'unknown_team' });
});

test('of two processes that start at once one makes the first administrator', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  const made = await Promise.all(
    [house.store, other].map((store, index) =>
      store.desk.accounts.createFirstAdministrator(wanted(`admin${index}@faro.example`), lineOf('agent_created')),
    ),
  );
  expect(made.filter((account) => account !== null)).toMatchObject([{ role: 'admin' }]);
  expect(
    await house.store.desk.accounts.createFirstAdministrator(wanted('admin9@faro.example'), lineOf('agent_created')),
  ).toBeNull();
  await other.close();
});

test('the last administrator stays one', async () => {
  await using house = await openTestStore();
  const { accounts } = house.store.desk;
  const [first, second] = [await hire(house.store, 'Ada', 'admin'), await hire(house.store, 'Bea', 'admin')];
  const changes = await Promise.all(
    [first, second].map(({ id }) => accounts.change(id, { disabled: true }, lineOf('agent_changed'))),
  );
  expect(changes.toSorted()).toEqual(['changed', 'last_administrator']);
  const left = (await accounts.list()).find(({ disabled }) => !disabled);
  expect(await accounts.change(left?.id ?? nobody, { role: 'agent' }, lineOf('agent_changed'))).toBe(
    'last_administrator',
  );
  expect(await accounts.change(left?.id ?? nobody, { name: 'Otro' }, lineOf('agent_changed'))).toBe('changed');
  expect(await accounts.change(nobody, { name: 'Nadie' }, lineOf('agent_changed'))).toBe('not_found');
});

test.each([
  ['another role', { role: 'editor' }],
  ['being disabled', { disabled: true }],
] as const)('%s ends all sessions', async (_what, change) => {
  await using house = await openTestStore();
  const luz = await hire(house.store, 'Luz');
  const session = await signIn(house, luz.id);
  expect(await isOpen(house, session)).toBe(true);
  await house.store.desk.accounts.change(luz.id, change, lineOf('agent_changed'));
  expect(await isOpen(house, session)).toBe(false);
  expect(await readRows(house, 'select key from sessions')).toEqual([]);
});

test('another name, team or language, or the same role, ends none', async () => {
  await using house = await openTestStore();
  const luz = await hire(house.store, 'Luz');
  const session = await signIn(house, luz.id);
  const change = { name: 'Luz María', languages: ['es', 'ht'], role: 'agent' } as const;
  expect(await house.store.desk.accounts.change(luz.id, change, lineOf('agent_changed'))).toBe('changed');
  expect(await isOpen(house, session)).toBe(true);
  expect(await house.store.desk.accounts.find(luz.id)).toMatchObject({ name: 'Luz María', languages: ['es', 'ht'] });
});

test('another password ends all sessions but the one it was set in, a reset all of them', async () => {
  await using house = await openTestStore();
  const { accounts, passkeys } = house.store.desk;
  const luz = await hire(house.store, 'Luz');
  const [here, elsewhere] = [await signIn(house, luz.id), await signIn(house, luz.id)];
  await accounts.setPassword(luz.id, 'hash-2', here.key, lineOf('password_changed', luz.id));
  expect([await isOpen(house, here), await isOpen(house, elsewhere)]).toEqual([true, false]);
  await passkeys.add(keyOf(luz.id, 'cred-1'), lineOf('passkey_added', luz.id));
  await accounts.offerTotp(luz.id, 'JBSWY3DPEHPK3PXP');
  await accounts.acceptTotp(luz.id, 7, lineOf('totp_added', luz.id));
  expect(await accounts.reset(luz.id, 'hash-3', 99, lineOf('agent_reset'))).toBe(true);
  expect(await isOpen(house, here)).toBe(false);
  expect(await accounts.credentials(luz.id)).toMatchObject({
    passwordHash: 'hash-3',
    totpSecret: null,
    account: { oneTimeUntilMs: 99, hasTotp: false, passkeys: [] },
  });
  expect(await accounts.reset(nobody, 'x', 1, lineOf('agent_reset'))).toBe(false);
});

test('a secret counts once it is proven, and each code once, also in parallel', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  const { accounts } = house.store.desk;
  const luz = await hire(house.store, 'Luz');
  expect(await accounts.acceptTotp(luz.id, 10, lineOf('totp_added', luz.id))).toBe(false);
  await accounts.offerTotp(luz.id, 'JBSWY3DPEHPK3PXP');
  expect(await accounts.credentials(luz.id)).toMatchObject({ totpSecret: null, totpOffered: 'JBSWY3DPEHPK3PXP' });
  expect(await accounts.acceptTotp(luz.id, 10, lineOf('totp_added', luz.id))).toBe(true);
  expect(await accounts.credentials(luz.id)).toMatchObject({ totpSecret: 'JBSWY3DPEHPK3PXP', totpOffered: null });
  expect(await accounts.useTotpStep(luz.id, 10)).toBe(false); // it proved the secret
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? house.store : other).desk.accounts.useTotpStep(luz.id, 11),
    ),
  );
  expect(tries.filter(Boolean)).toHaveLength(1);
  expect(await accounts.useTotpStep(luz.id, 9)).toBe(false);
  await accounts.removeTotp(luz.id, lineOf('totp_removed', luz.id));
  expect(await accounts.find(luz.id)).toMatchObject({ hasTotp: false });
  await other.close();
});

test('a session ends by idleness, by its age, and when it is closed', async () => {
  await using house = await openTestStore();
  const { sessions } = house.store.desk;
  const luz = await hire(house.store, 'Luz');
  const idle = await signIn(house, luz.id);
  house.clock.advance(30 * MINUTE_MS - 1);
  expect(await isOpen(house, idle)).toBe(true);
  house.clock.advance(1);
  expect(await isOpen(house, idle)).toBe(false);

  const busy = await signIn(house, luz.id);
  for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
    expect(await isOpen(house, busy)).toBe(true);
    house.clock.advance(20 * MINUTE_MS);
    await sessions.touch(busy.key, house.clock.nowMs() + 30 * MINUTE_MS, house.clock.nowMs());
  }
  expect(await isOpen(house, busy)).toBe(false);

  const [closed, left, kept] = [await signIn(house, luz.id), await signIn(house, luz.id), await signIn(house, luz.id)];
  await sessions.close(closed.key, lineOf('signed_out', luz.id));
  expect(await isOpen(house, closed)).toBe(false);
  await sessions.closeOthers(luz.id, kept.key, lineOf('signed_out', luz.id));
  expect([await isOpen(house, left), await isOpen(house, kept)]).toEqual([false, true]);
});

test('a sign-in takes the place of the half one that led to it', async () => {
  await using house = await openTestStore();
  const luz = await hire(house.store, 'Luz');
  const half = await signIn(house, luz.id);
  const whole = { ...half, key: 'whole' as SessionKey }; // made here
  await house.store.desk.sessions.open(whole, half.key, lineOf('signed_in', luz.id));
  expect([await isOpen(house, half), await isOpen(house, whole)]).toEqual([false, true]);
});

test('who is signed in and was seen a moment ago is there', async () => {
  await using house = await openTestStore();
  const { presence, sessions } = house.store.desk;
  const [luz, eva] = [await hire(house.store, 'Luz'), await hire(house.store, 'Eva', 'editor')];
  await presence.note(luz.id);
  expect(await presence.list()).toEqual([]); // seen, but not signed in
  const session = await signIn(house, luz.id);
  await signIn(house, eva.id);
  await presence.note(eva.id);
  expect((await presence.list()).toSorted()).toEqual([luz.id, eva.id].toSorted());
  expect(await presence.isAnybodyThere()).toBe(true);
  await sessions.close(session.key, null);
  expect(await presence.list()).toEqual([eva.id]);
  expect(await presence.isAnybodyThere()).toBe(false); // an editor takes no cases
  house.clock.advance(2 * MINUTE_MS);
  expect(await presence.list()).toEqual([]);
});

function keyOf(agent: AgentId, id: string): Passkey {
  return {
    id,
    agent,
    name: 'llave azul',
    publicKey: new Uint8Array([1, 2, 3]),
    counter: 0,
    transports: ['usb'],
    addedAtMs: 1,
    usedAtMs: null,
  };
}

test('a passkey is one agent’s, and a copied one shows by its counter', async () => {
  await using house = await openTestStore();
  const { passkeys, accounts } = house.store.desk;
  const [luz, eva] = [await hire(house.store, 'Luz'), await hire(house.store, 'Eva')];
  const key = keyOf(luz.id, 'cred-1');
  expect(await passkeys.add(key, lineOf('passkey_added', luz.id))).toBe(true);
  expect(await passkeys.add({ ...key, agent: eva.id }, lineOf('passkey_added', eva.id))).toBe(false);
  const found = await passkeys.find('cred-1');
  expect({ ...found, publicKey: [...(found?.publicKey ?? [])] }).toEqual({ ...key, publicKey: [1, 2, 3] });
  expect((await accounts.find(luz.id))?.passkeys).toMatchObject([{ id: 'cred-1', name: 'llave azul' }]);
  expect(await passkeys.use('cred-1', 0, 5)).toBe(true); // it does not count
  expect(await passkeys.use('cred-1', 3, 6)).toBe(true);
  expect(await passkeys.use('cred-1', 3, 7)).toBe(false);
  expect(await passkeys.use('cred-1', 4, 8)).toBe(true);
  expect(await passkeys.remove(eva.id, 'cred-1', lineOf('passkey_removed', eva.id))).toBe(false);
  expect(await passkeys.remove(luz.id, 'cred-1', lineOf('passkey_removed', luz.id))).toBe(true);
  expect(await passkeys.listOf(luz.id)).toEqual([]);
});

test('a challenge is good for one answer, in time, of the one it was made for', async () => {
  await using house = await openTestStore();
  const { challenges } = house.store.desk;
  const [luz, eva] = [await hire(house.store, 'Luz'), await hire(house.store, 'Eva')];
  await challenges.keep('one', luz.id, 100);
  await challenges.keep('two', null, 100);
  await challenges.keep('late', null, 100);
  expect(await challenges.take('one', eva.id, 50)).toBe(false);
  const tries = await Promise.all([challenges.take('one', luz.id, 50), challenges.take('one', luz.id, 50)]);
  expect(tries.toSorted()).toEqual([false, true]);
  expect(await challenges.take('two', null, 99)).toBe(true);
  expect(await challenges.take('late', null, 100)).toBe(false);
});

test('sessions that are over, and accounts that were disabled long ago, go', async () => {
  await using house = await openTestStore();
  const luz = await hire(house.store, 'Luz');
  await signIn(house, luz.id);
  await house.store.desk.accounts.change(luz.id, { disabled: true }, lineOf('agent_changed'));
  const eva = await hire(house.store, 'Eva');
  await signIn(house, eva.id);
  house.clock.advance(DESK_RETENTION_MS.disabledAccount);
  await house.store.sweep();
  expect((await house.store.desk.accounts.list()).map(({ name }) => name)).toEqual(['Eva']);
  expect(await readRows(house, 'select key from sessions')).toEqual([]);
});

test('a team’s hours and targets are kept, and its id is taken once', async () => {
  await using house = await openTestStore();
  const { teams } = house.store.desk;
  expect(await teams.list()).toEqual([{ id: DEFAULT_TEAM, name: 'Faro', schedule: null, targets: null }]);
  const legal = { id: 'legal' as TeamId, name: 'Legal', schedule: null, targets: null }; // made here
  expect(await teams.create(legal, lineOf('team_created'))).toBe(true);
  expect(await teams.create({ ...legal, name: 'Otro' }, lineOf('team_created'))).toBe(false);
  const targets = { normalMinutes: 60, urgentMinutes: 5 };
  expect(await teams.change(legal.id, { targets }, lineOf('team_changed'))).toBe(true);
  expect((await teams.list()).find(({ id }) => id === legal.id)).toEqual({ ...legal, targets });
  expect(await teams.change('x' as TeamId, { name: 'x' }, lineOf('team_changed'))).toBe(false); // an id that nothing has
});
