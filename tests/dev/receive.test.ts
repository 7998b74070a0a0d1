import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runReceive } from '../../src/dev/receive.ts';
import { startReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';

const WEBHOOKS = join(import.meta.dirname, '..', 'webhooks');
const TEXT = join(WEBHOOKS, 'whatsapp', 'text.json');
const SMS = join(WEBHOOKS, 'sms', 'text.json');
const STATUS = join(WEBHOOKS, 'sms', 'status-delivered.json');

let service: Receiver;
let dataDir: string;

beforeEach(async () => {
  service = await startReceiver();
  dataDir = mkdtempSync(join(tmpdir(), 'faro-receive-'));
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const run = async (
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {
    WHATSAPP_APP_SECRET: 'app-secret',
    TWILIO_AUTH_TOKEN: 'auth-token',
  },
): Promise<{ readonly code: number; readonly lines: readonly string[] }> => {
  const lines: string[] = [];
  const code = await runReceive([...words, '--url', service.url], { DATA_DIR: dataDir, ...environment }, (line) =>
    lines.push(line),
  );
  return { code, lines };
};
const save = (name: string, content: string): string => {
  const file = join(dataDir, name);
  writeFileSync(file, content);
  return file;
};
const twilioSignature = (url: string, token: string): string => {
  const form = new URLSearchParams(service.received.at(-1)?.body.toString('utf8'));
  const text = [...form.keys()].sort().reduce((sum, name) => sum + name + (form.get(name) ?? ''), url);
  return createHmac('sha1', token).update(text).digest('base64');
};

describe('a saved WhatsApp webhook', () => {
  it('is brought byte for byte, signed with the app secret', async () => {
    expect(await run([TEXT])).toEqual({ code: 0, lines: ['200 text.json to /webhooks/whatsapp (1 of 1)'] });
    const [webhook] = service.received;
    expect(webhook?.url).toBe('/webhooks/whatsapp');
    expect(webhook?.body.equals(readFileSync(TEXT))).toBe(true);
    const expected = createHmac('sha256', 'app-secret').update(readFileSync(TEXT)).digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });

  it('is brought as often as asked, and the exit code says whether all were taken', async () => {
    expect(await run([TEXT, '--times', '2'])).toMatchObject({ code: 0 });
    expect(service.received).toHaveLength(2);
    service.answerNext(200, 401);
    const { code, lines } = await run([TEXT, '--times', '2']);
    expect(code).toBe(1);
    expect(lines[1]).toMatch(/^401 .*\(2 of 2\)/);
  });

  it('is signed with the first of two secrets', async () => {
    await run([TEXT], { WHATSAPP_APP_SECRET: 'new, old' });
    const expected = createHmac('sha256', 'new').update(readFileSync(TEXT)).digest('hex');
    expect(service.received[0]?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });
});

describe('a saved SMS webhook', () => {
  it('is brought as a form, signed over the public address', async () => {
    const environment = { TWILIO_AUTH_TOKEN: 'auth-token', PUBLIC_BASE_URL: 'https://faro.example.org/' };
    expect(await run([SMS], environment)).toMatchObject({ code: 0 });
    const [webhook] = service.received;
    expect(webhook?.url).toBe('/webhooks/sms');
    expect(Object.fromEntries(new URLSearchParams(webhook?.body.toString('utf8')))).toMatchObject({
      Body: '¿Es verdad que con niños te dejan pasar?',
    });
    expect(webhook?.headers['x-twilio-signature']).toBe(
      twilioSignature('https://faro.example.org/webhooks/sms', 'auth-token'),
    );
  });

  it('is signed over the service’s own address when there is no public one', async () => {
    await run([SMS]);
    expect(service.received[0]?.headers['x-twilio-signature']).toBe(
      twilioSignature(`${service.url}/webhooks/sms`, 'auth-token'),
    );
  });

  it('that is a status goes to the address of an outbox row', async () => {
    await run([STATUS, '--outbox', 'a/b']);
    expect(service.received[0]?.url).toBe('/webhooks/sms/status/a%2Fb');
    expect(service.received[0]?.headers['x-twilio-signature']).toBe(
      twilioSignature(`${service.url}/webhooks/sms/status/a%2Fb`, 'auth-token'),
    );
  });
});

it('every saved webhook of the tests can be brought', async () => {
  for (const folder of ['whatsapp', 'sms'] as const) {
    for (const name of readdirSync(join(WEBHOOKS, folder)).filter((one) => one.endsWith('.json'))) {
      expect(await run([join(WEBHOOKS, folder, name)])).toMatchObject({ code: 0 });
    }
  }
});

it('the keys of a service in simulator mode are used when the environment has none', async () => {
  save(
    'simulator-keys.json',
    JSON.stringify({ whatsappAppSecret: 'made-up', twilioAuthToken: 'made-up', publicBaseUrl: 'http://faro.example' }),
  );
  expect(await run([TEXT], {})).toMatchObject({ code: 0 });
  const expected = createHmac('sha256', 'made-up').update(readFileSync(TEXT)).digest('hex');
  expect(service.received[0]?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  expect(await run([SMS], {})).toMatchObject({ code: 0 });
  expect(service.received[1]?.headers['x-twilio-signature']).toBe(
    twilioSignature('http://faro.example/webhooks/sms', 'made-up'),
  );
});

describe('what goes wrong is said in one sentence', () => {
  it.each([
    ['no secret', [TEXT], /^WHATSAPP_APP_SECRET is not set/],
    ['no token', [SMS], /^TWILIO_AUTH_TOKEN is not set/],
  ])('%s', async (_, words, message) => {
    const { code, lines } = await run(words, {});
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(message)]);
    expect(service.received).toHaveLength(0);
  });

  it.each([
    ['a file that is not there', ['/nowhere/text.json'], /cannot be read/],
    ['two files', [TEXT, SMS], /Expected one file/],
    ['a number of times that is none', [TEXT, '--times', 'often'], /--times must be a whole number/],
    ['an unknown option', [TEXT, '--colour'], /--colour/],
  ])('%s', async (_, words, message) => {
    const { code, lines } = await run(words);
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(message);
  });

  it.each([
    ['no JSON', '{', /must hold a JSON object/],
    ['a list', '[]', /must hold a JSON object/],
    ['a form with a number', '{"form":{"NumMedia":0}}', /"NumMedia" is none/],
    ['an empty form', '{"form":{}}', /must hold texts only/],
  ])('a file that holds %s', async (_, content, message) => {
    const { code, lines } = await run([save('saved.json', content)]);
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(message);
  });

  it('nobody at the address', async () => {
    await service[Symbol.asyncDispose]();
    const { code, lines } = await run([TEXT]);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^Nobody answers at http:\/\/127\.0\.0\.1:\d+\. Start the service/);
    service = await startReceiver();
  });

  it('no file: how it is used', async () => {
    expect((await run([])).code).toBe(1);
    expect(await run(['--help'])).toMatchObject({ code: 0, lines: [expect.stringContaining('npm run receive FILE')] });
  });
});
