/** Who is told of which change, and that nobody is told twice. On the real database. */
import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import type { Address, ChannelName } from '../../src/core/contact.ts';
import { WITHDRAWN } from '../../src/core/edition.ts';
import type { DueAlert, Edition, Editions } from '../../src/core/edition.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { FactId, FactVersion } from '../../src/core/ids.ts';
import { SETTLE_MS } from '../../src/store/announce.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import { readRows, runStatement, takeTurn } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { messageFrom, openTestStore, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const marisol = PEOPLE.marisol.address;
const wilmer = PEOPLE.wilmer.address;
const jean = PEOPLE.jean.address;

const FEES = 'us-asylum-fees' as FactId; // ids and versions of a test are made where they are used
const BORDER = 'border-open-rumour' as FactId;

function edition(fact: FactId, version: string, more: Partial<Edition> = {}): Edition {
  return { fact, version: version as FactVersion, titles: { es: 'Título', en: 'Title' }, announce: true, ...more };
}

function editions(...current: readonly Edition[]): Editions {
  return { current, unread: [] };
}

function wish(fact: FactId = FEES): Effect {
  return { kind: 'wish_alert', fact, language: 'es' };
}

function given(version: string, fact: FactId = FEES): Effect {
  return { kind: 'note_answer', fact, version: version as FactVersion, language: 'ht' };
}

const CORRECTIONS: Effect = { kind: 'allow_corrections', allowed: true };

/** Everything that may go out now, as often as it takes. */
async function queueAll(
  house: TestStore,
  now: Editions,
  more: { readonly channels?: readonly ChannelName[]; readonly mayBeAlerted?: (address: Address) => boolean } = {},
): Promise<readonly DueAlert[]> {
  const told: DueAlert[] = [];
  for (;;) {
    const before = told.length;
    await house.store.alerts.queueDue({
      perSecond: 5,
      channels: ['whatsapp', 'sms'],
      editions: now,
      mayBeAlerted: () => true,
      ...more,
      compose: (alert) => {
        told.push(alert);
        return { kind: 'text', text: `nuevo: ${alert.fact}` };
      },
    });
    await sendAll(house.store);
    house.clock.advance(SECOND_MS);
    if (told.length === before) return told;
  }
}

async function sendAll(store: Store): Promise<void> {
  for (const sending of await store.outbox.claim(64, ['whatsapp', 'sms'])) {
    await store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  }
}

/** The first start learns V1; then this is said, and V2 comes. */
async function change(house: TestStore, to: Editions = editions(edition(FEES, 'V2'))): Promise<void> {
  await house.store.alerts.announce(to);
  house.clock.advance(SETTLE_MS);
}

async function learn(house: TestStore): Promise<void> {
  await house.store.alerts.announce(editions(edition(FEES, 'V1'), edition(BORDER, 'B1')));
}

const V2 = editions(edition(FEES, 'V2'), edition(BORDER, 'B1'));

test('the first start only learns, and so does a fact that is new', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish()]);
  const announced = await house.store.alerts.announce(V2);
  expect(announced).toEqual({ changed: 0, withdrawn: 0, alerts: 0 });
  expect(await house.store.alerts.announce(V2)).toEqual(announced);
  expect(await queueAll(house, V2)).toEqual([]);
});

test('who wished for it is told of a change once, and nobody else is', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await takeTurn(house, wilmer, [wish(BORDER)]);
  await takeTurn(house, jean, []);
  expect(await house.store.alerts.announce(V2)).toEqual({ changed: 1, withdrawn: 0, alerts: 1 });
  house.clock.advance(SETTLE_MS);
  const told = await queueAll(house, V2);
  expect(told).toMatchObject([
    { fact: FEES, version: 'V2', channel: 'whatsapp', language: 'es', titles: { es: 'Título' }, isWindowOpen: true },
  ]);
  await house.store.alerts.announce(V2);
  house.clock.advance(DAY_MS);
  expect(await queueAll(house, V2)).toEqual([]);
});

test('a change waits a while, so that a slip can be put right unheard', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await house.store.alerts.announce(V2);
  house.clock.advance(9 * MINUTE_MS);
  expect(await queueAll(house, V2)).toEqual([]);
  await learn(house); // back again
  house.clock.advance(SETTLE_MS);
  expect(await queueAll(house, editions(edition(FEES, 'V1')))).toEqual([]);
  expect(await readRows(house, 'select * from due_alerts')).toEqual([]);
});

test('a fact that is gone or expired is withdrawn, and told of by the title it had', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish(FEES), wish(BORDER)]);
  const now = editions(edition(FEES, WITHDRAWN));
  expect(await house.store.alerts.announce(now)).toEqual({ changed: 0, withdrawn: 2, alerts: 2 });
  house.clock.advance(SETTLE_MS);
  const told = await queueAll(house, now);
  expect(told.map(({ fact, version }) => [fact, version]).toSorted()).toEqual([
    [BORDER, WITHDRAWN],
    [FEES, WITHDRAWN],
  ]);
  expect(told.every(({ titles }) => titles.es === 'Título')).toBe(true);
  // And they hear of it when there is an answer again.
  await change(house, editions(edition(FEES, 'V1')));
  expect(await queueAll(house, editions(edition(FEES, 'V1')))).toMatchObject([{ version: 'V1' }]);
});

test('a fact whose file is broken is neither changed nor withdrawn', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  const broken: Editions = { current: [edition(BORDER, 'B1')], unread: [FEES] };
  expect(await house.store.alerts.announce(broken)).toEqual({ changed: 0, withdrawn: 0, alerts: 0 });
  house.clock.advance(SETTLE_MS);
  expect(await queueAll(house, broken)).toEqual([]);
  await change(house, V2);
  expect(await queueAll(house, broken)).toEqual([]); // a process that cannot read it leaves it to one that can
  expect(await queueAll(house, V2)).toHaveLength(1);
});

test('a withdrawal is not told by a process that cannot read the file', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await change(house, editions(edition(FEES, WITHDRAWN)));
  expect(await queueAll(house, { current: [], unread: [FEES] })).toEqual([]);
  expect(await queueAll(house, editions())).toHaveLength(1);
});

test('a change of wording alone is told to nobody, and is no new answer to those who have the old one', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish(), CORRECTIONS]);
  await takeTurn(house, jean, [CORRECTIONS, given('V1')]);
  const reworded = editions(edition(FEES, 'V2', { announce: false }), edition(BORDER, 'B1'));
  expect(await house.store.alerts.announce(reworded)).toEqual({ changed: 1, withdrawn: 0, alerts: 0 });
  house.clock.advance(SETTLE_MS);
  expect(await queueAll(house, reworded)).toEqual([]);
  expect(await readRows(house, 'select version from given_answers')).toEqual([{ version: 'V2' }]);
});

test('a change of wording does not take away a change that is still to be told', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await house.store.alerts.announce(V2);
  const reworded = editions(edition(FEES, 'V3', { announce: false }), edition(BORDER, 'B1'));
  await change(house, reworded);
  expect(await queueAll(house, reworded)).toMatchObject([{ version: 'V3' }]);
});

test('a withdrawal and the answer after it are told, whatever the editor says of the wording', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  const withdrawn = editions(edition(FEES, WITHDRAWN, { announce: false }));
  await change(house, withdrawn);
  expect(await queueAll(house, withdrawn)).toHaveLength(1);
  const back = editions(edition(FEES, 'V2', { announce: false }));
  await change(house, back);
  expect(await queueAll(house, back)).toHaveLength(1);
});

test('who said yes to corrections is told when an answer of the last 30 days is another one', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [CORRECTIONS, given('V1')]);
  await takeTurn(house, wilmer, [given('V1')]); // without a yes nothing is noted
  expect(await readRows(house, 'select * from given_answers')).toHaveLength(1);
  await change(house, V2);
  expect(await queueAll(house, V2)).toMatchObject([{ version: 'V2', channel: 'whatsapp', language: 'ht' }]);
  // What they were told is the answer that they have now.
  expect(await readRows(house, 'select version from given_answers')).toEqual([{ version: 'V2' }]);
});

test('who was given the new answer already, or the old one long ago, is not told', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [CORRECTIONS, given('V2')]);
  await takeTurn(house, jean, [CORRECTIONS, given('V1')]);
  house.clock.advance(RETENTION_MS.givenAnswer);
  await takeTurn(house, jean, []);
  await takeTurn(house, marisol, [given('V2')]);
  await change(house, V2);
  expect(await queueAll(house, V2)).toEqual([]);
  await house.store.sweep();
  expect(await readRows(house, 'select version from given_answers')).toEqual([{ version: 'V2' }]);
});

test('a no to corrections takes back what was noted and what was to be told', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [CORRECTIONS, given('V1'), given('B1', BORDER), wish(BORDER)]);
  const both = editions(edition(FEES, 'V2'), edition(BORDER, 'B2'));
  await change(house, both);
  await takeTurn(house, marisol, [{ kind: 'allow_corrections', allowed: false }]);
  expect(await readRows(house, 'select * from given_answers')).toEqual([]);
  expect(await queueAll(house, both)).toMatchObject([{ fact: BORDER }]); // the wish stands
});

test('stopping one alert ends that one, and stopping all ends corrections too', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish(FEES), wish(BORDER), CORRECTIONS, given('V1')]);
  const both = editions(edition(FEES, 'V2'), edition(BORDER, 'B2'));
  await change(house, both);
  await takeTurn(house, marisol, [{ kind: 'stop_alerts', fact: FEES }]);
  expect(await readRows(house, 'select fact from due_alerts')).toEqual([{ fact: BORDER }]);
  await takeTurn(house, marisol, [{ kind: 'stop_alerts', fact: 'all' }]);
  expect(await queueAll(house, both)).toEqual([]);
  expect(await readRows(house, 'select corrections_at from contacts')).toEqual([{ corrections_at: null }]);
});

test('a stop ends alerts, and a start does not bring them back', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish(), CORRECTIONS, given('V1')]);
  await change(house, V2);
  await takeTurn(house, marisol, [{ kind: 'opt_out' }]);
  await takeTurn(house, marisol, [{ kind: 'opt_in' }]);
  expect(await queueAll(house, V2)).toEqual([]);
  await change(house, editions(edition(FEES, 'V3')));
  expect(await queueAll(house, editions(edition(FEES, 'V3')))).toEqual([]);
});

test('what a person’s turn may know of it is theirs alone, and in the order in which they wished for it', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish(FEES)]);
  house.clock.advance(MINUTE_MS);
  await takeTurn(house, marisol, [wish(BORDER), CORRECTIONS]);
  await house.store.inbox.receive('whatsapp', webhookWith(messageFrom(marisol, 'uno'), messageFrom(jean, 'dos')));
  const claims = await house.store.turns.claim(2);
  expect(claims.map(({ alerts, corrections }) => ({ alerts, corrections }))).toEqual([
    { alerts: [FEES, BORDER], corrections: true },
    { alerts: [], corrections: false },
  ]);
});

test('of two processes that start with the same answers one announces, and one alert goes out', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  const announced = await Promise.all([house.store.alerts.announce(V2), other.alerts.announce(V2)]);
  expect(announced.map(({ alerts }) => alerts).toSorted()).toEqual([0, 1]);
  house.clock.advance(SETTLE_MS);
  const told: string[] = [];
  const queue = (store: Store): Promise<readonly ChannelName[]> =>
    store.alerts.queueDue({
      perSecond: 5,
      channels: ['whatsapp'],
      editions: V2,
      mayBeAlerted: () => true,
      compose: ({ fact }) => {
        told.push(fact);
        return { kind: 'text', text: 'nuevo' };
      },
    });
  await Promise.all([queue(house.store), queue(other)]);
  expect(await readRows(house, 'select alert_fact from outbox where alert_fact is not null')).toHaveLength(1);
  await other.close();
});

test('a process that still has the old answers leaves alerts about the new ones alone', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await change(house, V2);
  expect(await queueAll(house, editions(edition(FEES, 'V1')))).toEqual([]);
  expect(await queueAll(house, V2)).toHaveLength(1);
});

test('a crash before the commit leaves the alert to be told, one after it leaves nothing to tell again', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await change(house, V2);
  const crash = house.store.alerts.queueDue({
    perSecond: 5,
    channels: ['whatsapp'],
    editions: V2,
    mayBeAlerted: () => true,
    compose: () => {
      throw new Error('the process ends here');
    },
  });
  await expect(crash).rejects.toThrow();
  expect(await readRows(house, 'select * from outbox where alert_fact is not null')).toEqual([]);
  await house.reopen();
  expect(await queueAll(house, V2)).toHaveLength(1);
  await house.reopen();
  expect(await queueAll(house, V2)).toEqual([]);
  expect(await readRows(house, 'select * from outbox where alert_fact is not null')).toHaveLength(1);
});

test('when the answer changes again before an alert is sent, only the newest goes out', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await sendAll(house.store);
  await change(house, V2);
  await house.store.alerts.queueDue({
    perSecond: 5,
    channels: ['whatsapp'],
    editions: V2,
    mayBeAlerted: () => true,
    compose: () => ({ kind: 'text', text: 'V2' }),
  });
  const V3 = editions(edition(FEES, 'V3'), edition(BORDER, 'B1'));
  await change(house, V3); // the first one is still in the outbox
  expect(await house.store.outbox.claim(64, ['whatsapp'])).toEqual([]);
  expect(await queueAll(house, V3)).toMatchObject([{ version: 'V3' }]);
});

test('nobody is written to in an emergency, or without a way to stop it', async () => {
  await using house = await openTestStore();
  await learn(house);
  const opened: Effect = {
    kind: 'open_case',
    case: { reason: 'danger', urgency: 'urgent', language: 'es', topic: null, summary: 'ayuda' },
  };
  await takeTurn(house, marisol, [wish(), opened]);
  await takeTurn(house, wilmer, [wish()]);
  await change(house, V2);
  const mayBeAlerted = ({ channel }: Address): boolean => channel === 'whatsapp';
  expect(await queueAll(house, V2, { mayBeAlerted })).toEqual([]);
  expect(await readRows(house, 'select fact from alert_wishes')).toHaveLength(1); // of the one who may be told later
});

test('whoever hides our messages is told when they do not any more', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await takeTurn(house, jean, [wish()]);
  await change(house, V2);
  await runStatement(house, 'update contacts set hidden_at = 1 where id = (select min(contact_id) from due_alerts)');
  expect(await queueAll(house, V2)).toHaveLength(1);
  await runStatement(house, 'update contacts set hidden_at = null');
  expect(await queueAll(house, V2)).toHaveLength(1);
});

test('nothing comes between a person and the agent they talk with', async () => {
  await using house = await openTestStore();
  await learn(house);
  const opened: Effect = {
    kind: 'open_case',
    case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 'ayuda' },
  };
  await takeTurn(house, marisol, [wish(), opened]);
  await change(house, V2);
  await runStatement(house, "update cases set state = 'taken'");
  expect(await queueAll(house, V2)).toEqual([]);
  await runStatement(house, "update cases set state = 'closed'");
  expect(await queueAll(house, V2)).toHaveLength(1);
});

test('a number that passed to somebody else brings them no alert', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await change(house, V2);
  await takeTurn(house, { channel: 'whatsapp', userId: 'MX.8000000000000000199', phone: marisol.phone }, []);
  expect(await queueAll(house, V2)).toEqual([]);
  expect(await readRows(house, 'select * from alert_wishes')).toEqual([]);
});

test('a changed number or account forgets what its owner wanted to be told', async () => {
  await using house = await openTestStore();
  await takeTurn(house, marisol, [wish(), CORRECTIONS]);
  const changed = messageFrom(marisol, { kind: 'identity_changed', change: 'number', current: null });
  await house.store.inbox.receive('whatsapp', webhookWith(changed));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  await house.store.turns.finish(claim, message, { kind: 'noted', forget: true }, true);
  expect(await readRows(house, 'select * from alert_wishes')).toEqual([]);
  expect(await readRows(house, 'select corrections_at from contacts')).toEqual([{ corrections_at: null }]);
});

test('an alert waits for its channel, so that SMS can wait for money', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await takeTurn(house, wilmer, [wish()]);
  await change(house, V2);
  expect(await queueAll(house, V2, { channels: ['whatsapp'] })).toMatchObject([{ channel: 'whatsapp' }]);
  expect(await queueAll(house, V2)).toMatchObject([{ channel: 'sms' }]);
});

test('no more leave in a second than they should, over all processes', async () => {
  await using house = await openTestStore();
  const other = await house.another();
  await learn(house);
  for (let index = 10; index < 18; index += 1) {
    await takeTurn(house, { channel: 'sms', phone: `+120255501${index}` }, [wish()]);
  }
  await sendAll(house.store);
  await change(house, V2);
  const queue = async (store: Store): Promise<number> => {
    const queued = await store.alerts.queueDue({
      perSecond: 3,
      channels: ['sms'],
      editions: V2,
      mayBeAlerted: () => true,
      compose: () => ({ kind: 'text', text: 'nuevo' }),
    });
    return queued.length;
  };
  expect([await queue(house.store), await queue(other), await queue(house.store)]).toEqual([3, 0, 0]);
  house.clock.advance(SECOND_MS);
  expect([await queue(other), await queue(house.store)]).toEqual([3, 0]);
  house.clock.advance(SECOND_MS);
  expect(await queue(house.store)).toBe(2);
  await other.close();
});

test('while nothing can be sent, alerts do not pile up in the outbox', async () => {
  await using house = await openTestStore();
  await learn(house);
  for (let index = 10; index < 30; index += 1) {
    await takeTurn(house, { channel: 'sms', phone: `+120255501${index}` }, [wish()]);
  }
  await sendAll(house.store);
  await change(house, V2);
  for (let second = 0; second < 10; second += 1) {
    await house.store.alerts.queueDue({
      perSecond: 5,
      channels: ['sms'],
      editions: V2,
      mayBeAlerted: () => true,
      compose: () => ({ kind: 'text', text: 'nuevo' }),
    });
    house.clock.advance(SECOND_MS);
  }
  expect(await readRows(house, 'select * from outbox where alert_fact is not null')).toHaveLength(10);
});

test('answers leave before alerts, and nobody’s answer waits behind an alert of theirs', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await sendAll(house.store);
  await change(house, V2);
  await house.store.alerts.queueDue({
    perSecond: 5,
    channels: ['whatsapp'],
    editions: V2,
    mayBeAlerted: () => true,
    compose: () => ({ kind: 'text', text: 'nuevo' }),
  });
  house.clock.advance(SECOND_MS);
  await takeTurn(house, wilmer, []);
  await takeTurn(house, marisol, []);
  const first = await house.store.outbox.claim(1, ['whatsapp', 'sms']);
  expect(first).toMatchObject([{ channel: 'sms', reply: { text: 'eco' } }]);
  const night = await house.store.outbox.claim(64, ['whatsapp', 'sms'], false);
  expect(night).toMatchObject([{ channel: 'whatsapp', reply: { text: 'eco' } }]);
  for (const sending of [...first, ...night])
    await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
  expect(await house.store.outbox.claim(64, ['whatsapp', 'sms'], false)).toEqual([]);
  expect(await house.store.outbox.claim(64, ['whatsapp', 'sms'])).toMatchObject([{ reply: { text: 'nuevo' } }]);
});

test('who wishes for an alert is kept for 180 days after their last message, and the wish no longer', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish()]);
  await takeTurn(house, wilmer, [CORRECTIONS]);
  await sendAll(house.store);
  house.clock.advance(RETENTION_MS.contact);
  await house.store.sweep();
  expect(await readRows(house, 'select channel from contacts')).toEqual([{ channel: 'whatsapp' }]);
  house.clock.advance(RETENTION_MS.wishfulContact - RETENTION_MS.contact - DAY_MS);
  await house.store.sweep();
  await change(house, V2);
  expect(await queueAll(house, V2)).toMatchObject([{ isWindowOpen: false }]);
  house.clock.advance(DAY_MS);
  await house.store.sweep();
  expect(await readRows(house, 'select * from contacts')).toEqual([]);
  expect(await readRows(house, 'select * from alert_wishes')).toEqual([]);
});

test('an erased person is told nothing more, and no wish of theirs stays', async () => {
  await using house = await openTestStore();
  await learn(house);
  await takeTurn(house, marisol, [wish(), CORRECTIONS, given('V1')]);
  await change(house, V2);
  await takeTurn(house, marisol, [{ kind: 'erase', receipt: 'R-1' }]);
  expect(await queueAll(house, V2)).toEqual([]);
  for (const table of ['alert_wishes', 'given_answers', 'due_alerts']) {
    expect(await readRows(house, `select * from ${table}`)).toEqual([]);
  }
  expect(await house.store.finishErasures()).toEqual(['whatsapp']);
});
