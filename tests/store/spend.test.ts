/** What SMS may cost: counted exactly, told once, and never in the way of what must be said. On the real database. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { CaseId, FactId, FactVersion } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { SmsLimits, SmsPeriod, VitalAnswer } from '../../src/core/spend.ts';
import { SETTLE_MS } from '../../src/store/announce.ts';
import { RETENTION_MS } from '../../src/store/retention.ts';
import type { Store } from '../../src/store/store.ts';
import type { Finished } from '../../src/store/turns.ts';
import { askForHuman, hire, valueOf } from '../fakes/desk.ts';
import { readRows } from '../fakes/house.ts';
import { PEOPLE } from '../fakes/people.ts';
import { budgetOf, strangers } from '../fakes/sms-budget.ts';
import { answerWith, messageFrom, openTestStore, START_MS, webhookWith } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

const wilmer = PEOPLE.wilmer.address;
const deng = PEOPLE.deng.address;
const marisol = PEOPLE.marisol.address;

const NOTICE = 'no hay más SMS xx';

function tell(period: SmsPeriod): Reply {
  return { kind: 'text', text: `${NOTICE} ${period}` };
}

interface Said {
  readonly text?: string;
  readonly effects?: readonly Effect[];
  readonly vital?: VitalAnswer;
  readonly store?: Store;
}

/** Somebody writes, and the bot has this to say. */
async function say(
  house: TestStore,
  from: Address,
  { text = 'xx', effects = [], vital, store = house.store }: Said = {},
): Promise<Finished> {
  const nowMs = house.clock.nowMs();
  await store.inbox.receive(from.channel, webhookWith(messageFrom(from, 'algo', { sentAtMs: nowMs })));
  const [claim] = await store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const before = claim.snapshot;
  const result = { ...answerWith(text, before), effects, ...(vital === undefined ? {} : { vital }) };
  return store.turns.finish(claim, message, { kind: 'answered', result, overLimit: tell }, true);
}

/** What leaves now. */
async function sent(house: TestStore): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const due = await house.store.outbox.claim(64, ['whatsapp', 'sms']);
    if (due.length === 0) return texts;
    for (const sending of due) {
      texts.push(sending.reply.text);
      await house.store.outbox.finish(sending, { kind: 'accepted', providerId: `out-${sending.seq}` });
    }
  }
}

async function open(limits: Partial<SmsLimits> = {}): Promise<TestStore> {
  return openTestStore({ smsBudget: budgetOf(limits) });
}

describe('one person', () => {
  test('is answered while the hour lasts, is told once, and then not answered until the next', async () => {
    await using house = await open();
    for (let turn = 0; turn < 8; turn += 1) await say(house, wilmer);
    // 4 answers make 8 segments; the last 2 of 10 are for the notice.
    expect(await sent(house)).toEqual(['xx', 'xx', 'xx', 'xx', `${NOTICE} hour`]);
    house.clock.advance(HOUR_MS);
    await say(house, wilmer);
    expect(await sent(house)).toEqual(['xx']);
  });

  test('has what is left over when a smaller answer fits', async () => {
    await using house = await open();
    await say(house, wilmer, { text: 'xxxxxxx' });
    await say(house, wilmer, { text: 'xx' }); // 9 > 8
    await say(house, wilmer, { text: 'x' });
    expect(await sent(house)).toEqual(['xxxxxxx', `${NOTICE} hour`]);
  });

  test('is told of the day when the day is used up, and the day ends at midnight UTC', async () => {
    await using house = await open({ personHourly: 6, personDaily: 12 });
    for (let hour = 0; hour < 3; hour += 1) {
      for (let turn = 0; turn < 4; turn += 1) await say(house, wilmer);
      house.clock.advance(HOUR_MS);
    }
    expect(await sent(house)).toEqual(['xx', 'xx', `${NOTICE} hour`, 'xx', 'xx', `${NOTICE} day`]);
    house.clock.advance(START_MS + DAY_MS - 12 * HOUR_MS - MINUTE_MS - house.clock.nowMs()); // 23:59
    await say(house, wilmer);
    expect(await sent(house)).toEqual([]);
    house.clock.advance(MINUTE_MS);
    await say(house, wilmer);
    expect(await sent(house)).toEqual(['xx']);
  });

  test('does not use up what another has, and WhatsApp costs nothing here', async () => {
    await using house = await open();
    for (let turn = 0; turn < 8; turn += 1) await say(house, wilmer);
    await sent(house);
    await say(house, deng);
    for (let turn = 0; turn < 8; turn += 1) await say(house, marisol);
    expect(await sent(house)).toEqual(Array.from({ length: 9 }, () => 'xx'));
  });

  test('who is not answered has their message kept, with a mark, and the conversation stays where it was', async () => {
    await using house = await open();
    const withheld: (string | undefined)[] = [];
    for (let turn = 0; turn < 6; turn += 1) withheld.push((await say(house, wilmer)).withheld);
    expect(withheld).toEqual([undefined, undefined, undefined, undefined, 'hour', 'hour']);
    const rows = await readRows(house, 'select state, reason, body from inbox order by seq');
    expect(rows.map(({ state, reason }) => [state, reason]).slice(-3)).toEqual([
      ['done', null],
      ['done', 'sms_hour'],
      ['done', 'sms_hour'],
    ]);
    expect(rows.every(({ body }) => body !== null)).toBe(true);
    house.clock.advance(HOUR_MS);
    await house.store.inbox.receive('sms', webhookWith(messageFrom(wilmer, 'sigo aquí')));
    const [claim] = await house.store.turns.claim(1);
    expect(claim?.snapshot?.turns).toBe(4); // the turns that were answered
  });

  test('gets what they wanted done although nothing is said, but agrees to nothing that they have not read', async () => {
    await using house = await open();
    for (let turn = 0; turn < 5; turn += 1) await say(house, wilmer);
    const open_case: Effect = {
      kind: 'open_case',
      case: { reason: 'request', urgency: 'normal', language: 'es', topic: null, summary: 's' },
    };
    const wish: Effect = { kind: 'wish_alert', fact: 'us-asylum-fees' as FactId, language: 'es' }; // an id of a test
    await say(house, wilmer, { effects: [open_case, wish, { kind: 'opt_out' }] });
    expect(await readRows(house, 'select id from cases')).toHaveLength(1);
    expect(await readRows(house, 'select * from alert_wishes')).toEqual([]);
    expect(await readRows(house, 'select * from contacts where opted_out_at is not null')).toHaveLength(1);
  });

  test('is told nothing about it while they hide from somebody', async () => {
    await using house = await open();
    for (let turn = 0; turn < 4; turn += 1) await say(house, wilmer);
    await say(house, wilmer, { effects: [{ kind: 'hide' }] });
    await say(house, wilmer);
    expect(await sent(house)).not.toContain(`${NOTICE} hour`);
    await say(house, wilmer, { effects: [{ kind: 'come_back' }] });
    expect(await sent(house)).toEqual([`${NOTICE} hour`]);
  });
});

describe('what must be said', () => {
  test('in danger is said whatever was spent, once in ten minutes', async () => {
    await using house = await open();
    for (let turn = 0; turn < 6; turn += 1) await say(house, wilmer);
    await sent(house);
    await say(house, wilmer, { text: 'llame xx', vital: 'danger' });
    await say(house, wilmer, { text: 'llame xx', vital: 'danger' });
    expect(await sent(house)).toEqual(['llame xx']);
    house.clock.advance(10 * MINUTE_MS);
    await say(house, wilmer, { text: 'llame xx', vital: 'danger' });
    expect(await sent(house)).toEqual(['llame xx']);
  });

  test('in danger is not held against what the person may ask afterwards', async () => {
    await using house = await open();
    await say(house, wilmer, { text: 'llame xx', vital: 'danger' });
    for (let turn = 0; turn < 4; turn += 1) await say(house, wilmer);
    expect(await sent(house)).toEqual(['llame xx', 'xx', 'xx', 'xx', 'xx']);
  });

  test('in danger is said when the whole day is used up, too', async () => {
    await using house = await open({ daily: 10 });
    for (let turn = 0; turn < 5; turn += 1) await say(house, wilmer);
    await sent(house);
    await say(house, deng, { text: 'llame xx', vital: 'danger' });
    expect(await sent(house)).toEqual(['llame xx']);
  });

  test('before a deletion is said, and so is the receipt, and the person is gone', async () => {
    await using house = await open();
    for (let turn = 0; turn < 6; turn += 1) await say(house, wilmer);
    await sent(house);
    await say(house, wilmer, { text: '¿seguro? xx', vital: 'deletion' });
    await say(house, wilmer, { text: 'ABCD-2345 xx', effects: [{ kind: 'erase', receipt: 'ABCD-2345' }] });
    expect(await sent(house)).toEqual(['ABCD-2345 xx']); // what was said before it is deleted with the rest
    await house.store.finishErasures();
    expect(await readRows(house, 'select * from sms_people')).toEqual([]);
    expect(await readRows(house, 'select * from contacts')).toEqual([]);
  });
});

describe('all people together', () => {
  test('are answered up to nine tenths of the day, then each is told once as long as the rest lasts', async () => {
    await using house = await open({ daily: 20, prefixDaily: 1_000 });
    for (const person of strangers(20)) await say(house, person);
    for (const person of strangers(20)) await say(house, person);
    const texts = await sent(house);
    expect(texts.filter((text) => text === 'xx')).toHaveLength(9);
    expect(texts.filter((text) => text === `${NOTICE} day`)).toHaveLength(1);
    expect(await house.store.spend.today()).toEqual({ segments: 20, limit: 20 });
  });

  test('of one country use up only what that country has', async () => {
    await using house = await open({ prefixDaily: 10 });
    const canada: Address = { channel: 'sms', phone: '+14165550100' };
    for (const person of strangers(10)) await say(house, person);
    expect((await sent(house)).filter((text) => text === 'xx')).toHaveLength(4);
    await say(house, canada);
    expect(await sent(house)).toEqual(['xx']);
    const rows = await readRows(house, 'select scope, segments from sms_days order by scope');
    expect(rows).toEqual([
      { scope: 'CA', segments: 2 },
      { scope: 'US', segments: 10 },
      { scope: 'all', segments: 12 },
    ]);
  });

  test('nothing is sent where nothing may be sent, not even in danger', async () => {
    const { limits, meter } = budgetOf();
    await using house = await openTestStore({ smsBudget: { limits, meter: { ...meter, prefixOf: () => null } } });
    expect((await say(house, wilmer)).withheld).toBe('country');
    expect((await say(house, wilmer, { vital: 'danger' })).withheld).toBe('country');
    expect(await sent(house)).toEqual([]);
  });

  test('two processes at once count every segment', async () => {
    await using house = await open({ daily: 60, prefixDaily: 60 });
    const other = await house.another();
    const people = strangers(30);
    const turns = people.flatMap((person, index) => {
      const store = index % 2 === 0 ? house.store : other;
      return [() => say(house, person, { store }), () => say(house, person, { store })];
    });
    // Claims of one process may take what the other has received: each says "xx" all the same.
    await Promise.all(turns.map((turn) => turn().catch(() => {})));
    for (const store of [house.store, other]) await finishAll(store);
    await other.close();
    const spent = (await sent(house)).join('').split('x').length - 1;
    expect(await house.store.spend.today()).toEqual({ segments: spent, limit: 60 });
    expect(spent).toBeLessThanOrEqual(60);
    expect(spent).toBeGreaterThanOrEqual(54);
  });
});

/** Everybody who still waits has their turn. */
async function finishAll(store: Store): Promise<void> {
  for (;;) {
    const claims = await store.turns.claim(32);
    if (claims.length === 0) return;
    for (const claim of claims)
      for (const [index, message] of claim.messages.entries()) {
        const outcome = { kind: 'answered', result: answerWith('xx'), overLimit: tell } as const;
        await store.turns.finish(claim, message, outcome, index === claim.messages.length - 1);
      }
  }
}

describe('alarms', () => {
  test('tell of a half, four fifths, and the first answer that is kept back, each once', async () => {
    await using house = await open({ daily: 40, prefixDaily: 1_000 });
    const alarms = () => house.store.spend.raiseAlarms();
    expect(await alarms()).toEqual([]);
    for (const person of strangers(10)) await say(house, person); // 20
    expect(await alarms()).toEqual([{ prefix: null, percent: 50 }]);
    expect(await alarms()).toEqual([]);
    for (const person of strangers(6, 30)) await say(house, person); // 32
    expect(await alarms()).toEqual([{ prefix: null, percent: 80 }]);
    for (const person of strangers(4, 40)) await say(house, person); // 36 is nine tenths; the last is kept back
    expect(await alarms()).toEqual([{ prefix: null, percent: 100 }]);
    house.clock.advance(DAY_MS);
    expect(await alarms()).toEqual([]);
  });

  test('name the country whose limit it is, and come from one of two processes', async () => {
    await using house = await open({ prefixDaily: 10 });
    const other = await house.another();
    for (const person of strangers(5)) await say(house, person);
    const raised = await Promise.all([house.store.spend.raiseAlarms(), other.spend.raiseAlarms()]);
    expect(raised.flat()).toEqual([{ prefix: 'US', percent: 100 }]);
    await other.close();
  });
});

describe('alerts', () => {
  const FEES = 'us-asylum-fees' as FactId; // as above
  const editions = (version: string) => ({
    current: [{ fact: FEES, version: version as FactVersion, titles: { es: 'Título', en: 'Title' }, announce: true }],
    unread: [],
  });

  async function wishAndChange(house: TestStore): Promise<void> {
    await house.store.alerts.announce(editions('V1'));
    await say(house, wilmer, { text: 'x', effects: [{ kind: 'wish_alert', fact: FEES, language: 'es' }] });
    await sent(house);
    await house.store.alerts.announce(editions('V2'));
    house.clock.advance(SETTLE_MS);
  }

  const queue = (house: TestStore) =>
    house.store.alerts.queueDue({
      perSecond: 5,
      channels: ['whatsapp', 'sms'],
      editions: editions('V2'),
      mayBeAlerted: () => true,
      compose: () => ({ kind: 'text', text: 'novedad xx' }),
    });

  test('may use half of the day, and what waits is told on the next', async () => {
    await using house = await open({ daily: 20 });
    await wishAndChange(house);
    for (const person of strangers(4)) await say(house, person); // 9 with the one before; 11 would be more than half
    await sent(house);
    expect(await house.store.spend.mayAlert()).toBe(true);
    expect(await queue(house)).toEqual([]);
    expect(await queue(house)).toEqual([]);
    expect(await house.store.spend.raiseAlarms()).toEqual([]); // it is no news that alerts wait
    await say(house, deng, { text: 'x' });
    expect(await house.store.spend.mayAlert()).toBe(false);
    house.clock.advance(DAY_MS);
    expect(await queue(house)).toEqual(['sms']);
    expect(await sent(house)).toContain('novedad xx');
    expect(await queue(house)).toEqual([]);
  });

  test('are counted like everything else', async () => {
    await using house = await open();
    await wishAndChange(house);
    expect(await queue(house)).toEqual(['sms']);
    expect(await house.store.spend.today()).toMatchObject({ segments: 3 });
  });
});

describe('people of the team', () => {
  async function taken(house: TestStore, urgency: 'normal' | 'urgent' = 'normal') {
    const ana = await hire(house.store, 'Ana');
    const id = await askForHuman(house, wilmer, { urgency });
    valueOf(await house.store.desk.claims.claim(ana, id));
    await sent(house);
    const write = (clientKey: string, id_: CaseId = id) =>
      house.store.desk.answers.send(ana, id_, {
        clientKey,
        reply: { kind: 'text', text: 'xx' },
        given: null,
        template: null,
      });
    return { ana, id, write };
  }

  test('are warned when they send somebody more than the bot may, and are not refused', async () => {
    await using house = await open({ personDaily: 4 });
    const { write } = await taken(house);
    expect(valueOf(await write('1'))).toMatchObject({ kind: 'queued' });
    expect(valueOf(await write('2'))).not.toHaveProperty('isOverSmsLimit');
    expect(valueOf(await write('3'))).toMatchObject({ kind: 'queued', isOverSmsLimit: true });
    expect((await sent(house)).filter((text) => text === 'xx')).toHaveLength(3);
  });

  test('do not use up what the bot may say to somebody', async () => {
    await using house = await open();
    const { ana, id, write } = await taken(house);
    for (const click of ['1', '2', '3', '4', '5', '6']) await write(click);
    valueOf(await house.store.desk.endings.close(ana, id, 'answered', () => ({ kind: 'text', text: 'cerrado' })));
    await sent(house);
    await say(house, wilmer);
    expect(await sent(house)).toEqual(['xx']);
  });

  test('have the last tenth, are refused when the day is used up, but never in an urgent case', async () => {
    await using house = await open({ daily: 20, prefixDaily: 1_000 });
    const { write } = await taken(house);
    for (const person of strangers(9)) await say(house, person);
    expect(valueOf(await write('1'))).toMatchObject({ kind: 'queued' });
    expect(valueOf(await write('2'))).toEqual({ kind: 'not_allowed', why: 'sms_limit' });
    expect(await house.store.spend.today()).toEqual({ segments: 20, limit: 20 });
    await using urgent = await open({ daily: 4 });
    const desk = await taken(urgent, 'urgent');
    for (const click of ['1', '2', '3']) expect(valueOf(await desk.write(click))).toMatchObject({ kind: 'queued' });
  });

  test('are told that nothing is sent to a country', async () => {
    const { limits, meter } = budgetOf();
    await using house = await openTestStore({ smsBudget: { limits, meter: { ...meter, prefixOf: () => null } } });
    const { write } = await taken(house);
    expect(valueOf(await write('1'))).toEqual({ kind: 'not_allowed', why: 'sms_country' });
  });
});

test('an agent is told what SMS can do where the person is, and not the number', async () => {
  const smsReach = () => ({ maxSegments: 1, twoWay: 'no' }) as const;
  await using house = await openTestStore({ smsReach });
  const ana = await hire(house.store, 'Ana');
  const id = await askForHuman(house, wilmer);
  valueOf(await house.store.desk.claims.claim(ana, id));
  const view = valueOf(await house.store.desk.reading.view(ana, id));
  expect(view.smsReach).toEqual({ maxSegments: 1, twoWay: 'no' });
  expect(JSON.stringify(view)).not.toContain('55501');
  const other = await askForHuman(house, marisol);
  valueOf(await house.store.desk.claims.claim(ana, other));
  expect(valueOf(await house.store.desk.reading.view(ana, other))).not.toHaveProperty('smsReach');
});

test('a person’s counters go after their day, the sums after three months', async () => {
  await using house = await open();
  await say(house, wilmer);
  await sent(house);
  house.clock.advance(2 * DAY_MS);
  await house.store.sweep();
  expect(await readRows(house, 'select * from sms_people')).toEqual([]);
  expect(await readRows(house, 'select * from sms_days')).toHaveLength(2);
  house.clock.advance(RETENTION_MS.smsDays);
  await house.store.sweep();
  expect(await readRows(house, 'select * from sms_days')).toEqual([]);
});

test('where nothing is paid for, nothing is counted', async () => {
  await using house = await openTestStore();
  for (let turn = 0; turn < 12; turn += 1) await say(house, wilmer);
  expect(await sent(house)).toHaveLength(12);
  expect(await house.store.spend.today()).toBeNull();
  expect(await house.store.spend.mayAlert()).toBe(true);
  expect(await house.store.spend.raiseAlarms()).toEqual([]);
  expect(await readRows(house, 'select * from sms_days')).toEqual([]);
});
