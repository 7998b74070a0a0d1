/** What an operator sees of the database. */
import { expect, test } from 'vitest';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import { decrypt, encrypt, newDataKey, openedValues } from '../../src/store/cipher.ts';
import { takeTurn } from '../fakes/house.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';

const marisol: Address = { channel: 'whatsapp', phone: '+12025550101' };
const jean: Address = { channel: 'sms', phone: '+12025550102' };

test('an empty house waits for nothing', async () => {
  await using house = await openTestStore();
  expect(await house.store.signs.read()).toMatchObject({
    oldestWaitingMs: 0,
    oldestDueMs: 0,
    casesWaiting: { urgent: { count: 0, oldestMs: 0 }, normal: { count: 0, oldestMs: 0 } },
    casesTaken: 0,
  });
});

test('the age of the message that waits longest, and of the reply that is overdue longest', async () => {
  await using house = await openTestStore();
  await takeTurn(house, jean, []);
  house.clock.advance(5_000);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'hola')));
  house.clock.advance(2_000);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'sigue ahí?')));
  expect(await house.store.signs.read()).toMatchObject({ oldestWaitingMs: 2_000, oldestDueMs: 7_000 });

  const [claim] = await house.store.turns.claim(1);
  expect(claim?.messages).toHaveLength(2);
  const [sending] = await house.store.outbox.claim(1, ['sms']);
  if (sending === undefined) throw new Error('expected something to send');
  await house.store.outbox.finish(sending, { kind: 'accepted', providerId: 'SM1' });
  expect(await house.store.signs.read()).toMatchObject({ oldestDueMs: 0 });
});

test('urgent requests are counted apart, and each wait from its own beginning', async () => {
  await using house = await openTestStore();
  const open = (urgency: 'normal' | 'urgent'): Effect => ({
    kind: 'open_case',
    case: { reason: 'request', urgency, language: 'es', topic: null, summary: 'algo' },
  });
  await takeTurn(house, marisol, [open('urgent')]);
  house.clock.advance(60_000);
  await takeTurn(house, jean, [open('normal')]);
  house.clock.advance(1_000);
  expect((await house.store.signs.read()).casesWaiting).toEqual({
    urgent: { count: 1, oldestMs: 61_000 },
    normal: { count: 1, oldestMs: 1_000 },
  });
});

test('what the team did is counted from the first look on', async () => {
  await using house = await openTestStore();
  const sign = (): Promise<unknown> =>
    house.store.desk.audit.append({ action: 'sign_in_refused', agent: null, subject: null, detail: null });
  await sign();
  expect((await house.store.signs.read()).deskActions.get('sign_in_refused')).toBeUndefined();
  await sign();
  await sign();
  await house.store.signs.read();
  expect((await house.store.signs.read()).deskActions.get('sign_in_refused')).toBe(2);
});

test('values that were opened are counted by table, and those that do not open by themselves', () => {
  const key = newDataKey();
  const before = { opened: openedValues().opened.get('outbox') ?? 0, unopened: openedValues().unopened };
  const sealed = encrypt(key, 'outbox|body|1', 'hola');
  decrypt(key, 'outbox|body|1', sealed);
  expect(() => decrypt(key, 'outbox|body|2', sealed)).toThrow('does not open');
  expect(openedValues().opened.get('outbox')).toBe(before.opened + 2);
  expect(openedValues().unopened).toBe(before.unopened + 1);
});
