import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio, FakeTwilioOptions } from '../../src/dev/fake-twilio.ts';
import { countTwilioSegments } from '../../src/dev/twilio/segments.ts';
import { startReceiver } from './receiver.ts';
import type { ReceivedWebhook, Receiver } from './receiver.ts';

const ANA = '+12025550101';

let receiver: Receiver;
let twilio: FakeTwilio;

const start = async (options: FakeTwilioOptions = {}): Promise<void> => {
  twilio = await startFakeTwilio({
    webhookUrl: `${receiver.url}/webhooks/sms`,
    statuses: { delayMs: 0 },
    retryDelaysMs: [1],
    ...options,
  });
};
const restart = async (options: FakeTwilioOptions): Promise<void> => {
  await twilio.stop();
  await start(options);
};

beforeEach(async () => {
  receiver = await startReceiver((response) => void response.setHeader('content-type', 'text/xml').end('<Response/>'));
  await start();
});
afterEach(async () => {
  await twilio.stop();
  await receiver[Symbol.asyncDispose]();
});

interface TwilioBody {
  readonly code?: number;
  readonly sid?: string;
  readonly [field: string]: unknown;
}

interface TwilioResponse {
  readonly status: number;
  readonly body: TwilioBody;
}

const send = async (
  fields: Readonly<Record<string, string | undefined>> = {},
  { token = twilio.authToken, account = twilio.accountSid, user = twilio.accountSid } = {},
): Promise<TwilioResponse> => {
  const all = { To: ANA, From: twilio.phone, Body: 'hola', ...fields };
  const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const response = await fetch(`${twilio.url}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${user}:${token}`)}` },
    body: new URLSearchParams(given),
  });
  // The fake's own answers; each test looks at what it expects.
  return { status: response.status, body: (await response.json()) as TwilioBody };
};

const formOf = (webhook: ReceivedWebhook | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(webhook?.body.toString('utf8')));

/** Written out again here: a test of a signature must not use the code that made it. */
const expectSigned = (webhook: ReceivedWebhook | undefined, url: string, token: string): void => {
  const form = formOf(webhook);
  let text = url;
  for (const name of Object.keys(form).toSorted()) text += name + (form[name] ?? '');
  const signature = createHmac('sha1', token).update(text, 'utf8').digest('base64');
  expect(webhook?.headers['x-twilio-signature']).toBe(signature);
};

describe('what Twilio takes', () => {
  it('is answered with 201 and the whole message', async () => {
    const { status, body } = await send({ Body: '¿Está abierto?' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      account_sid: twilio.accountSid,
      api_version: '2010-04-01',
      body: '¿Está abierto?',
      date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
      direction: 'outbound-api',
      error_code: null,
      from: twilio.phone,
      to: ANA,
      messaging_service_sid: null,
      num_media: '0',
      num_segments: '1',
      price: null,
      status: 'queued',
      uri: `/2010-04-01/Accounts/${twilio.accountSid}/Messages/${body.sid}.json`,
    });
    expect(twilio.accepted).toMatchObject([{ id: body.sid, to: ANA, body: '¿Está abierto?', outboxId: null }]);
  });

  it('may have 1,600 characters', async () => {
    expect(await send({ Body: 'x'.repeat(1_600) })).toMatchObject({ status: 201, body: { num_segments: '11' } });
  });

  it('may come through a Messaging Service, and then has no sender and no segments yet', async () => {
    const service = `MG${'0'.repeat(32)}`;
    await restart({ messagingServiceSid: service });
    const { status, body } = await send({ From: undefined, MessagingServiceSid: service });
    expect(status).toBe(201);
    expect(body).toMatchObject({ from: null, messaging_service_sid: service, num_segments: '0', status: 'accepted' });
  });
});

describe('what Twilio refuses', () => {
  it.each([
    ['no recipient', 21604, 400, { To: undefined }],
    ['no sender', 21603, 400, { From: undefined }],
    ['no body', 21602, 400, { Body: undefined }],
    ['an empty body', 21602, 400, { Body: '' }],
    ['1,601 characters', 21617, 400, { Body: 'x'.repeat(1_601) }],
    ['a number without plus sign', 21211, 400, { To: ANA.slice(1) }],
    ['something that is no number', 21211, 400, { To: 'Ana' }],
    ['a number that is too short', 21211, 400, { To: '+120' }],
    ['another sender than its own', 21606, 400, { From: '+12025550150' }],
    ['an unknown Messaging Service', 21701, 404, { From: undefined, MessagingServiceSid: 'MG1' }],
    ['a status callback that is no address', 21609, 400, { StatusCallback: 'status' }],
    ['a status callback on another machine', 21609, 400, { StatusCallback: 'https://example.org/status/1' }],
  ])('%s', async (_, code, status, fields) => {
    expect(await send(fields)).toMatchObject({
      status,
      body: { code, status, message: expect.any(String), more_info: expect.stringContaining(String(code)) },
    });
    expect(twilio.totals).toMatchObject({ accepted: 0, refused: 1 });
  });

  it('its own number as recipient', async () => {
    expect(await send({ To: twilio.phone })).toMatchObject({ status: 400, body: { code: 21266 } });
  });

  it.each([
    ['a wrong token', { token: 'wrong' }],
    ['a wrong user', { user: 'AC1' }],
    ['another account in the address', { account: 'AC1' }],
  ])('%s, with 20003', async (_, identity) => {
    expect(await send({}, identity)).toMatchObject({ status: 401, body: { code: 20003 } });
  });

  it('an unknown address, with 20404', async () => {
    const response = await fetch(`${twilio.url}/2010-04-01/Accounts/${twilio.accountSid}/Calls.json`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${twilio.accountSid}:${twilio.authToken}`)}` },
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 20404 });
  });
});

describe('what people text', () => {
  it('comes as a signed form with a token that retries share', async () => {
    const { id, receipts } = await twilio.receive(ANA, '¿Es verdad? + & =');
    const [webhook] = receiver.received;
    expect(receipts).toEqual([{ status: 200, attempts: 1, body: '<Response/>' }]);
    expect(webhook?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    expect(webhook?.headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f]{32}$/);
    expectSigned(webhook, `${receiver.url}/webhooks/sms`, twilio.authToken);
    expect(formOf(webhook)).toMatchObject({
      MessageSid: id,
      SmsSid: id,
      From: ANA,
      To: twilio.phone,
      Body: '¿Es verdad? + & =',
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      AccountSid: twilio.accountSid,
    });
  });

  it('can be signed with a wrong token', async () => {
    await twilio.receive(ANA, 'hola', { signWith: 'wrong' });
    expectSigned(receiver.received[0], `${receiver.url}/webhooks/sms`, 'wrong');
  });

  it('can have pictures and parameters that are new', async () => {
    const media = [{ url: 'https://example.org/1', contentType: 'image/jpeg' }];
    await twilio.receive(ANA, '', { media, form: { BrandNew: '1', FromCountry: 'MX' } });
    const expected = { NumMedia: '1', MediaUrl0: 'https://example.org/1', BrandNew: '1', FromCountry: 'MX' };
    expect(formOf(receiver.received[0])).toMatchObject(expected);
  });

  it('comes twice with one id when ordered', async () => {
    await twilio.receive(ANA, 'hola', { times: 2 });
    await twilio.receive(ANA, 'hola', { times: 2, atOnce: true });
    const ids = receiver.received.map((webhook) => formOf(webhook)['MessageSid']);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(2);
  });

  it('is signed over the public address, and brought to this machine', async () => {
    const publicAddress = { publicBaseUrl: 'https://faro.example.org', localBaseUrl: receiver.url };
    twilio.deliverTo('https://faro.example.org/webhooks/sms', publicAddress);
    await twilio.receive(ANA, 'hola');
    expect(receiver.received[0]?.url).toBe('/webhooks/sms');
    expectSigned(receiver.received[0], 'https://faro.example.org/webhooks/sms', twilio.authToken);
  });

  it('never goes to another machine', () => {
    expect(() => twilio.deliverTo('https://faro.example.org/webhooks/sms')).toThrow(/this machine/);
  });
});

describe('a form that is not taken', () => {
  it('is lost after an answer of 500, as Twilio does by default', async () => {
    receiver.answerNext(500);
    expect((await twilio.receive(ANA, 'hola')).receipts).toMatchObject([{ status: 500, attempts: 1 }]);
  });

  it('is brought once more when there was no connection', async () => {
    receiver.answerNext('hang_up');
    expect((await twilio.receive(ANA, 'hola')).receipts).toMatchObject([{ status: 200, attempts: 2 }]);
    const tokens = receiver.received.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(new Set(tokens).size).toBe(1);
  });

  it('is brought again as the fragment of the address says, which is neither sent nor signed', async () => {
    await restart({ webhookUrl: `${receiver.url}/webhooks/sms#rc=3&rp=5xx,ct` });
    receiver.answerNext(500, 'hang_up', 503);
    expect((await twilio.receive(ANA, 'hola')).receipts).toMatchObject([{ status: 200, attempts: 4 }]);
    expect(receiver.received[0]?.url).toBe('/webhooks/sms');
    expectSigned(receiver.received[3], `${receiver.url}/webhooks/sms`, twilio.authToken);
  });

  it('is not brought again for what the fragment leaves out, and never more than five times', async () => {
    await restart({ webhookUrl: `${receiver.url}/webhooks/sms#rc=9&rp=5xx` });
    receiver.answerNext(404);
    expect((await twilio.receive(ANA, 'hola')).receipts).toMatchObject([{ status: 404, attempts: 1 }]);
    receiver.answerNext(500, 500, 500, 500, 500, 500);
    expect((await twilio.receive(ANA, 'hola')).receipts).toMatchObject([{ status: 500, attempts: 6 }]);
  });
});

describe('STOP, START and HELP', () => {
  it('STOP keeps messages away until START', async () => {
    expect((await send()).status).toBe(201);
    await twilio.receive(ANA, ' stop ');
    expect(twilio.isOptedOut(ANA)).toBe(true);
    expect(await send()).toMatchObject({ status: 400, body: { code: 21610 } });
    expect((await send({ To: '+12025550102' })).status).toBe(201);
    await twilio.receive(ANA, 'START');
    expect((await send()).status).toBe(201);
  });

  it.each(['STOP', 'Unsubscribe', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'])(
    '%s is a STOP',
    async (word) => {
      expect(await twilio.receive(ANA, word)).toMatchObject({ keyword: 'STOP' });
      expect(formOf(receiver.received[0])['OptOutType']).toBe('STOP');
    },
  );

  it.each(['stop it', 'ALTO', 'parar', '¿stop?'])('%s is not', async (words) => {
    expect(await twilio.receive(ANA, words)).toMatchObject({ keyword: null });
    expect(formOf(receiver.received[0])).not.toHaveProperty('OptOutType');
    expect(twilio.isOptedOut(ANA)).toBe(false);
  });

  it('other words can be added', async () => {
    await restart({ ownStopWords: ['ALTO'] });
    expect(await twilio.receive(ANA, 'alto')).toMatchObject({ keyword: 'STOP' });
  });

  it('are answered by the carrier', async () => {
    const replies: string[] = [];
    twilio.on('carrier_reply', ({ to, keyword }) => replies.push(`${keyword} ${to}`));
    await twilio.receive(ANA, 'HELP');
    await twilio.receive(ANA, 'hola');
    expect(replies).toEqual([`HELP ${ANA}`]);
    expect(formOf(receiver.received[0])['OptOutType']).toBe('HELP');
  });

  it('are not marked without Advanced Opt-Out, and mean nothing when switched off', async () => {
    await restart({ optOut: 'default' });
    await twilio.receive(ANA, 'STOP');
    expect(formOf(receiver.received[0])).not.toHaveProperty('OptOutType');
    expect(await send()).toMatchObject({ body: { code: 21610 } });
    await restart({ optOut: 'off' });
    await twilio.receive(ANA, 'STOP');
    expect((await send()).status).toBe(201);
  });
});

describe('status callbacks', () => {
  const states = (): readonly unknown[] => receiver.received.map((webhook) => formOf(webhook)['MessageStatus']);

  it('come as queued, sent and delivered, signed, to the address that was given', async () => {
    const callback = `${receiver.url}/webhooks/sms/status/outbox-1?x=1`;
    const { body } = await send({ StatusCallback: callback });
    await twilio.settled();
    expect(states()).toEqual(['queued', 'sent', 'delivered']);
    expect(receiver.received[0]?.url).toBe('/webhooks/sms/status/outbox-1?x=1');
    for (const webhook of receiver.received) expectSigned(webhook, callback, twilio.authToken);
    expect(formOf(receiver.received[2])).toMatchObject({ MessageSid: body.sid, SmsStatus: 'delivered', To: ANA });
    expect(twilio.accepted[0]).toMatchObject({ outboxId: 'outbox-1', statusCallback: callback });
  });

  it('do not come when no address was given', async () => {
    await send();
    await twilio.settled();
    expect(receiver.received).toHaveLength(0);
  });

  it('come in another order, and twice, when asked', async () => {
    twilio.planStatuses({ delayMs: 0, order: 'reversed', times: 2, steps: ['sent', 'delivered'] });
    await send({ StatusCallback: `${receiver.url}/s/1` });
    await twilio.settled();
    expect([...states()].sort()).toEqual(['delivered', 'delivered', 'sent', 'sent']);
    expect(states()[0]).toBe('delivered');
  });

  it('end in undelivered with its code when that was ordered', async () => {
    twilio.failNext({ kind: 'late_failure', code: 30005 });
    await send({ StatusCallback: `${receiver.url}/s/1` });
    await twilio.settled();
    expect(states()).toEqual(['queued', 'sent', 'undelivered']);
    expect(formOf(receiver.received[2])['ErrorCode']).toBe('30005');
    expect(formOf(receiver.received[1])).not.toHaveProperty('ErrorCode');
  });
});

describe('the count of segments', () => {
  it.each([
    ['nothing', '', 1],
    ['160 plain characters', 'x'.repeat(160), 1],
    ['161 plain characters', 'x'.repeat(161), 2],
    ['306 plain characters', 'x'.repeat(306), 2],
    ['307 plain characters', 'x'.repeat(307), 3],
    ['80 euro signs, two places each', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['153 euro signs: one may not be cut in two', '€'.repeat(153), 3],
    ['letters that are in GSM-7', 'éñÑü¿¡àèìòù'.repeat(14), 1],
    ['one letter that is not', `á${'x'.repeat(69)}`, 1],
    ['one letter that is not, in 71 characters', `á${'x'.repeat(70)}`, 2],
    ['135 of them', 'á'.repeat(135), 3],
    ['an emoji, two places', `${'x'.repeat(69)}👍`, 2],
  ])('%s', (_, text, segments) => {
    expect(countTwilioSegments(text)).toBe(segments);
  });
});
