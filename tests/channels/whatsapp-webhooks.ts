/** The captured-style webhooks of `tests/webhooks/whatsapp`, and small ones made on the spot. All people are invented. */
import { readdirSync, readFileSync } from 'node:fs';

export const PHONE_NUMBER_ID = '106540352242922';

const FOLDER = new URL('../webhooks/whatsapp/', import.meta.url);

export interface WebhookFile {
  readonly object: string;
  readonly entry: readonly { readonly id: string; readonly changes: readonly unknown[] }[];
}

export function listWebhookFiles(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

export function readWebhookBytes(name: string): Buffer {
  return readFileSync(new URL(`${name}.json`, FOLDER));
}

export function readWebhookFile(name: string): WebhookFile {
  return JSON.parse(readWebhookBytes(name).toString('utf8')) as WebhookFile; // our own file, of this shape
}

export interface TextMessage {
  readonly [field: string]: unknown;
  readonly id: string;
}

/** A good text message; `n` makes its id and text different from others'. */
export function textMessage(n: number): TextMessage {
  return {
    from: '12025550101',
    from_user_id: 'GT.10000000000000000101',
    id: `wamid.${n}`,
    timestamp: '1793620800',
    type: 'text',
    text: { body: `message ${n}` },
  };
}

/** A webhook of one value that holds these messages and statuses. */
export function webhookOf(messages: readonly unknown[], statuses?: readonly unknown[]): unknown {
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ field: 'messages', value: valueOf(messages, statuses) }] }],
  };
}

export function valueOf(messages: readonly unknown[], statuses?: readonly unknown[]): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550199', phone_number_id: PHONE_NUMBER_ID },
    messages,
    ...(statuses === undefined ? {} : { statuses }),
  };
}
