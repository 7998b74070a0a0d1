/** The benchmarks' own parts: what they send must be what providers send, and what they write must be kept. */
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { verifyWhatsAppSignature } from '../../src/channels/whatsapp/verify.ts';
import { parseWhatsAppWebhook } from '../../src/channels/whatsapp/parse.ts';
import { seededRandom } from '../../src/dev/random.ts';
import { createFakeKnowledge } from '../fakes/knowledge.ts';
import { makeUpFacts, repeatFacts } from './made-up-facts.ts';
import { peerRequest, recipientOf, toHttp } from './peers/request.ts';
import type { PeerMessage } from './peers/request.ts';
import { figure, toMarkdown } from './table.ts';

const MESSAGE: PeerMessage = {
  provider: 'meta',
  port: 3000,
  path: '/webhooks/whatsapp',
  secret: 'bench-secret',
  phoneNumberId: '106540352242922',
  id: 'wamid.one',
  from: 'US.7000001',
  text: 'hola',
};

test('a message as Meta sends it passes the checks that the service makes', () => {
  const { headers, body } = peerRequest(MESSAGE);
  verifyWhatsAppSignature(Buffer.from(body), headers['x-hub-signature-256'], [MESSAGE.secret]);
  expect(parseWhatsAppWebhook(JSON.parse(body), MESSAGE.phoneNumberId)).toMatchObject({
    messages: [{ providerId: 'wamid.one', from: { userId: 'US.7000001' }, content: { kind: 'text', text: 'hola' } }],
    unreadable: [],
  });
});

test('a message as Twilio sends it is signed over the address and the sorted fields', () => {
  const { headers, body } = peerRequest({ ...MESSAGE, provider: 'twilio' });
  const fields = [...new URLSearchParams(body)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const signed = `https://127.0.0.1:3000/webhooks/whatsapp${fields.flat().join('')}`;
  const expected = createHmac('sha1', MESSAGE.secret).update(signed).digest('base64');
  expect(headers['x-twilio-signature']).toBe(expected);
});

test('a request over an open connection says how long it is, in bytes', () => {
  const text = toHttp({ headers: { a: 'b' }, body: 'ñ' }, 3000, '/x').toString();
  expect(text).toBe('POST /x HTTP/1.1\r\nhost: 127.0.0.1:3000\r\na: b\r\ncontent-length: 2\r\n\r\nñ');
});

test.each([
  ['{"messaging_product":"whatsapp","to":"p1","text":{}}', 'p1'],
  ['{"recipient":"US.7"}', 'US.7'],
  ['From=house&To=whatsapp%3Ap1&Body=To%3Dnobody', 'whatsapp:p1'],
  ['{"status":"read","message_id":"wamid.one"}', null],
])('whom %s is for', (body, recipient) => {
  expect(recipientOf(body)).toBe(recipient);
});

test('made-up facts have ids of their own and phrasings in all languages, the same ones every time', () => {
  const make = () => makeUpFacts(createFakeKnowledge().facts, 40, seededRandom(1));
  const facts = make();
  expect(facts).toEqual(make());
  expect(new Set(repeatFacts(facts, 3).map(({ id }) => id)).size).toBe(120);
  expect(Object.keys(facts[0]?.text ?? {})).toEqual(['es', 'en', 'pt', 'fr', 'ht']);
});

test('a table shows figures that people can read, and nothing where there is none', () => {
  const section = { title: 'Speed', columns: ['what', 'a second'], rows: [['Faro', figure(12_345.6)]], notes: ['So.'] };
  expect(toMarkdown(section)).toBe('## Speed\n\n| what | a second |\n| --- | --- |\n| Faro | 12,346 |\n\nSo.\n');
  expect(figure(Number.NaN)).toBe('');
});
