import { describe, expect, it } from 'vitest';
import { parseWhatsAppWebhook } from '../../src/channels/whatsapp/parse.ts';
import type { Inbound, InboundContent, ParsedWebhook, StatusReport } from '../../src/core/message.ts';
import {
  listWebhookFiles,
  PHONE_NUMBER_ID,
  readWebhookFile,
  textMessage,
  valueOf,
  webhookOf,
} from './whatsapp-webhooks.ts';

const ANA = { channel: 'whatsapp', userId: 'GT.10000000000000000101', phone: '+12025550101' };
const JEAN = { channel: 'whatsapp', userId: 'HT.10000000000000000102', phone: '+12025550102' };
const LUZ = { channel: 'whatsapp', userId: 'HN.10000000000000000103', phone: '+12025550103' };
const DAVI = { channel: 'whatsapp', userId: 'BR.10000000000000000104', phone: '+12025550104' };
const OUTBOX_ID = 'aW52ZW50ZWQtb3V0Ym94';

/** What each captured message means in our words. `reply`: it answers, or is about, an earlier message. */
const MESSAGES: Record<string, { from: object; content: InboundContent; reply?: true; forwarded?: 'once' | 'often' }> =
  {
    text: { from: ANA, content: { kind: 'text', text: '¿Es verdad que con niños te dejan pasar?' } },
    'text-userid-only': {
      from: { channel: 'whatsapp', userId: JEAN.userId },
      content: { kind: 'text', text: 'M bezwen èd' },
    },
    button: { from: ANA, content: { kind: 'choice', id: 'v1:alert:stop', title: 'No más avisos' }, reply: true },
    'button-reply': {
      from: ANA,
      content: { kind: 'choice', id: 'v1:fact:us-asylum-fees', title: 'Costos del asilo' },
      reply: true,
    },
    'list-reply': {
      from: LUZ,
      content: { kind: 'choice', id: 'v1:menu:places', title: 'Lugares de confianza' },
      reply: true,
    },
    'nfm-reply': {
      from: LUZ,
      content: { kind: 'form', name: 'flow', answers: '{"flow_token":"v1:survey","helpful":"yes"}' },
      reply: true,
    },
    image: {
      from: ANA,
      content: {
        kind: 'image',
        media: { mediaId: '1000000000000001', mimeType: 'image/jpeg', caption: '¿Es real este papel?' },
      },
    },
    voice: {
      from: JEAN,
      content: { kind: 'voice', media: { mediaId: '1000000000000002', mimeType: 'audio/ogg; codecs=opus' } },
    },
    audio: { from: JEAN, content: { kind: 'audio', media: { mediaId: '1000000000000003', mimeType: 'audio/mpeg' } } },
    video: { from: LUZ, content: { kind: 'video', media: { mediaId: '1000000000000004', mimeType: 'video/mp4' } } },
    document: {
      from: DAVI,
      content: {
        kind: 'document',
        media: {
          mediaId: '1000000000000005',
          mimeType: 'application/pdf',
          caption: 'O que diz?',
          fileName: 'carta.pdf',
        },
      },
    },
    sticker: {
      from: DAVI,
      content: { kind: 'sticker', media: { mediaId: '1000000000000006', mimeType: 'image/webp' } },
    },
    location: {
      from: LUZ,
      content: { kind: 'location', latitude: 14.634915, longitude: -90.506882, name: 'Parque Central' },
    },
    contacts: {
      from: ANA,
      content: { kind: 'contacts', cards: [{ name: 'Luz Pérez', phones: ['+1 202-555-0103', '+12025550113'] }] },
    },
    reaction: { from: ANA, content: { kind: 'reaction', emoji: '🙏' }, reply: true },
    'reaction-removed': { from: ANA, content: { kind: 'reaction', emoji: null }, reply: true },
    order: { from: DAVI, content: { kind: 'order', text: 'Quero este' } },
    'system-number-changed': {
      from: { channel: 'whatsapp', phone: '+12025550101' },
      content: {
        kind: 'identity_changed',
        change: 'number',
        current: { channel: 'whatsapp', userId: 'GT.10000000000000000111', phone: '+12025550111' },
      },
    },
    'system-user-id-changed': {
      from: ANA,
      content: {
        kind: 'identity_changed',
        change: 'user_id',
        current: { channel: 'whatsapp', userId: 'GT.10000000000000000111', phone: '+12025550111' },
      },
    },
    unsupported: { from: LUZ, content: { kind: 'unsupported', type: 'poll_creation' } },
    edit: { from: ANA, content: { kind: 'edited' }, reply: true },
    revoke: { from: ANA, content: { kind: 'revoked' }, reply: true },
    forwarded: {
      from: LUZ,
      content: { kind: 'text', text: 'Dicen que abren la frontera el lunes' },
      forwarded: 'once',
    },
    'frequently-forwarded': {
      from: LUZ,
      content: { kind: 'text', text: 'URGENTE: abren la frontera el lunes, pásalo' },
      forwarded: 'often',
    },
    'referral-ad': { from: DAVI, content: { kind: 'text', text: 'Oi, vi o anúncio' } },
  };

const STATUSES: Record<string, Partial<StatusReport>> = {
  'status-sent': { state: 'sent', billed: false },
  'status-delivered': { state: 'delivered', billed: true },
  'status-read': { state: 'read' },
  'status-played': { state: 'read' },
  'status-failed-131047': { state: 'failed', errorCode: 131047, reason: 'window_closed' },
  'status-userid-only': { state: 'delivered' },
};

const WAMID = expect.stringMatching(/^wamid\.[A-Za-z0-9+/]+=*$/);
const NOVEMBER_2026 = expect.toSatisfy((ms: number) => new Date(ms).toISOString().startsWith('2026-11-02T12:00'));

function parse(body: unknown): ParsedWebhook {
  return parseWhatsAppWebhook(body, PHONE_NUMBER_ID);
}

function parseOne(fields: Record<string, unknown>): Inbound {
  const parsed = parse(webhookOf([{ ...textMessage(1), ...fields }]));
  const [message] = parsed.messages;
  if (message === undefined) throw new Error(`Not read: ${parsed.unreadable.map(({ reason }) => reason).join()}`);
  return message;
}

function reasonFor(fields: Record<string, unknown>): string | undefined {
  const parsed = parse(webhookOf([{ ...textMessage(1), ...fields }]));
  expect(parsed.messages).toEqual([]);
  return parsed.unreadable[0]?.reason;
}

function senderOf(fields: Record<string, unknown>, contacts: unknown): Inbound['from'] | undefined {
  const value = { ...valueOf([{ ...textMessage(1), ...fields }]), contacts };
  return parse({ entry: [{ changes: [{ field: 'messages', value }] }] }).messages[0]?.from;
}

const SENT = { id: 'wamid.1', status: 'sent', timestamp: '1793620800' };

function parseStatuses(...statuses: unknown[]): ParsedWebhook {
  return parse(webhookOf([], statuses));
}

function billedFor(pricing: unknown): boolean | undefined {
  return parseStatuses({ ...SENT, pricing }).statuses[0]?.billed;
}

describe('a captured webhook', () => {
  it('is in one of the tables below, each of them', () => {
    const known = [...Object.keys(MESSAGES), ...Object.keys(STATUSES), 'account-update', 'batch-two-numbers'];
    expect(listWebhookFiles()).toEqual(known.sort());
  });

  it.each(Object.entries(MESSAGES))('of kind "%s" brings one message', (name, expected) => {
    expect(parse(readWebhookFile(name))).toEqual({
      messages: [
        {
          providerId: WAMID,
          from: expected.from,
          sentAtMs: NOVEMBER_2026,
          content: expected.content,
          ...(expected.reply === undefined ? {} : { inReplyTo: WAMID }),
          ...(expected.forwarded === undefined ? {} : { forwarded: expected.forwarded }),
        },
      ],
      statuses: [],
      unreadable: [],
      ignored: 0,
    });
  });

  it.each(Object.entries(STATUSES))('of kind "%s" brings one report on our own message', (name, expected) => {
    expect(parse(readWebhookFile(name))).toEqual({
      messages: [],
      statuses: [{ providerId: WAMID, atMs: NOVEMBER_2026, outboxId: OUTBOX_ID, ...expected }],
      unreadable: [],
      ignored: 0,
    });
  });

  it('about the account asks nothing of us and is counted', () => {
    expect(parse(readWebhookFile('account-update'))).toEqual({
      messages: [],
      statuses: [],
      unreadable: [],
      ignored: 1,
    });
  });

  it('of two numbers brings what came for ours, from all entries, in order', () => {
    const parsed = parse(readWebhookFile('batch-two-numbers'));
    expect(parsed.messages.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'Hola' },
      { kind: 'text', text: 'Buenas' },
      { kind: 'text', text: 'Bonjou' },
    ]);
    expect(parsed.messages.map(({ from }) => from)).toEqual([ANA, LUZ, JEAN]);
    expect(parsed.statuses).toHaveLength(1);
    expect(parsed.ignored).toBe(1);
  });

  it('keeps its meaning and its order when all are batched, as entries or as changes of one entry', () => {
    const files = listWebhookFiles().map(readWebhookFile);
    const alone = files.map(parse);
    const together = {
      messages: alone.flatMap(({ messages }) => messages),
      statuses: alone.flatMap(({ statuses }) => statuses),
      unreadable: [],
      ignored: 2,
    };
    const entries = files.flatMap(({ entry }) => entry);
    expect(parse({ object: 'whatsapp_business_account', entry: entries })).toEqual(together);
    const changes = entries.flatMap((entry) => entry.changes);
    expect(parse({ object: 'whatsapp_business_account', entry: [{ id: '1', changes }] })).toEqual(together);
  });
});

describe('the sender', () => {
  const bare = { from: undefined, from_user_id: undefined };

  const ana = { wa_id: '12025550101', user_id: 'GT.10000000000000000101' };
  const luz = { wa_id: '12025550103', user_id: 'HN.10000000000000000103' };

  it('is completed from the contact with the same number or id, and from no other', () => {
    expect(senderOf({ ...bare, from: '12025550101' }, [luz, ana])).toEqual(ANA);
    expect(senderOf({ ...bare, from_user_id: ana.user_id }, [luz, ana])).toEqual(ANA);
    expect(senderOf({ ...bare, from: '12025550101' }, [luz])).toEqual({ channel: 'whatsapp', phone: '+12025550101' });
    expect(senderOf({ ...bare, from_user_id: ana.user_id }, [luz])).toEqual({
      channel: 'whatsapp',
      userId: ana.user_id,
    });
  });

  it('is the only contact when the message names nobody, and nobody when there are two', () => {
    expect(senderOf(bare, [luz])).toEqual(LUZ);
    expect(senderOf(bare, [luz, ana])).toBeUndefined();
    expect(senderOf(bare, [])).toBeUndefined();
    expect(senderOf(bare, undefined)).toBeUndefined();
    expect(senderOf(bare, 'contacts')).toBeUndefined();
    expect(senderOf(bare, [null])).toBeUndefined();
  });

  it('keeps a number as WhatsApp writes it: nothing but a plus sign is added', () => {
    // Nor is a number of odd length put right: an answer goes to the address WhatsApp gave, or to nobody.
    expect(senderOf({ ...bare, from: '12025550150' }, [])).toEqual({ channel: 'whatsapp', phone: '+12025550150' });
    expect(senderOf({ ...bare, from: '0012025550150' }, [])).toEqual({ channel: 'whatsapp', phone: '+0012025550150' });
    expect(senderOf({ ...bare, from: '+1 202-555-0150' }, [])).toBeUndefined();
  });

  it('takes ids of the documented form and nothing that could pass for a number', () => {
    expect(senderOf({ ...bare, from_user_id: 'US.ENT.1Ab' }, [])).toEqual({
      channel: 'whatsapp',
      userId: 'US.ENT.1Ab',
    });
    for (const from_user_id of [
      '+12025550101',
      'us.1',
      'US.',
      `US.${'1'.repeat(129)}`,
      'US.1\n',
      '',
      7,
      {},
      ['US.1'],
    ]) {
      expect(senderOf({ ...bare, from_user_id }, [])).toBeUndefined();
    }
  });

  it('of a change of identity without a former address is the present one', () => {
    const system = { type: 'user_changed_user_id', user_id: 'GT.10000000000000000111' };
    const message = parseOne({ ...bare, type: 'system', system });
    expect(message.from).toEqual({ channel: 'whatsapp', userId: 'GT.10000000000000000111' });
  });
});

describe('a message', () => {
  it('of a type that does not exist yet survives as unsupported', () => {
    expect(parseOne({ type: 'hologram' }).content).toEqual({ kind: 'unsupported', type: 'hologram' });
    expect(parseOne({ type: 'interactive', interactive: { type: 'dance_reply' } }).content).toEqual({
      kind: 'unsupported',
      type: 'interactive/dance_reply',
    });
    expect(parseOne({ type: 'system', system: { type: 'moon_changed' } }).content).toEqual({
      kind: 'unsupported',
      type: 'system/moon_changed',
    });
  });

  it('never carries a sentence in the place of a type', () => {
    expect(parseOne({ type: 'call me at home' }).content).toEqual({ kind: 'unsupported', type: 'unknown' });
    expect(parseOne({ type: 'x'.repeat(65) }).content).toEqual({ kind: 'unsupported', type: 'unknown' });
  });

  it('whose type is a word of JavaScript is unsupported like any other', () => {
    for (const type of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
      expect(parseOne({ type }).content).toEqual({ kind: 'unsupported', type });
    }
  });

  it('that WhatsApp could not pass on is unsupported, and without errors it is unreadable', () => {
    const errors = [{ code: 131052, title: 'Media download error' }];
    expect(parseOne({ type: 'video', video: undefined, errors }).content).toEqual({
      kind: 'unsupported',
      type: 'video',
    });
    expect(reasonFor({ type: 'video', video: undefined })).toBe('bad_content');
  });

  it('is cut to 4,096 characters, and never through a character', () => {
    const full = 'ñ'.repeat(4_096);
    expect(parseOne({ text: { body: full } }).content).toEqual({ kind: 'text', text: full });
    expect(parseOne({ text: { body: `${full}ñ` } }).content).toEqual({ kind: 'text', text: full });
    const emoji = `${'a'.repeat(4_095)}🙏`;
    expect(parseOne({ text: { body: emoji } }).content).toEqual({ kind: 'text', text: 'a'.repeat(4_095) });
  });

  it('with half a character in it becomes text that UTF-8 can hold', () => {
    expect(parseOne({ text: { body: 'a\ud83d b' } }).content).toEqual({ kind: 'text', text: 'a\ufffd b' });
  });

  it('may carry numbers where strings are documented, and strings where numbers are', () => {
    expect(parseOne({ timestamp: 1793620800 }).sentAtMs).toBe(1793620800_000);
    expect(parseOne({ from_user_id: undefined, from: 12025550101 }).from).toEqual({
      channel: 'whatsapp',
      phone: '+12025550101',
    });
    expect(parseOne({ type: 'location', location: { latitude: '14.6', longitude: '-90.5' } }).content).toEqual({
      kind: 'location',
      latitude: 14.6,
      longitude: -90.5,
    });
  });

  it('without a mime type is some file; a button without a payload says its text', () => {
    expect(parseOne({ type: 'image', image: { id: '7' } }).content).toEqual({
      kind: 'image',
      media: { mediaId: '7', mimeType: 'application/octet-stream' },
    });
    expect(parseOne({ type: 'button', button: { text: 'Menú' } }).content).toEqual({
      kind: 'choice',
      id: 'Menú',
      title: 'Menú',
    });
  });

  it('that takes a reaction back has no emoji, or an empty one', () => {
    for (const emoji of [undefined, null, '']) {
      const { content } = parseOne({ type: 'reaction', reaction: { message_id: 'wamid.ours', emoji } });
      expect(content).toEqual({ kind: 'reaction', emoji: null });
    }
  });

  it('with cards of odd shape keeps what can be read of them', () => {
    const contacts = [
      null,
      { phones: [null, { phone: 7 }, { phone: '+12025550120' }] },
      { name: { formatted_name: 'Ana' } },
    ];
    expect(parseOne({ type: 'contacts', contacts }).content).toEqual({
      kind: 'contacts',
      cards: [
        { name: '', phones: ['+12025550120'] },
        { name: 'Ana', phones: [] },
      ],
    });
  });

  it('forwarded often says so, also when it is marked as forwarded too', () => {
    expect(parseOne({ context: { forwarded: true, frequently_forwarded: true } }).forwarded).toBe('often');
    expect(parseOne({ context: { forwarded: false } })).not.toHaveProperty('forwarded');
    expect(parseOne({ context: { forwarded: 'true' } })).not.toHaveProperty('forwarded');
  });

  it.each([
    ['no_id', { id: undefined }],
    ['no_id', { id: '' }],
    ['no_id', { id: 'w'.repeat(513) }],
    ['no_id', { id: { $ne: null } }],
    ['no_sender', { from: undefined, from_user_id: undefined }],
    ['no_sender', { from: 'Ana', from_user_id: 'Ana' }],
    ['no_sender', { type: 'system', from: undefined, from_user_id: undefined }],
    ['bad_timestamp', { timestamp: undefined }],
    ['bad_timestamp', { timestamp: 'NaN' }],
    ['bad_timestamp', { timestamp: Number.NaN }],
    ['bad_timestamp', { timestamp: '1e9' }],
    ['bad_timestamp', { timestamp: -1 }],
    ['bad_timestamp', { timestamp: '999999999999' }],
    ['no_type', { type: undefined }],
    ['no_type', { type: ['text'] }],
    ['bad_content', { text: undefined }],
    ['bad_content', { text: 'Hola' }],
    ['bad_content', { text: { body: 7 } }],
    ['bad_content', { type: 'button', button: {} }],
    ['bad_content', { type: 'interactive', interactive: {} }],
    ['bad_content', { type: 'interactive', interactive: { type: 'button_reply', button_reply: { title: 'x' } } }],
    ['bad_content', { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: { response_json: {} } } }],
    ['bad_content', { type: 'image', image: { id: null } }],
    ['bad_content', { type: 'location', location: { latitude: 91, longitude: 0 } }],
    ['bad_content', { type: 'location', location: { latitude: 0, longitude: '0x10' } }],
    ['bad_content', { type: 'contacts', contacts: {} }],
    ['bad_content', { type: 'reaction', reaction: { emoji: 'x' } }],
    ['bad_content', { type: 'system', system: {} }],
  ])('is unreadable with the reason %s for %j', (reason, fields) => {
    expect(reasonFor(fields)).toBe(reason);
  });
});

describe('a status', () => {
  it('says what it costs from the type of pricing, and only without it from `billable`', () => {
    expect(billedFor({ type: 'regular', billable: false })).toBe(true);
    expect(billedFor({ type: 'free_customer_service', billable: true })).toBe(false);
    expect(billedFor({ type: 'free_entry_point' })).toBe(false);
    expect(billedFor({ billable: true })).toBe(true);
    expect(billedFor({ billable: 'true' })).toBeUndefined();
    expect(billedFor({})).toBeUndefined();
    expect(billedFor(undefined)).toBeUndefined();
  });

  it('carries an error code only when it failed', () => {
    const errors = [null, { code: '131047' }, { code: 1 }];
    expect(parseStatuses({ ...SENT, status: 'failed', errors }).statuses[0]?.errorCode).toBe(131047);
    expect(parseStatuses({ ...SENT, status: 'failed' }).statuses[0]).not.toHaveProperty('errorCode');
    expect(parseStatuses({ ...SENT, errors }).statuses[0]).not.toHaveProperty('errorCode');
  });

  it('carries no outbox id that cannot be one of ours', () => {
    for (const biz_opaque_callback_data of ['{"their":"json"}', 'two words', 'x'.repeat(65), '', {}]) {
      expect(parseStatuses({ ...SENT, biz_opaque_callback_data }).statuses[0]).not.toHaveProperty('outboxId');
    }
  });

  it('with a state that is new to us is counted as ignored', () => {
    expect(parseStatuses({ ...SENT, status: 'pondered' }, SENT)).toMatchObject({
      statuses: [{ state: 'sent' }],
      ignored: 1,
    });
  });

  it('that cannot be read is kept aside with its reason, and the others go on', () => {
    const bad = [null, { ...SENT, id: 0.5 }, { ...SENT, status: null }, { ...SENT, timestamp: 'soon' }];
    const parsed = parseStatuses(SENT, ...bad, SENT);
    expect(parsed.statuses).toHaveLength(2);
    expect(parsed.unreadable).toEqual([
      { reason: 'not_an_object', raw: bad[0] },
      { reason: 'no_id', raw: bad[1] },
      { reason: 'no_state', raw: bad[2] },
      { reason: 'bad_timestamp', raw: bad[3] },
    ]);
  });
});

describe('a webhook of odd shape', () => {
  it.each([
    ['a body that is no object', 'Hola', { reason: 'not_an_object', raw: 'Hola' }],
    ['entries that are no list', { entry: {} }, { reason: 'entry_not_a_list', raw: {} }],
    ['an entry that is no object', { entry: [null] }, { reason: 'not_an_object', raw: null }],
    ['changes that are no list', { entry: [{ changes: 7 }] }, { reason: 'changes_not_a_list', raw: 7 }],
    ['a change that is no object', { entry: [{ changes: ['x'] }] }, { reason: 'not_an_object', raw: 'x' }],
    [
      'a value that is no object',
      { entry: [{ changes: [{ field: 'messages', value: [] }] }] },
      { reason: 'not_an_object', raw: { field: 'messages', value: [] } },
    ],
    [
      'a value that names no number',
      { entry: [{ changes: [{ field: 'messages', value: { messages: [] } }] }] },
      { reason: 'no_phone_number_id', raw: { field: 'messages', value: { messages: [] } } },
    ],
    [
      'messages that are no list',
      { entry: [{ changes: [{ field: 'messages', value: { ...valueOf([]), messages: 'none' } }] }] },
      { reason: 'messages_not_a_list', raw: 'none' },
    ],
  ])('with %s keeps that part aside', (_name, body, unreadable) => {
    expect(parse(body)).toEqual({ messages: [], statuses: [], unreadable: [unreadable], ignored: 0 });
  });

  it('with no entries at all brings nothing', () => {
    expect(parse({})).toEqual({ messages: [], statuses: [], unreadable: [], ignored: 0 });
    expect(parse({ entry: null })).toEqual({ messages: [], statuses: [], unreadable: [], ignored: 0 });
  });

  it('that only reports an error of the account is counted as ignored', () => {
    const value = { ...valueOf([]), messages: undefined, errors: [{ code: 130429, title: 'Rate limit hit' }] };
    expect(parse({ entry: [{ changes: [{ field: 'messages', value }] }] }).ignored).toBe(1);
  });

  it('never loses the good parts around the odd ones', () => {
    const good = { field: 'messages', value: valueOf([textMessage(1)]) };
    const body = {
      entry: [null, { changes: 0 }, { changes: [good, null, { field: 'messages' }, good] }, 'x', { changes: [good] }],
    };
    const parsed = parse(body);
    expect(parsed.messages).toHaveLength(3);
    expect(parsed.unreadable).toHaveLength(5);
  });
});

describe('a batch of 1,000', () => {
  const batch = Array.from({ length: 1_000 }, (_, n) => textMessage(n));

  it('is read whole, in order, in well under 10 ms', () => {
    const contacts = batch.map((_, n) => ({ wa_id: `1202555${n}`, user_id: `GT.${n}`, profile: { name: 'Ana' } }));
    const value = { ...valueOf(batch), contacts };
    const body = { entry: [{ changes: [{ field: 'messages', value }] }] };
    const timesMs = Array.from({ length: 15 }, () => {
      const startedMs = performance.now();
      const parsed = parse(body);
      const tookMs = performance.now() - startedMs;
      expect(parsed.messages.map(({ providerId }) => providerId)).toEqual(batch.map(({ id }) => id));
      return tookMs;
    });
    // The fastest run: the machine may be busy with other work.
    expect(Math.min(...timesMs)).toBeLessThan(10);
  });

  it('splits over entries, changes and lists without a difference', () => {
    const entry = Array.from({ length: 10 }, (_, e) => ({
      changes: Array.from({ length: 10 }, (_, c) => {
        const from = e * 100 + c * 10;
        return { field: 'messages', value: valueOf(batch.slice(from, from + 10)) };
      }),
    }));
    expect(parse({ entry }).messages).toEqual(parse(webhookOf(batch)).messages);
  });
});
