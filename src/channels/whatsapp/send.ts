/**
 * WhatsApp as a channel: one reply, one POST to Graph, one answer told in our words.
 *
 * The provider's SDK makes the request (address, version, token); the answer is read here, because the SDK takes an
 * error inside a 200 for success and puts bodies into the messages of its errors.
 */
import { WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import type { Accepted, Channel } from '../../core/channel.ts';
import type { Address } from '../../core/contact.ts';
import { RenderError, SendError } from '../../core/errors.ts';
import type { Reply } from '../../core/reply.ts';
import { toSendError } from './errors.ts';
import { keepConnections } from './fetch.ts';
import type { Answer, Fetch } from './fetch.ts';
import { renderWhatsApp } from './render.ts';
import type { WhatsAppContent } from './render.ts';
import { isFields, readId, readList } from './untrusted.ts';

/** Where and as whom to send. */
export interface WhatsAppSettings {
  readonly phoneNumberId: string;
  readonly accessToken: string;
  /** Without the version, for example `https://graph.facebook.com`. */
  readonly baseUrl: string;
  /** For example `v26.0`. */
  readonly graphVersion: string;
  /** For one request, from connecting to the last byte of the answer. */
  readonly timeoutMs: number;
}

/** A typing dot is not worth a wait. */
const TYPING_TIMEOUT_MS = 3_000;

/**
 * Opens the channel. Nothing is connected before the first message; connections are then kept and used again.
 */
export function createWhatsAppChannel(settings: WhatsAppSettings): Channel {
  const fetchWithin = keepConnections();
  const postMessage = createPost(settings, fetchWithin(settings.timeoutMs));
  const postTyping = createPost(settings, fetchWithin(Math.min(settings.timeoutMs, TYPING_TIMEOUT_MS)));
  return {
    name: 'whatsapp',
    async send(to, reply, outboxId) {
      const message = { ...toRecipient(to), ...render(reply), biz_opaque_callback_data: outboxId };
      return readAccepted(await postMessage({ recipient_type: 'individual', ...message }));
    },
    async showTyping(providerMessageId) {
      const seen = { status: 'read', message_id: providerMessageId, typing_indicator: { type: 'text' } };
      // Best effort: the answer itself will tell whether WhatsApp can be reached.
      await postTyping(seen).catch(() => {});
    },
  };
}

/** With a number WhatsApp wants its plus sign: without it, it would put our own country's code before it. */
function toRecipient(to: Address): { readonly to: string } | { readonly recipient: string } {
  if (to.channel !== 'whatsapp') throw new SendError('message_refused', 'An SMS address was given to WhatsApp.');
  if (to.userId === undefined) return { to: to.phone };
  return to.phone === undefined ? { recipient: to.userId } : { to: to.phone };
}

/** A reply that does not fit is never sent, and no retry helps: the caller must hear it like any other refusal. */
function render(reply: Reply): WhatsAppContent {
  try {
    return renderWhatsApp(reply);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    throw new SendError('message_refused', error.message, { cause: error });
  }
}

interface GraphAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: unknown;
}

const AS_JSON = { 'Content-Type': 'application/json' } as const;

type Post = (message: Readonly<Record<string, unknown>>) => Promise<GraphAnswer>;

function createPost({ accessToken, baseUrl, graphVersion, phoneNumberId }: WhatsAppSettings, fetch: Fetch): Post {
  const client = new WhatsAppClient({
    accessToken,
    baseUrl,
    graphVersion,
    fetch,
  });
  return async (message) => {
    try {
      // As text, because the SDK would look through every name in it for capitals; ours are Graph's own.
      const body = JSON.stringify({ messaging_product: 'whatsapp', ...message });
      return await readAnswer(await client.request('POST', `${phoneNumberId}/messages`, { body, headers: AS_JSON }));
    } catch (error) {
      throw toSendError({ kind: 'unanswered', error }, Date.now());
    }
  };
}

async function readAnswer(response: Answer): Promise<GraphAnswer> {
  const retryAfter = response.headers.get('retry-after');
  return { status: response.status, retryAfter, body: parseJson(await response.text()) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Graph names the message it took; an answer without that, or with an error inside a 200, is none. */
function readAccepted(answer: GraphAnswer): Accepted {
  const isOk = answer.status >= 200 && answer.status < 300;
  const message = isFields(answer.body) ? readList(answer.body, 'messages')[0] : undefined;
  const providerId = isOk && isFields(message) ? readId(message, 'id') : undefined;
  if (providerId === undefined) throw toSendError({ kind: 'answered', ...answer }, Date.now());
  return { providerId };
}
