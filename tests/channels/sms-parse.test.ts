import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sendErrorCodeOf } from '../../src/channels/sms/errors.ts';
import { parseSms, parseSmsStatus } from '../../src/channels/sms/parse.ts';
import type { SmsForm } from '../../src/channels/sms/verify.ts';
import type { ParsedWebhook } from '../../src/core/message.ts';

const NOW_MS = Date.UTC(2026, 10, 21, 12);
const OUTBOX_ID = 'q7wM2n0vB4xK_-a1S9dE';
const NOTHING: ParsedWebhook = { messages: [], statuses: [], unreadable: [], ignored: 0 };

function captured(name: string): SmsForm {
  const path = join(import.meta.dirname, '../webhooks/sms', `${name}.json`);
  const file: { form: SmsForm } = JSON.parse(readFileSync(path, 'utf8'));
  return file.form;
}

const contentOf = (form: SmsForm): unknown => parseSms(form, NOW_MS).messages[0]?.content;

describe('an inbound SMS', () => {
  test('is one message, with its id, its sender and the time it reached us', () => {
    expect(parseSms(captured('text'), NOW_MS)).toEqual({
      ...NOTHING,
      messages: [
        {
          providerId: 'SM00000000000000000000000000000001',
          from: { channel: 'sms', phone: '+12025550101' },
          sentAtMs: NOW_MS,
          content: { kind: 'text', text: '¿Es verdad que con niños te dejan pasar?' },
        },
      ],
    });
  });

  test('with a picture is an image that stays at Twilio, with the words as its caption', () => {
    expect(contentOf(captured('mms-image'))).toEqual({
      kind: 'image',
      media: {
        mediaId: expect.stringMatching(/^https:\/\/api\.twilio\.com\/.*\/Media\/ME0{31}1$/),
        mimeType: 'image/jpeg',
        caption: '¿Este papel es verdadero?',
      },
    });
  });

  test.each([
    ['image/png', 'image'],
    ['VIDEO/3gpp', 'video'],
    ['audio/amr', 'audio'],
    ['application/pdf', 'document'],
    ['text/vcard', 'document'],
    ['', 'document'],
  ])('with a file of type "%s" is of kind %s', (mimeType, kind) => {
    const form: SmsForm = { ...captured('mms-image'), MediaContentType0: mimeType, Body: ' ' };
    expect(contentOf(form)).toEqual({
      kind,
      media: { mediaId: form['MediaUrl0'], mimeType: mimeType || 'application/octet-stream' },
    });
  });

  test.each([
    ['stop-by-carrier', 'stop', true, 'STOP'],
    ['alto', 'stop', false, '¡Alto!'],
    ['start', 'start', true, 'Start'],
    ['help', 'help', true, 'help'],
    ['optouttype-help', 'help', true, 'Ayuda'],
  ])('%s is the keyword %s, handled by the carrier: %s', (name, keyword, handledByCarrier, text) => {
    expect(contentOf(captured(name))).toEqual({ kind: 'keyword', keyword, handledByCarrier, text });
  });

  test('whose OptOutType says STOP is a stop, whatever word the operator chose for it', () => {
    const content = { kind: 'keyword', keyword: 'stop', handledByCarrier: true, text: 'ya no' };
    expect(contentOf({ ...captured('text'), Body: 'ya no', OptOutType: 'stop' })).toEqual(content);
    expect(contentOf({ ...captured('text'), Body: 'ya no', OptOutType: 'LATER' })).toEqual({
      kind: 'text',
      text: 'ya no',
    });
  });

  test('that says YES is an answer, unless Twilio says it was taken for START', () => {
    expect(contentOf({ ...captured('text'), Body: 'YES' })).toEqual({ kind: 'text', text: 'YES' });
    expect(contentOf({ ...captured('text'), Body: 'YES', OptOutType: 'START' })).toEqual({
      kind: 'keyword',
      keyword: 'start',
      handledByCarrier: true,
      text: 'YES',
    });
  });

  test('is a stop also with a picture beside the word', () => {
    expect(contentOf({ ...captured('mms-image'), Body: 'Stop' })).toMatchObject({ kind: 'keyword', keyword: 'stop' });
  });

  test('without words or pictures is answered politely', () => {
    expect(contentOf({ ...captured('text'), Body: ' \n' })).toEqual({ kind: 'unsupported', type: 'empty' });
  });

  test('is read the same with fields we do not know and with those of WhatsApp', () => {
    expect(contentOf(captured('unknown-parameters'))).toEqual({ kind: 'text', text: 'Necesito un abogado' });
    const [message] = parseSms(captured('whatsapp-fields'), NOW_MS).messages;
    expect(Object.keys(message ?? {}).sort()).toEqual(['content', 'from', 'providerId', 'sentAtMs']);
    expect(message?.content).toEqual({ kind: 'text', text: 'Hola' });
  });
});

describe('a sender whom nobody can answer', () => {
  test('of a short code makes no turn', () => {
    expect(parseSms(captured('short-code-sender'), NOW_MS)).toEqual({ ...NOTHING, ignored: 1 });
  });

  test.each([
    ['a short code', '40404'],
    ['a short code with a plus sign', '+40404'],
    ['a name', 'BANCO'],
    ['a name with a dash', 'INFO-SMS'],
    ['a number without its plus sign', '12025550101'],
    ['a number that begins with zero', '+02025550101'],
    ['a number that is too long', '+1202555010112345'],
    ['a number in other digits', '+1202555\u0660\u0661\u0660\u0661'],
  ])('that is %s makes no turn', (_what, from) => {
    expect(parseSms({ ...captured('text'), From: from }, NOW_MS)).toEqual({ ...NOTHING, ignored: 1 });
  });

  test('that is our own number makes no turn', () => {
    const form = captured('text');
    expect(parseSms({ ...form, From: form['To'] ?? '' }, NOW_MS)).toEqual({ ...NOTHING, ignored: 1 });
  });

  test('of another channel is put aside with its reason', () => {
    const form = { ...captured('text'), From: 'whatsapp:+12025550101' };
    const unreadable = [{ reason: 'sender_of_another_channel', raw: form }];
    expect(parseSms(form, NOW_MS)).toEqual({ ...NOTHING, unreadable });
  });
});

test.each([
  ['no_message_sid', { MessageSid: '' }],
  ['no_message_sid', { MessageSid: 'SM 1' }],
  ['no_sender', { From: ' ' }],
])('a form that lacks what we need is put aside: %s', (reason, missing) => {
  const form = { ...captured('text'), ...missing };
  expect(parseSms(form, NOW_MS)).toEqual({ ...NOTHING, unreadable: [{ reason, raw: form }] });
});

describe('a status callback', () => {
  const statusOf = (form: SmsForm): unknown => parseSmsStatus(form, OUTBOX_ID, NOW_MS).statuses[0];

  test.each([
    ['status-sent', 'sent', undefined],
    ['status-delivered', 'delivered', undefined],
    ['status-undelivered-30005', 'failed', 30005],
    ['status-failed-21610', 'failed', 21610],
  ])('%s moves the row to %s', (name, state, errorCode) => {
    const form = captured(name);
    expect(parseSmsStatus(form, OUTBOX_ID, NOW_MS)).toStrictEqual({
      ...NOTHING,
      statuses: [
        {
          outboxId: OUTBOX_ID,
          providerId: form['MessageSid'],
          state,
          atMs: NOW_MS,
          ...(errorCode === undefined ? {} : { errorCode, reason: sendErrorCodeOf(errorCode) }),
        },
      ],
    });
  });

  test.each([
    ['read', 'read'],
    ['Delivered', 'delivered'],
    ['canceled', 'failed'],
    ['partially_delivered', 'sent'],
  ])('of "%s" means %s', (word, state) => {
    expect(statusOf({ ...captured('status-sent'), MessageStatus: word })).toMatchObject({ state });
  });

  test.each(['queued', 'accepted', 'scheduled', 'sending', 'received', 'something_new', '__proto__'])(
    'of "%s" asks nothing of us',
    (word) => {
      const form = { ...captured('status-sent'), MessageStatus: word };
      expect(parseSmsStatus(form, OUTBOX_ID, NOW_MS)).toEqual({ ...NOTHING, ignored: 1 });
    },
  );

  test('without an error number that can be read bears none', () => {
    for (const code of ['', '0', 'abc', '1e5', '30005x'])
      expect(statusOf({ ...captured('status-undelivered-30005'), ErrorCode: code })).not.toHaveProperty('errorCode');
    expect(statusOf({ ...captured('status-sent'), ErrorCode: '30005' })).not.toHaveProperty('errorCode');
  });

  test('that came to an address we never gave out is known by its sid only', () => {
    expect(parseSmsStatus(captured('status-sent'), '../../etc', NOW_MS).statuses[0]).not.toHaveProperty('outboxId');
  });

  test('without a sid is put aside', () => {
    expect(parseSmsStatus({ MessageStatus: 'sent' }, OUTBOX_ID, NOW_MS).unreadable).toMatchObject([
      { reason: 'no_message_sid' },
    ]);
  });
});

const names = [
  'MessageSid',
  'From',
  'To',
  'Body',
  'OptOutType',
  'NumMedia',
  'MediaUrl0',
  'MediaContentType0',
  'MessageStatus',
  'SmsStatus',
  'ErrorCode',
  '__proto__',
  'constructor',
];
const anyWord = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('SM1', '+12025550101', '+12025550190', 'STOP', 'ALTO', 'image/jpeg', 'sent', 'failed', '30005', '١'),
);
const anyFields: fc.Arbitrary<SmsForm> = fc.dictionary(
  fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 5 })),
  fc.oneof(anyWord, fc.array(anyWord, { maxLength: 3 })),
  { maxKeys: 14 },
);
const anyForm = fc.oneof(
  anyFields,
  anyFields.map((fields) => ({ MessageSid: 'SM1', From: '+12025550101', MessageStatus: 'failed', ...fields })),
);

test('20,000 odd forms are each one message, one status, one thing put aside, or nothing; none throws', () => {
  const seen = { messages: 0, statuses: 0, unreadable: 0, ignored: 0 };
  fc.assert(
    fc.property(anyForm, fc.string(), (form, outboxId) => {
      for (const parsed of [parseSms(form, NOW_MS), parseSmsStatus(form, outboxId, NOW_MS)]) {
        const { messages, statuses, unreadable, ignored } = parsed;
        expect(messages.length + statuses.length + unreadable.length + ignored).toBe(1);
        for (const { from } of messages) expect(from.phone).toMatch(/^\+[1-9]\d{7,14}$/);
        seen.messages += messages.length;
        seen.statuses += statuses.length;
        seen.unreadable += unreadable.length;
        seen.ignored += ignored;
      }
    }),
    { numRuns: 20_000 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100); // the forms are odd, but not all in the same way
});
