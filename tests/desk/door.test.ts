/** The small parts of the door: where a request comes from, which browser is known, how tries are counted. */
import type { Request } from 'express';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { AgentId } from '../../src/core/ids.ts';
import { addressOf } from '../../src/desk/address.ts';
import { createKnownBrowsers } from '../../src/desk/known-browser.ts';
import { Refusal } from '../../src/desk/refusal.ts';
import { createThrottle } from '../../src/desk/throttle.ts';

function requestFrom(remoteAddress: string, forwarded?: string): Request {
  // All that is read of it.
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as Request;
}

test.each([
  ['203.0.113.7', undefined, '203.0.113.7'],
  ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
  // A stranger cannot say that they are somebody else.
  ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
  ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
  // What the visitor made up stands before what our proxy saw.
  ['127.0.0.1', '192.0.2.9, 198.51.100.1', '198.51.100.1'],
  ['10.0.0.5', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['127.0.0.1', 'marisol', '127.0.0.1'],
  ['2001:db8:1:2:ffff::1', undefined, '2001:db8:1:2'],
  ['2001:db8::1', undefined, '2001:db8:0:0'],
  ['2001:0db8:0001:0002:0003:0004:0005:0006', undefined, '2001:db8:1:2'],
  ['::1', '2001:db8::9', '2001:db8:0:0'],
])('a request from %s that says %s counts as %s', (remote, forwarded, counted) => {
  expect(addressOf(requestFrom(remote, forwarded))).toBe(counted);
});

test('whatever a header says, an address comes out', () => {
  fc.assert(
    fc.property(fc.string(), (forwarded) => {
      expect(addressOf(requestFrom('127.0.0.1', forwarded))).toMatch(/^[\da-f.:]+$/i);
    }),
  );
});

const ANA = 'ana' as AgentId;
const LUZ = 'luz' as AgentId;

test('a browser is known to the one who signed in from it, for 90 days', () => {
  let nowMs = 100 * DAY_MS;
  const browsers = createKnownBrowsers(Buffer.alloc(32, 1), () => nowMs);
  const mark = browsers.mark(ANA);
  expect(browsers.recognise(mark, ANA)).toMatch(/^[\w-]{16}$/);
  expect(browsers.recognise(mark, LUZ)).toBeNull();
  expect(browsers.recognise(mark, null)).toBeNull();
  expect(createKnownBrowsers(Buffer.alloc(32, 2), () => nowMs).recognise(mark, ANA)).toBeNull();
  nowMs += 90 * DAY_MS;
  expect(browsers.recognise(mark, ANA)).toBeNull();
});

test('no mark that somebody made up is known', () => {
  const browsers = createKnownBrowsers(Buffer.alloc(32, 1), () => 100 * DAY_MS);
  const [id = '', day = '', signature = ''] = browsers.mark(ANA).split('.');
  expect(browsers.recognise(`${id}.${Number(day) + 1}.${signature}`, ANA)).toBeNull();
  expect(browsers.recognise(`${id}A.${day}.${signature}`, ANA)).toBeNull();
  fc.assert(
    fc.property(fc.string(), (mark) => {
      expect(browsers.recognise(mark, ANA)).toBeNull();
    }),
  );
});

test('of 10,000 guesses at one account in ten minutes, ten are let through; right ones cost nothing', () => {
  let nowMs = 0;
  let refused = 0;
  const throttle = createThrottle(
    () => nowMs,
    () => {
      refused += 1;
    },
  );
  let taken = 0;
  for (let index = 0; index < 10_000; index += 1) {
    nowMs = Math.floor((index / 10_000) * 10 * MINUTE_MS);
    try {
      throttle.take('strangers', 'agent@faro.example');
      taken += 1;
    } catch (error) {
      expect(error instanceof Refusal && error.code).toBe('too_many_tries');
    }
  }
  expect([taken, refused]).toStrictEqual([10, 9_990]);
  for (let index = 0; index < 1_000; index += 1) throttle.take('strangers', 'other@faro.example')();
});

test('however many names are tried, what is remembered does not grow without end', () => {
  const throttle = createThrottle(
    () => 0,
    () => {},
  );
  for (let index = 0; index < 150_000; index += 1) throttle.take('strangers', `n${index}`);
  // The newest are still counted.
  for (let tries = 0; tries < 9; tries += 1) throttle.take('strangers', 'n149999');
  expect(() => throttle.take('strangers', 'n149999')).toThrow(Refusal);
});
