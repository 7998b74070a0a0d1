import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { WebhookError } from '../../src/core/errors.ts';
import { parseForm, verifyTwilioSignature } from '../../src/channels/sms/verify.ts';
import type { SmsForm } from '../../src/channels/sms/verify.ts';

const TOKEN = 'an-invented-auth-token';
const OLD_TOKEN = 'an-older-auth-token';
const URL_AT_TWILIO = 'https://faro.example/webhooks/sms';

const sign = (url: string, form: SmsForm, token = TOKEN): string =>
  webhooks.getExpectedTwilioSignature(token, url, { ...form });

function isAccepted(url: string, form: SmsForm, header: unknown, tokens: readonly string[] = [TOKEN]): boolean {
  try {
    verifyTwilioSignature(url, form, header, tokens);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(WebhookError);
    expect(error).toHaveProperty('code', 'bad_signature');
    return false;
  }
}

const folder = join(import.meta.dirname, '../webhooks/sms');
const forms: readonly SmsForm[] = readdirSync(folder).map((name) => {
  const file: { form: SmsForm } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return file.form;
});
const anyCapturedForm = fc.constantFrom(...forms);
const anyName = fc.oneof(fc.constantFrom('Body', 'From', 'MessageSid', '__proto__', ''), fc.string({ maxLength: 8 }));
const anyValue = fc.string({ unit: 'binary', maxLength: 12 });
const anyForm: fc.Arbitrary<SmsForm> = fc.dictionary(anyName, fc.oneof(anyValue, fc.array(anyValue, { minLength: 2 })));
const anyHost = fc.constantFrom('faro.example', 'FARO.example', 'user:secret@faro.example', '[::1]', '127.0.0.1');
const anyPort = fc.constantFrom('', ':443', ':80', ':8443');
const anyRest = fc.constantFrom('/', '/webhooks/sms', "/it's/%C3%A9/", '/webhooks/sms?a=1&b=', "/?q='%20+:9", '/sms?');
const anyScheme = fc.constantFrom('https://', 'http://', 'HTTPS://');

describe('the signature of a webhook', () => {
  test("agrees with twilio's own check on any form and address", () => {
    fc.assert(
      fc.property(
        anyScheme,
        anyHost,
        anyPort,
        anyPort,
        anyRest,
        fc.constantFrom('', '', 'x', '/'),
        anyForm,
        (scheme, host, port, signedPort, rest, more, form) => {
          const url = scheme + host + port + rest;
          const header = sign(scheme + host + signedPort + rest + more, form);
          expect(isAccepted(url, form, header)).toBe(webhooks.validateRequest(TOKEN, header, url, { ...form }));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test('is accepted when it is right', () => {
    for (const form of forms) expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form))).toBe(true);
  });

  test('fits a value worked out beforehand', () => {
    // printf 'https://faro.example/smsBodyhiFrom+12025550101' | openssl dgst -sha1 -hmac 12345 -binary | base64
    const known = '3EaPvNgR+umQBcnvrevvmjjHSA8=';
    const form = { From: '+12025550101', Body: 'hi' };
    expect(isAccepted('https://faro.example/sms', form, known, ['12345'])).toBe(true);
    expect(isAccepted('https://faro.example/sms', { ...form, Body: 'ho' }, known, ['12345'])).toBe(false);
  });

  test('is made without the fragment, which holds only retry settings', () => {
    const [form = {}] = forms;
    const header = sign(URL_AT_TWILIO, form);
    expect(isAccepted(`${URL_AT_TWILIO}#rc=5&rp=all`, form, header)).toBe(true);
    expect(isAccepted(`${URL_AT_TWILIO}?rc=5&rp=all`, form, header)).toBe(false);
  });

  test('counts a value that came twice once, as Twilio does', () => {
    const header = sign(URL_AT_TWILIO, { MediaUrl: ['b', 'a', 'b'] });
    expect(isAccepted(URL_AT_TWILIO, { MediaUrl: ['a', 'b'] }, header)).toBe(true);
    expect(isAccepted(URL_AT_TWILIO, { MediaUrl: ['a', 'c'] }, header)).toBe(false);
  });

  test('may be made with either token while one is being replaced', () => {
    const [form = {}] = forms;
    const tokens = [TOKEN, OLD_TOKEN];
    expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form, TOKEN), tokens)).toBe(true);
    expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form, OLD_TOKEN), tokens)).toBe(true);
    expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form, 'another'), tokens)).toBe(false);
  });

  test('is never accepted with an empty token, nor without any', () => {
    const [form = {}] = forms;
    expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form, ''), [''])).toBe(false);
    expect(isAccepted(URL_AT_TWILIO, form, sign(URL_AT_TWILIO, form), [])).toBe(false);
  });

  test('must be one string', () => {
    const [form = {}] = forms;
    const header = sign(URL_AT_TWILIO, form);
    for (const odd of [undefined, null, '', [header], { toString: () => header }, 5, `${header}, ${header}`])
      expect(isAccepted(URL_AT_TWILIO, form, odd)).toBe(false);
  });

  test('says in its error nothing of the form', () => {
    expect(() => verifyTwilioSignature(URL_AT_TWILIO, { From: '+12025550101' }, 'x', [TOKEN])).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching(/2025550101|invented/) }),
    );
  });
});

type Mutant = { readonly url: string; readonly form: SmsForm; readonly header: string };

const anyHeaderChange: fc.Arbitrary<(header: string) => string> = fc.oneof(
  fc.nat(27).map((at) => (header: string) => header.slice(0, at) + header.slice(at + 1)),
  fc.tuple(fc.nat(26), fc.nat(25)).map(
    ([at, letter]) =>
      (header: string) =>
        header.slice(0, at) + String.fromCharCode(97 + letter) + header.slice(at + 1),
  ),
  fc.constantFrom(
    (header: string) => header.toLowerCase(),
    (header: string) => header + header,
    (header: string) => ` ${header}`,
    (header: string) => header.replace(/=+$/, ''),
    (header: string) => header.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    (header: string) => Buffer.from(header, 'base64').toString('hex'),
  ),
);

const anyMutation: fc.Arbitrary<(original: Mutant) => Mutant> = fc.oneof(
  anyHeaderChange.map((change) => (m: Mutant) => ({ ...m, header: change(m.header) })),
  fc.tuple(anyName, anyValue).map(
    ([name, value]) =>
      (m: Mutant) =>
        ({ ...m, form: { ...m.form, [name]: value } }) satisfies Mutant,
  ),
  fc.nat().map((at) => (m: Mutant) => ({ ...m, form: dropField(m.form, at) })),
  fc.tuple(fc.nat(), anyValue).map(
    ([at, more]) =>
      (m: Mutant) =>
        ({ ...m, form: changeField(m.form, at, (value) => value + more) }) satisfies Mutant,
  ),
  fc.nat().map((at) => (m: Mutant) => ({ ...m, form: changeField(m.form, at, (value) => value.slice(1)) })),
  fc
    .constantFrom('http://faro.example/webhooks/sms', 'https://faro.example/webhooks/sms/', 'https://evil.example/')
    .map((url) => (m: Mutant) => ({ ...m, url })),
);

function dropField(form: SmsForm, at: number): SmsForm {
  const names = Object.keys(form);
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== names[at % names.length]));
}

function changeField(form: SmsForm, at: number, change: (value: string) => string): SmsForm {
  const names = Object.keys(form);
  const name = names[at % names.length] ?? '';
  return { ...form, [name]: change(String(form[name])) };
}

test('20,000 altered webhooks, and none is accepted', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyCapturedForm, anyMutation, (form, mutate) => {
      const original = { url: URL_AT_TWILIO, form, header: sign(URL_AT_TWILIO, form) };
      const mutant = mutate(original);
      // Twilio puts nothing between names and values, so a few changes sign the same text: those are no alteration to it.
      fc.pre(mutant.header !== original.header || sign(mutant.url, mutant.form) !== original.header);
      if (isAccepted(mutant.url, mutant.form, mutant.header)) accepted += 1;
    }),
    { numRuns: 20_000, maxSkipsPerRun: 10 },
  );
  expect(accepted).toBe(0);
});

describe('the body of a webhook', () => {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

  test('is decoded as a form', () => {
    expect(parseForm(encode('Body=%C2%BFQu%C3%A9+es%3F&From=%2B12025550101&Empty=&Bare'))).toEqual({
      Body: '¿Qué es?',
      From: '+12025550101',
      Empty: '',
      Bare: '',
    });
  });

  test('keeps all values of a name that comes several times', () => {
    expect(parseForm(encode('a=1&b=2&a=3&a=1'))).toEqual({ a: ['1', '3', '1'], b: '2' });
  });

  test('cannot reach the prototype', () => {
    const form = parseForm(encode('__proto__=x&constructor=y'));
    expect(Object.keys(form)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(form)).toBeNull();
    expect(parseForm(encode(''))['toString']).toBeUndefined();
  });

  test('keeps what a careless decoder drops, so that an altered body cannot pass', () => {
    expect(Object.keys(parseForm(encode('?a=1')))).toEqual(['?a']);
    expect(Object.keys(parseForm(encode('\uFEFFa=1')))).toEqual(['\uFEFFa']);
  });

  test('may have 200 fields and no more', () => {
    expect(Object.keys(parseForm(encode(Array.from({ length: 200 }, (_, i) => `f${i}=1`).join('&'))))).toHaveLength(
      200,
    );
    expect(() => parseForm(encode('a=1&'.repeat(201)))).toThrow(
      expect.objectContaining({ name: 'WebhookError', code: 'malformed_body' }),
    );
  });

  test('is read back as it was encoded, whatever it says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' }), { maxKeys: 20 }), (fields) => {
        const body = new URLSearchParams(Object.entries(fields)).toString();
        expect({ ...parseForm(encode(body)) }).toEqual({ ...fields });
      }),
      { numRuns: 500 },
    );
  });
});
