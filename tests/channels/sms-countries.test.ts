/** Which country a number is of, and what SMS can do there. */
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNobodysNumber, originOf } from '../../src/channels/sms/calling-codes.ts';
import { canStopBySms, maxSegmentsTo, SMS_COUNTRIES, smsCountryOf } from '../../src/channels/sms/countries.ts';
import { createSmsMeter } from '../../src/channels/sms/meter.ts';
import type { Address } from '../../src/core/contact.ts';
import { countryTable, shortCountryTable } from '../drills/sms-countries.ts';

describe('the country of a number', () => {
  test.each([
    ['+12025550100', 'US'],
    ['+14165550100', 'CA'],
    ['+17875550100', 'PR'],
    ['+18095550100', 'DO'],
    ['+18295550100', 'DO'],
    ['+18765550100', 'JM'],
    ['+16585550100', 'JM'],
    ['+525555550100', 'MX'],
    ['+50255550100', 'GT'],
    ['+50555550100', 'NI'],
    ['+50955550100', 'HT'],
    ['+5355550100', 'CU'],
    ['+5715555010', 'CO'],
    ['+50155501000', 'BZ'],
    ['+59315555010', 'EC'],
    ['+34555501000', 'ES'],
    ['+237555501000', 'CM'],
  ])('%s is of %s', (phone, country) => {
    expect(originOf(phone)).toEqual({ country, prefix: country });
  });

  test.each([
    ['+4755501000', '+47'],
    ['+37255501000', '+372'],
    ['+79555010000', '+7'],
    ['+2055501000', '+20'],
    ['+85255501000', '+852'],
  ])('of %s only the calling code %s is known', (phone, prefix) => {
    expect(originOf(phone)).toEqual({ country: null, prefix });
  });

  test('does not depend on what comes after the prefix', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{7}$/), (rest) => {
        expect(originOf(`+1809${rest}`).country).toBe('DO');
        expect(originOf(`+1202${rest}`).country).toBe('US');
        expect(originOf(`+502${rest}0`).country).toBe('GT');
      }),
    );
  });

  test.each([
    '+19005550100',
    '+12029765555',
    '+12469765555',
    '+97912345678',
    '+881612345678',
    '+870301234567',
    '+80012345678',
  ])('nobody waits for an answer behind %s', (phone) => {
    expect(isNobodysNumber(phone)).toBe(true);
  });

  test.each(['+12025559760', '+8801555010000', '+861355501000', '+525555550100', '+18005550100'])(
    'somebody may wait behind %s',
    (phone) => {
      expect(isNobodysNumber(phone)).toBe(false);
    },
  );
});

describe('what SMS can do there', () => {
  test('no answer comes back in Guatemala, Honduras, El Salvador and Costa Rica', () => {
    for (const phone of ['+50255550100', '+50455550100', '+50355550100', '+50655550100']) {
      expect(smsCountryOf(phone)?.twoWay).toBe('no');
      expect(canStopBySms(phone)).toBe(false);
    }
  });

  test('a STOP reaches us from the United States and Canada, and we are not sure of anywhere else', () => {
    const able = SMS_COUNTRIES.filter(({ twoWay }) => twoWay === 'yes').map(({ code }) => code);
    expect(able).toEqual(['US', 'CA']);
    expect(canStopBySms('+12025550100')).toBe(true);
    for (const phone of ['+525555550100', '+18095550100', '+37255501000', '+17875550100'])
      expect(canStopBySms(phone)).toBe(false);
  });

  test('one segment where parts are not joined, two elsewhere and where nobody has read it', () => {
    for (const phone of ['+50255550100', '+50655550100', '+5355550100']) expect(maxSegmentsTo(phone)).toBe(1);
    for (const phone of ['+50455550100', '+12025550100', '+4755501000']) expect(maxSegmentsTo(phone)).toBe(2);
  });

  test('each country stands there once, with its source and the day it was read', () => {
    expect(new Set(SMS_COUNTRIES.map(({ code }) => code)).size).toBe(SMS_COUNTRIES.length);
    for (const { code, source, readOn } of SMS_COUNTRIES) {
      expect(source).toBe(`https://www.twilio.com/en-us/guidelines/${code.toLowerCase()}/sms`);
      expect(readOn).toMatch(/^2026-\d\d-\d\d$/);
    }
  });

  test('README and docs/sms.md say the same (`node tests/drills/segments.ts --write`)', () => {
    expect(readFileSync('docs/sms.md', 'utf8')).toContain(countryTable());
    expect(readFileSync('README.md', 'utf8')).toContain(shortCountryTable());
  });
});

describe('what is counted', () => {
  const wilmer: Address = { channel: 'sms', phone: '+12025550102' };
  const settings = { transliterate: true, from: '+12025550190', countries: null };

  test('is the segments as they are written for the network', () => {
    const meter = createSmsMeter(settings);
    expect(meter.segmentsOf({ kind: 'text', text: 'á'.repeat(160) })).toBe(1);
    expect(
      createSmsMeter({ ...settings, transliterate: false }).segmentsOf({ kind: 'text', text: 'á'.repeat(160) }),
    ).toBe(3);
    const choices = [{ id: 'v1:menu', title: 'Menú' }];
    expect(meter.segmentsOf({ kind: 'choices', text: 'a'.repeat(150), choices, listLabel: 'x' })).toBe(1);
    expect(meter.segmentsOf({ kind: 'choices', text: 'a'.repeat(155), choices, listLabel: 'x' })).toBe(2);
  });

  test('is nothing for what no SMS can hold', () => {
    expect(createSmsMeter(settings).segmentsOf({ kind: 'text', text: 'a'.repeat(1_601) })).toBe(0);
  });

  test('goes by country, else by calling code', () => {
    const meter = createSmsMeter(settings);
    expect(meter.prefixOf(wilmer)).toBe('US');
    expect(meter.prefixOf({ channel: 'sms', phone: '+4755501000' })).toBe('+47');
  });

  test('nothing goes to our own number, to premium numbers, or to countries that are not on the list', () => {
    const meter = createSmsMeter({ ...settings, countries: ['US', 'MX'] });
    expect(meter.prefixOf({ channel: 'sms', phone: '+12025550190' })).toBeNull();
    expect(meter.prefixOf({ channel: 'sms', phone: '+19005550100' })).toBeNull();
    expect(meter.prefixOf({ channel: 'sms', phone: '+14165550100' })).toBeNull();
    expect(meter.prefixOf({ channel: 'sms', phone: '+4755501000' })).toBeNull();
    expect(meter.prefixOf({ channel: 'sms', phone: '+525555550100' })).toBe('MX');
    expect(meter.prefixOf(wilmer)).toBe('US');
  });
});
