/**
 * `npm run receive FILE`: brings a saved webhook to a running service, signed as its provider would sign it.
 *
 * A WhatsApp file is the body, byte for byte; an SMS file is `{ "description": …, "form": { … } }`.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { signGraphWebhook } from './graph/webhook.ts';
import { isObject, parseJson, toObject } from './json.ts';
import { signTwilioForm } from './twilio/signature.ts';
import type { Form } from './twilio/signature.ts';

const HELP = `Bring a saved webhook to a running service.

  npm run receive FILE -- [--url http://127.0.0.1:3000] [--times 2] [--outbox ID]

  FILE      one of tests/webhooks/whatsapp or tests/webhooks/sms
  --url     where the service listens
  --times   how often to bring it; a second time must change nothing
  --outbox  for a status of an SMS: the outbox id in the address

Signed with WHATSAPP_APP_SECRET or TWILIO_AUTH_TOKEN (and PUBLIC_BASE_URL); in simulator mode with the keys that the
running service has left in DATA_DIR.
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** What stands between the person who called and a delivered webhook, in one sentence that says what to do. */
class ReceiveError extends Error {
  override readonly name = 'ReceiveError';
}

interface Secrets {
  readonly whatsappAppSecret: string | null;
  readonly twilioAuthToken: string | null;
  readonly publicBaseUrl: string | null;
}

interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @returns the exit code: 0 when every delivery was answered with 2xx */
export async function runReceive(
  words: readonly string[],
  environment: Environment,
  write: (line: string) => void,
): Promise<number> {
  try {
    return await receive(words, environment, write);
  } catch (error) {
    // Wrong options are told by node:util, with a code that begins like this.
    const isOption = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!(error instanceof ReceiveError || isOption)) throw error;
    write(error.message);
    return 1;
  }
}

async function receive(
  words: readonly string[],
  environment: Environment,
  write: (line: string) => void,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${environment['PORT'] ?? '3000'}` },
      times: { type: 'string', default: '1' },
      outbox: { type: 'string', default: 'saved-webhook' },
      help: { type: 'boolean', default: false },
    },
  });
  const [file, ...more] = positionals;
  if (values.help || file === undefined) {
    write(HELP);
    return values.help ? 0 : 1;
  }
  if (more.length > 0) throw new ReceiveError(`Expected one file, got ${positionals.length}.`);
  const times = Number(values.times);
  if (!Number.isInteger(times) || times < 1)
    throw new ReceiveError(`--times must be a whole number, not "${values.times}".`);
  const parcel = toParcel(file, values.url.replace(/\/+$/, ''), values.outbox, readSecrets(environment));
  let taken = 0;
  for (let time = 1; time <= times; time += 1) {
    const { status, text } = await bring(parcel);
    if (status >= 200 && status < 300) taken += 1;
    write(
      `${status} ${basename(file)} to ${new URL(parcel.url).pathname} (${time} of ${times})${text === '' ? '' : `: ${text}`}`,
    );
  }
  return taken === times ? 0 : 1;
}

function toParcel(file: string, serviceUrl: string, outboxId: string, secrets: Secrets): Parcel {
  if (!URL.canParse(serviceUrl))
    throw new ReceiveError(`--url must be an address such as http://127.0.0.1:3000, not "${serviceUrl}".`);
  const bytes = readFile(file);
  const saved = parseJson(bytes.toString('utf8'));
  if (!isObject(saved))
    throw new ReceiveError(`${file} must hold a JSON object: the body of a webhook, or {"form": …}.`);
  return saved['form'] === undefined
    ? toGraphParcel(bytes, serviceUrl, secrets)
    : toTwilioParcel(readForm(file, saved['form']), serviceUrl, outboxId, secrets);
}

function readFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new ReceiveError(`${file} cannot be read. Name a file of tests/webhooks.`, { cause });
  }
}

function readForm(file: string, form: unknown): Form {
  const fields = Object.entries(toObject(form));
  const wrong = fields.find(([, value]) => typeof value !== 'string');
  if (fields.length === 0 || wrong !== undefined) {
    throw new ReceiveError(
      `"form" of ${file} must hold texts only${wrong === undefined ? '' : `, but "${wrong[0]}" is none`}.`,
    );
  }
  return Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
}

function toGraphParcel(bytes: Buffer, serviceUrl: string, secrets: Secrets): Parcel {
  const secret = secrets.whatsappAppSecret;
  if (secret === null) throw new ReceiveError(missingSecret('WHATSAPP_APP_SECRET'));
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signGraphWebhook(bytes, secret) };
  return { url: `${serviceUrl}/webhooks/whatsapp`, headers, body: bytes };
}

function toTwilioParcel(form: Form, serviceUrl: string, outboxId: string, secrets: Secrets): Parcel {
  const token = secrets.twilioAuthToken;
  if (token === null) throw new ReceiveError(missingSecret('TWILIO_AUTH_TOKEN'));
  // A status names what became of a message of ours; anything else is somebody's text.
  const isStatus = form['MessageStatus'] !== undefined;
  const path = isStatus ? `/webhooks/sms/status/${encodeURIComponent(outboxId)}` : '/webhooks/sms';
  const signedUrl = (secrets.publicBaseUrl ?? serviceUrl).replace(/\/+$/, '') + path;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signTwilioForm(signedUrl, form, token),
  };
  return { url: serviceUrl + path, headers, body: Buffer.from(new URLSearchParams({ ...form }).toString()) };
}

function missingSecret(variable: string): string {
  return `${variable} is not set, and DATA_DIR holds no simulator-keys.json. Set it, or start the service with SIMULATOR=on.`;
}

/** The environment first; what a service in simulator mode has made for itself otherwise. */
function readSecrets(environment: Environment): Secrets {
  const keys = readSimulatorKeys(environment['DATA_DIR'] ?? './data');
  return {
    whatsappAppSecret: firstOf(environment['WHATSAPP_APP_SECRET']) ?? textOr(keys['whatsappAppSecret']),
    twilioAuthToken: firstOf(environment['TWILIO_AUTH_TOKEN']) ?? textOr(keys['twilioAuthToken']),
    publicBaseUrl: firstOf(environment['PUBLIC_BASE_URL']) ?? textOr(keys['publicBaseUrl']),
  };
}

function readSimulatorKeys(dataDir: string): Readonly<Record<string, unknown>> {
  try {
    return toObject(parseJson(readFileSync(join(dataDir, 'simulator-keys.json'), 'utf8')));
  } catch {
    return {};
  }
}

/** While a secret is changed there are two, with a comma between them; either is good. */
function firstOf(value: string | undefined): string | null {
  const first = value?.split(',')[0]?.trim() ?? '';
  return first === '' ? null : first;
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

async function bring({ url, headers, body }: Parcel): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body), redirect: 'manual' });
    return { status: response.status, text: (await response.text()).trim().slice(0, 200) };
  } catch (cause) {
    throw new ReceiveError(
      `Nobody answers at ${new URL(url).origin}. Start the service, or give its address with --url.`,
      { cause },
    );
  }
}

if (import.meta.main) {
  process.exitCode = await runReceive(
    process.argv.slice(2),
    process.env,
    (line) => void process.stdout.write(`${line}\n`),
  );
}
