/** A message as the providers of the peers deliver it. The people's names are no numbers: peers pass on what they are given. */
import { createHmac } from 'node:crypto';

/** Meta's webhook with a `from`, or Twilio's form for WhatsApp. */
export type PeerProvider = 'meta' | 'twilio';

export interface PeerMessage {
  readonly provider: PeerProvider;
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  readonly phoneNumberId: string;
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export interface PeerRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function peerRequest(message: PeerMessage): PeerRequest {
  return message.provider === 'meta' ? metaRequest(message) : twilioRequest(message);
}

function metaRequest({ secret, phoneNumberId, id, from, text }: PeerMessage): PeerRequest {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '12025550199', phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: 'Practice Person' }, wa_id: from, user_id: from }],
    messages: [
      {
        from,
        from_user_id: from,
        id,
        timestamp: String(Math.floor(Date.now() / 1_000)),
        type: 'text',
        text: { body: text },
      },
    ],
  };
  const entry = [{ id: '102290129340398', changes: [{ field: 'messages', value }] }];
  return signedForMeta(secret, { object: 'whatsapp_business_account', entry });
}

export function signedForMeta(secret: string, webhook: unknown): PeerRequest {
  const body = JSON.stringify(webhook);
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return { headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }, body };
}

/** @see Twilio, "Security": HMAC-SHA1 over the address and the sorted fields; bottender takes the address for https */
function twilioRequest({ port, path, secret, id, from, text }: PeerMessage): PeerRequest {
  const fields = { Body: text, From: from, MessageSid: id, NumMedia: '0', SmsStatus: 'received', To: 'house' };
  const signed = Object.entries(fields).reduce(
    (all, [name, value]) => all + name + value,
    `https://127.0.0.1:${port}${path}`,
  );
  const signature = createHmac('sha1', secret).update(signed).digest('base64');
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
    body: new URLSearchParams(fields).toString(),
  };
}

/** The request as it goes over a connection that stays open. */
export function toHttp({ headers, body }: PeerRequest, port: number, path: string): Buffer {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers, 'content-length': Buffer.byteLength(body) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`);
}

/** To whom a call to the provider sends something; null when it sends nothing, as a read mark does. */
export function recipientOf(body: string): string | null {
  const [, asJson, asForm] = /"(?:to|recipient)":\s*"([^"]+)"|(?:^|&)To=([^&]+)/.exec(body) ?? [];
  return asJson ?? (asForm === undefined ? null : decodeURIComponent(asForm));
}
