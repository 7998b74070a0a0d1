import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerHandshake, verifyWhatsAppSignature } from '../../src/channels/whatsapp/verify.ts';
import { WebhookError } from '../../src/core/errors.ts';
import { listWebhookFiles, readWebhookBytes } from './whatsapp-webhooks.ts';

const SECRET = 'test_app_secret';
const BODY = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
const SIGNATURE = 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756';
const SPACED_BODY = Buffer.from('{"object": "whatsapp_business_account", "entry": []}');
const SPACED_SIGNATURE = 'sha256=56cbbaf4961c6cfdae48b7f116c047e5eb513d2c931baae63a2bc1afd26f803a';

function sign(body: Uint8Array, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function isAccepted(body: Uint8Array, header: unknown, secrets: readonly string[] = [SECRET]): boolean {
  try {
    verifyWhatsAppSignature(body, header, secrets);
    return true;
  } catch (error) {
    if (error instanceof WebhookError && error.code === 'bad_signature') return false;
    throw error;
  }
}

describe('the signature of a webhook', () => {
  it('is accepted for the vectors computed elsewhere', () => {
    expect(isAccepted(BODY, SIGNATURE)).toBe(true);
    expect(isAccepted(SPACED_BODY, SPACED_SIGNATURE)).toBe(true);
  });

  it('belongs to the exact bytes: the same JSON with other spaces is refused', () => {
    expect(isAccepted(BODY, SPACED_SIGNATURE)).toBe(false);
    expect(isAccepted(SPACED_BODY, SIGNATURE)).toBe(false);
  });

  it('may be written in upper-case hex', () => {
    expect(isAccepted(BODY, `sha256=${SIGNATURE.slice(7).toUpperCase()}`)).toBe(true);
  });

  it('holds for bodies with escapes, with raw UTF-8 and with bytes that are no text', () => {
    for (const body of [
      Buffer.from('"\\u00f1"'),
      Buffer.from('"ñ"'),
      Buffer.from([0xff, 0x00, 0xfe]),
      Buffer.alloc(0),
    ]) {
      expect(isAccepted(body, sign(body, SECRET))).toBe(true);
    }
  });

  it('is accepted from the old and the new secret while one replaces the other, and from no third', () => {
    const secrets = ['new_app_secret', SECRET];
    expect(isAccepted(BODY, SIGNATURE, secrets)).toBe(true);
    expect(isAccepted(BODY, sign(BODY, 'new_app_secret'), secrets)).toBe(true);
    expect(isAccepted(BODY, sign(BODY, 'other_app_secret'), secrets)).toBe(false);
  });

  it('is refused when there is no secret, or an empty one that anybody could sign with', () => {
    expect(isAccepted(BODY, SIGNATURE, [])).toBe(false);
    expect(isAccepted(BODY, sign(BODY, ''), [''])).toBe(false);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['doubled', [SIGNATURE, SIGNATURE]],
    ['one in a list', [SIGNATURE]],
    ['an object', { toString: () => SIGNATURE }],
    ['a boxed string', Object(SIGNATURE)],
    ['without its prefix', SIGNATURE.slice(7)],
    ['of another algorithm', SIGNATURE.replace('sha256', 'sha1')],
    ['with an upper-case prefix', SIGNATURE.replace('sha256', 'SHA256')],
    ['one digit short', SIGNATURE.slice(0, -1)],
    ['one digit long', `${SIGNATURE}0`],
    ['with a line break after it', `${SIGNATURE}\n`],
    ['with a space before it', ` ${SIGNATURE}`],
    ['two joined by a comma', `${SIGNATURE}, ${SIGNATURE}`],
    ['with a digit that is no hex', `${SIGNATURE.slice(0, -1)}g`],
    ['with a digit of another script', `${SIGNATURE.slice(0, -1)}\u0666`],
    ['in base64', `sha256=${createHmac('sha256', SECRET).update(BODY).digest('base64')}`],
    ['only zeros', `sha256=${'0'.repeat(64)}`],
  ])('is refused when the header is %s', (_name, header) => {
    expect(isAccepted(BODY, header)).toBe(false);
  });

  it('is accepted for every captured webhook, and refused once one bit of it has changed', () => {
    for (const name of listWebhookFiles()) {
      const body = readWebhookBytes(name);
      const signature = sign(body, SECRET);
      expect(isAccepted(body, signature)).toBe(true);
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(changed.length >> 1) ^ 1, changed.length >> 1);
      expect(isAccepted(changed, signature)).toBe(false);
    }
  });

  it('is refused for each of 20,000 altered bodies and signatures', () => {
    const bodies = ['text', 'image', 'status-failed-131047', 'batch-two-numbers'].map(readWebhookBytes);
    let tried = 0;
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...bodies), alteration, (body, alter) => {
        const signature = sign(body, SECRET);
        const altered = alter(body, signature);
        // Only what really differs is a forgery.
        fc.pre(!(altered.header === signature && body.equals(altered.body)));
        tried += 1;
        if (isAccepted(altered.body, altered.header)) accepted += 1;
      }),
      { numRuns: 20_000 },
    );
    expect({ tried, accepted }).toEqual({ tried: 20_000, accepted: 0 });
  }, 60_000);
});

interface Altered {
  readonly body: Buffer;
  readonly header: unknown;
}
type Alter = (body: Buffer, signature: string) => Altered;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** One way each to change a body or its header. */
const alteration: fc.Arbitrary<Alter> = fc.oneof(
  fc.tuple(place, fc.integer({ min: 0, max: 7 })).map(([at, bit]): Alter => flipBit(at, bit)),
  place.map((at): Alter => (body, header) => ({ body: body.subarray(0, Math.floor(at * body.length)), header })),
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((more): Alter => addBytes(more)),
  fc
    .tuple(place, fc.constantFrom(...'0123456789abcdefABCDEFgG -='.split('')))
    .map(([at, digit]): Alter => replaceDigit(at, digit)),
  place.map((at): Alter => (body, header) => ({ body, header: header.slice(0, Math.floor(at * header.length)) })),
  fc.stringMatching(/^[0-9a-f]{64}$/).map((hex): Alter => (body) => ({ body, header: `sha256=${hex}` })),
  fc.string({ minLength: 1 }).map((secret): Alter => (body) => ({ body, header: sign(body, `not ${secret}`) })),
  fc.anything().map((header): Alter => (body) => ({ body, header })),
);

function flipBit(at: number, bit: number): Alter {
  return (body, header) => {
    const changed = Buffer.from(body);
    const index = Math.floor(at * body.length);
    changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
    return { body: changed, header };
  };
}

function addBytes(more: Uint8Array): Alter {
  return (body, header) => ({ body: Buffer.concat([body, more]), header });
}

/** The case of a hex digit says nothing, so such a change makes the same signature: those count as unchanged. */
function replaceDigit(at: number, digit: string): Alter {
  return (body, header) => {
    const index = Math.floor(at * header.length);
    const changed = header.slice(0, index) + digit + header.slice(index + 1);
    const isSame = changed.startsWith('sha256=') && changed.toLowerCase() === header;
    return { body, header: isSame ? header : changed };
  };
}

describe('the handshake', () => {
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': 'our-token', 'hub.challenge': '1158201444' };

  it('is answered with the challenge when the token is ours', () => {
    expect(answerHandshake(good, 'our-token')).toBe('1158201444');
    expect(answerHandshake(Object.assign(Object.create(null), good), 'our-token')).toBe('1158201444');
  });

  it.each([
    ['another token', { ...good, 'hub.verify_token': 'their-token' }],
    ['a part of the token', { ...good, 'hub.verify_token': 'our-toke' }],
    ['the token in other case', { ...good, 'hub.verify_token': 'Our-Token' }],
    ['no token', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['an empty token', { ...good, 'hub.verify_token': '' }],
    ['the token twice', { ...good, 'hub.verify_token': ['our-token', 'our-token'] }],
    ['another mode', { ...good, 'hub.mode': 'unsubscribe' }],
    ['the mode twice', { ...good, 'hub.mode': ['subscribe'] }],
    ['no challenge', { 'hub.mode': 'subscribe', 'hub.verify_token': 'our-token' }],
    ['an empty challenge', { ...good, 'hub.challenge': '' }],
    ['a challenge that is a list', { ...good, 'hub.challenge': ['1'] }],
    ['a challenge that is an object', { ...good, 'hub.challenge': { value: '1' } }],
    ['nothing', undefined],
    ['null', null],
    ['a list', [good]],
    ['a string', 'hub.mode=subscribe'],
  ])('is refused with %s', (_name, query) => {
    expect(() => answerHandshake(query, 'our-token')).toThrow(expect.objectContaining({ code: 'wrong_verify_token' }));
  });

  it('is refused for every token while ours is empty', () => {
    expect(() => answerHandshake({ ...good, 'hub.verify_token': '' }, '')).toThrow(WebhookError);
  });
});
