/** Brings Meta's webhooks to the service: signed, retried, and reports several to a POST when asked. */
import { checkThisMachine } from '../courier.ts';
import type { Courier, Receipt, RetryPolicy } from '../courier.ts';
import { signGraphWebhook, toEnvelope, toWebhookBytes } from './webhook.ts';
import type { BusinessNumber, MessagesValue } from './webhook.ts';

/** How long a report waits for company when several share a POST. */
const BATCH_WAIT_MS = 5;

export interface GraphMail {
  deliverTo(webhookUrl: string): void;
  /** @param signWith - another secret than the app's, to see it refused */
  post(body: unknown, signWith?: string): Promise<Receipt>;
  /** Resolves when the POST that the report travelled in was taken or given up. */
  postReport(value: MessagesValue, perPost: number): Promise<Receipt>;
  /** Meta's check of a webhook address. @returns whether the service gave the challenge back */
  shakeHands(verifyToken: string): Promise<boolean>;
}

interface Waiting {
  readonly value: MessagesValue;
  readonly done: (receipt: Receipt) => void;
}

/** What an attempt without an address comes to. */
const UNDELIVERED: Receipt = { status: null, attempts: 0, body: '' };

export function createGraphMail(
  courier: Courier,
  business: BusinessNumber,
  appSecret: string,
  delaysMs: readonly number[],
): GraphMail {
  const policy: RetryPolicy = { delaysMs, again: (attempt) => attempt.kind !== 'answered' || attempt.status !== 200 };
  let webhookUrl: string | null = null;
  let waiting: Waiting[] = [];

  const post = async (body: unknown, signWith: string = appSecret): Promise<Receipt> => {
    if (webhookUrl === null) return UNDELIVERED;
    const bytes = toWebhookBytes(body);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature-256': signGraphWebhook(bytes, signWith),
    };
    return courier.deliver({ url: webhookUrl, headers, body: bytes }, policy);
  };

  const flush = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const receipt = await post(
      toEnvelope(
        batch.map(({ value }) => value),
        business,
      ),
    );
    for (const { done } of batch) done(receipt);
  };

  return {
    deliverTo(url) {
      checkThisMachine(url);
      webhookUrl = url;
    },
    post,
    postReport(value, perPost) {
      if (perPost <= 1) return post(toEnvelope([value], business));
      return new Promise((done) => {
        waiting.push({ value, done });
        if (waiting.length >= perPost) courier.track(flush());
        else if (waiting.length === 1) courier.track(courier.pause(BATCH_WAIT_MS).then(flush));
      });
    },
    async shakeHands(verifyToken) {
      if (webhookUrl === null) return false;
      const challenge = '1158201444';
      const query = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.challenge': challenge,
        'hub.verify_token': verifyToken,
      });
      const once: RetryPolicy = { delaysMs: [], again: () => false };
      const parcel = {
        url: `${webhookUrl}?${query.toString()}`,
        method: 'GET',
        headers: {},
        body: Buffer.alloc(0),
      } as const;
      const receipt = await courier.deliver(parcel, once);
      return receipt.status === 200 && receipt.body === challenge;
    },
  };
}
