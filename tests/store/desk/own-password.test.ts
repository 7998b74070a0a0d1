/** A password that an agent changes while an administrator resets the account: what was handed out wins. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../../src/core/clock.ts';
import type { SessionKey } from '../../../src/core/ids.ts';
import type { Store } from '../../../src/store/store.ts';
import { hire, lineOf } from '../../fakes/desk.ts';
import { openTestStore, START_MS } from '../../fakes/test-store.ts';

const KEY = 'the-session' as SessionKey; // as good as any

async function enter({ desk }: Store, agent: Awaited<ReturnType<typeof hire>>['id']): Promise<void> {
  const untilMs = START_MS + HOUR_MS;
  const session = {
    key: KEY,
    agent,
    stage: 'signed_in',
    startedAtMs: START_MS,
    idleUntilMs: untilMs,
    untilMs,
  } as const;
  await desk.sessions.open(session, null, null);
}

test('a password is changed from a sign-in that is open', async () => {
  await using house = await openTestStore();
  const { id } = await hire(house.store, 'Ana');
  await enter(house.store, id);
  const { accounts, audit } = house.store.desk;
  expect(await accounts.setPassword(id, 'new-hash', KEY, lineOf('password_changed', id))).toBe(true);
  expect((await accounts.credentials(id))?.passwordHash).toBe('new-hash');
  expect((await audit.page(null, 1))[0]?.action).toBe('password_changed');
});

test('after a reset, the sign-in of before changes no password', async () => {
  await using house = await openTestStore();
  const { id } = await hire(house.store, 'Ana');
  await enter(house.store, id);
  const { accounts, audit } = house.store.desk;
  await accounts.reset(id, 'handed-out', START_MS + DAY_MS, lineOf('agent_reset'));
  expect(await accounts.setPassword(id, 'new-hash', KEY, lineOf('password_changed', id))).toBe(false);
  expect((await accounts.credentials(id))?.passwordHash).toBe('handed-out');
  expect((await audit.page(null, 1))[0]?.action).toBe('agent_reset');
});

test('however the two meet, the password that was handed out is the one that counts', async () => {
  await using house = await openTestStore();
  const another = await house.another();
  for (let round = 0; round < 20; round += 1) {
    const { id } = await hire(house.store, `Ana${round}`);
    await enter(house.store, id);
    await Promise.all([
      another.desk.accounts.setPassword(id, 'new-hash', KEY, lineOf('password_changed', id)),
      house.store.desk.accounts.reset(id, 'handed-out', START_MS + DAY_MS, lineOf('agent_reset')),
    ]);
    const credentials = await house.store.desk.accounts.credentials(id);
    expect(credentials?.passwordHash).toBe('handed-out');
    expect(credentials?.account.oneTimeUntilMs).toBe(START_MS + DAY_MS);
  }
  await another.close();
});
