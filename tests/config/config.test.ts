import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { VARIABLES } from '../../src/config/variables.ts';
import { ConfigError } from '../../src/core/errors.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'faro-config-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

const KEY = Buffer.alloc(32, 7).toString('base64');
const WHATSAPP = {
  WHATSAPP_PHONE_NUMBER_ID: '1',
  WHATSAPP_ACCESS_TOKEN: 'token',
  WHATSAPP_APP_SECRET: 'new, old',
  WHATSAPP_VERIFY_TOKEN: 'word',
};

test('an empty environment starts with SQLite, made-up keys and the simulator', () => {
  const config = readConfig({ DATA_DIR: dir });
  expect(config).toMatchObject({ port: 3000, host: '127.0.0.1', simulator: true, whatsapp: null, twilio: null });
  expect(statSync(join(dir, 'keys.env')).mode & 0o077).toBe(0);
});

test('made-up keys are kept: the second start reads what the first one wrote', () => {
  const first = readConfig({ DATA_DIR: dir }).keys;
  expect(readConfig({ DATA_DIR: dir }).keys).toEqual(first);
});

test('a whole group is read, with two secrets while one is being changed', () => {
  const { whatsapp } = readConfig({ DATA_DIR: dir, ...WHATSAPP });
  expect(whatsapp).toMatchObject({ appSecrets: ['new', 'old'], graphVersion: 'v26.0' });
});

test('what SMS may cost is limited unless something else is said', () => {
  expect(readConfig({ DATA_DIR: dir }).sms).toEqual({
    limits: { personHourly: 20, personDaily: 60, prefixDaily: 1_000, daily: 2_000 },
    countries: null,
    whatsAppNumber: null,
    perSecond: 100,
  });
  const set = { SMS_DAILY_SEGMENTS: '500', SMS_COUNTRIES: 'US, CA', WHATSAPP_NUMBER: '+12025550191' };
  expect(readConfig({ DATA_DIR: dir, ...set }).sms).toMatchObject({
    limits: { daily: 500 },
    countries: ['US', 'CA'],
    whatsAppNumber: '+12025550191',
  });
});

test('production has no made-up keys and no simulator', () => {
  expect(() => readConfig({ DATA_DIR: dir, NODE_ENV: 'production' })).toThrow(/MASTER_KEYS and CONTACT_KEY missing/);
  const keys = { MASTER_KEYS: `k2:${KEY},k1:${Buffer.alloc(32, 8).toString('base64')}`, CONTACT_KEY: KEY };
  const config = readConfig({ DATA_DIR: dir, NODE_ENV: 'production', ...keys });
  expect(config.simulator).toBe(false);
  expect(config.keys.master.map(({ id }) => id)).toEqual(['k2', 'k1']);
});

test.each([
  ['half a group', { WHATSAPP_ACCESS_TOKEN: 'token' }, /WHATSAPP_APP_SECRET.*missing.*WHATSAPP_ACCESS_TOKEN set/],
  ['half of Twilio', { TWILIO_FROM: '+12025550100' }, /TWILIO_ACCOUNT_SID.*missing/],
  ['a port that is none', { PORT: '70000' }, /PORT must be a whole number from 0 to 65535, but it is "70000"/],
  ['a port in words', { PORT: '3e3' }, /PORT/],
  [
    'an address without scheme',
    { PUBLIC_BASE_URL: 'faro.example.org' },
    /PUBLIC_BASE_URL must be an http\(s\) address/,
  ],
  ['a short key', { MASTER_KEYS: 'k1:AAAA', CONTACT_KEY: KEY }, /MASTER_KEYS must hold 32 bytes/],
  ['a key without id', { MASTER_KEYS: KEY, CONTACT_KEY: KEY }, /MASTER_KEYS must look like id:base64/],
  ['one key of two', { MASTER_KEYS: `k1:${KEY}` }, /CONTACT_KEY missing: MASTER_KEYS set/],
  [
    'a sender that is no number',
    { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 't', TWILIO_FROM: 'Faro' },
    /TWILIO_FROM/,
  ],
  ['a time zone that is none', { ALERTS_TIME_ZONE: 'America/Ciudad' }, /ALERTS_TIME_ZONE must be a time zone such as/],
  ['a template that WhatsApp would refuse', { WHATSAPP_ALERT_TEMPLATE: 'Faro Update' }, /WHATSAPP_ALERT_TEMPLATE/],
  ['no alert in a second', { ALERTS_PER_SECOND: '0' }, /ALERTS_PER_SECOND must be a whole number from 1/],
  [
    'a limit that no answer fits',
    { SMS_PERSON_HOURLY_SEGMENTS: '3' },
    /SMS_PERSON_HOURLY_SEGMENTS must be a whole number from 4/,
  ],
  ['a country in words', { SMS_COUNTRIES: 'US,Mexico' }, /SMS_COUNTRIES must be countries of two capital letters/],
  [
    'a number without its country',
    { WHATSAPP_NUMBER: '2025550191' },
    /WHATSAPP_NUMBER must be a number with its country/,
  ],
  ['a switch in between', { SIMULATOR: 'maybe' }, /SIMULATOR must be "on" or "off"/],
  ['a database that is not PostgreSQL', { DATABASE_URL: 'mysql://localhost/faro' }, /DATABASE_URL must look like/],
  ['a server without a database', { DATABASE_URL: 'postgres://localhost' }, /DATABASE_URL must look like/],
])('%s stops the start with a sentence that names the variable', (_name, environment, message) => {
  const read = (): unknown => readConfig({ DATA_DIR: dir, ...environment });
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(message);
});

test('a folder that cannot be written stops the start', () => {
  const file = join(dir, 'a-file');
  writeFileSync(file, '');
  expect(() => readConfig({ DATA_DIR: join(file, 'data') })).toThrow(
    /DATA_DIR ".*" must be a folder that Faro may write to/,
  );
  chmodSync(file, 0o600);
});

test('a wrong key is never shown in the error', () => {
  const wrong = Buffer.alloc(20, 9).toString('base64');
  expect(() => readConfig({ DATA_DIR: dir, MASTER_KEYS: `k1:${wrong}`, CONTACT_KEY: KEY })).toThrow(
    expect.not.objectContaining({ message: expect.stringContaining(wrong) }),
  );
});

test('README explains every variable', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const name of Object.keys(VARIABLES)) expect(readme, name).toContain(`\`${name}\``);
});
