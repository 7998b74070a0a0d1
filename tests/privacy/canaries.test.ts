import { expect, test } from 'vitest';
import { findCanaries } from '../fakes/canaries.ts';

const NUMBER = '+12025550101';
const WORDS = 'mi hermana está en Tapachula';
const wamid = `wamid.${Buffer.from('\u0018\u000b12025550101\u0015\u0002').toString('base64')}`;

test.each([
  ['as it is', `{"to":"${NUMBER}"}`],
  ['without its plus sign', 'sent to 12025550101 ok'],
  ['with separators', 'call +1 202-555-0101 now'],
  ['inside a WhatsApp message id', `{"id":"${wamid}"}`],
  ['in base64 inside a longer word', `xx${Buffer.from('+12025550101').toString('base64url')}`],
  ['in hex', Buffer.from('12025550101').toString('hex')],
  ['reversed', '10105552021'],
  ['in an address', '/status?to=%2B12025550101'],
])('a number is found %s', (_name, line) => {
  expect(findCanaries(line, [NUMBER, '12025550101'])).not.toEqual([]);
});

test.each([
  ['as they are', `text: ${WORDS}`],
  ['in capitals', WORDS.toUpperCase()],
  ['in JSON escapes', JSON.stringify(WORDS).replaceAll('á', String.raw`\u00e1`)],
  ['URL-encoded', encodeURIComponent(WORDS).replaceAll('%20', ' ')],
  ['in base64', Buffer.from(WORDS).toString('base64')],
])('words are found %s', (_name, line) => {
  expect(findCanaries(line, [WORDS])).not.toEqual([]);
});

test('a line of counts, codes and ids of ours holds nobody', () => {
  const line =
    '{"level":30,"time":"2026-11-21T12:00:00.000Z","event":"reply_accepted","channel":"sms","attempt":1,"ms":12.5}';
  expect(findCanaries(line, [NUMBER, '12025550101', WORDS])).toEqual([]);
});
