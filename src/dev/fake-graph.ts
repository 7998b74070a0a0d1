/**
 * Meta's Graph API for one WhatsApp number, on this machine. It takes and refuses messages as Meta does, reports what
 * became of them, and brings what people write, all as signed webhooks. It is a second reading of Meta's pages: it shares
 * no code with `src/channels`, so that one mistake is not made on both sides.
 */
import type { Receipt } from './courier.ts';
import type { AcceptedGraphMessage, GraphEvents, GraphReadMark, RefusedGraphRequest } from './graph/events.ts';
import { createGraphMedia } from './graph/media.ts';
import type { GraphMedia } from './graph/media.ts';
import { toGraphSettings } from './graph/options.ts';
import type { FakeGraphOptions } from './graph/options.ts';
import { createGraphReceiving } from './graph/receiving.ts';
import type { GraphReceiving } from './graph/receiving.ts';
import { createGraphReporter } from './graph/reporting.ts';
import type { GraphReporter } from './graph/reporting.ts';
import { createGraphSending } from './graph/sending.ts';
import type { GraphSending } from './graph/sending.ts';
import { createGraphState } from './graph/state.ts';
import { startProviderServer } from './provider-server.ts';

export type { GraphContent } from './graph/content.ts';
export type { FakeGraphOptions } from './graph/options.ts';

export interface FakeGraph
  extends
    Pick<GraphReceiving, 'receive' | 'receiveMany' | 'openWindow'>,
    Pick<GraphReporter, 'planStatuses' | 'report'>,
    Pick<GraphMedia, 'keepMedia'>,
    Pick<GraphSending, 'failNext' | 'heal' | 'requests'> {
  /** What `WHATSAPP_BASE_URL` must be. */
  readonly url: string;
  readonly phoneNumberId: string;
  readonly accountId: string;
  /** The business's number, E.164. */
  readonly phone: string;
  readonly accessToken: string;
  readonly appSecret: string;
  readonly accepted: readonly AcceptedGraphMessage[];
  readonly refused: readonly RefusedGraphRequest[];
  readonly reads: readonly GraphReadMark[];
  /** How many there were in all, kept in memory or not. */
  readonly totals: Readonly<Record<keyof GraphEvents, number>>;
  /** Webhooks go there from now on. On this machine only. */
  deliverTo(webhookUrl: string): void;
  /** Meta's check of the webhook address. */
  shakeHands(verifyToken: string): Promise<boolean>;
  /** Brings any JSON as a signed webhook: account news, other numbers, broken items. */
  postWebhook(body: unknown, signWith?: string): Promise<Receipt>;
  /** @returns a function that stops listening */
  on<Name extends keyof GraphEvents>(name: Name, listener: (event: GraphEvents[Name]) => void): () => void;
  waitFor(predicate: (message: AcceptedGraphMessage) => boolean, timeoutMs: number): Promise<AcceptedGraphMessage>;
  /** Resolves when no webhook is on its way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a fake Graph API on 127.0.0.1.
 *
 * @example
 * const graph = await startFakeGraph({ webhookUrl: 'http://127.0.0.1:3000/webhooks/whatsapp' });
 * await graph.receive({ phone: '+12025550100' }, 'hola');
 * const reply = await graph.waitFor((message) => message.to === '+12025550100', 2_000);
 */
export async function startFakeGraph(options: FakeGraphOptions = {}): Promise<FakeGraph> {
  const settings = toGraphSettings(options);
  const state = createGraphState(settings);
  const { happened, mail, courier } = state;
  const reporter = createGraphReporter(state);
  const media = createGraphMedia();
  const sending = createGraphSending(state, reporter, media);
  const server = await startProviderServer((request) => sending.answer(request), settings);
  const { phoneNumberId, accountId, phone, accessToken, appSecret } = settings;
  return {
    ...createGraphReceiving(state),
    url: server.url,
    phoneNumberId,
    accountId,
    phone,
    accessToken,
    appSecret,
    accepted: happened.accepted.kept,
    refused: happened.refused.kept,
    reads: happened.read.kept,
    get totals() {
      const { accepted, refused, read, status } = happened;
      return { accepted: accepted.total, refused: refused.total, read: read.total, status: status.total };
    },
    deliverTo: (webhookUrl) => mail.deliverTo(webhookUrl),
    shakeHands: (verifyToken) => mail.shakeHands(verifyToken),
    postWebhook: (body, signWith) => mail.post(body, signWith),
    planStatuses: (plan) => reporter.planStatuses(plan),
    report: (facts) => reporter.report(facts),
    keepMedia: (mediaId, kept) => media.keepMedia(mediaId, kept),
    failNext: (fault, times, requests) => sending.failNext(fault, times, requests),
    heal: () => sending.heal(),
    requests: sending.requests,
    on: (name, listener) => happened[name].listen(listener),
    waitFor: (predicate, timeoutMs) => happened.accepted.waitFor(predicate, timeoutMs),
    settled: () => courier.settled(),
    async stop() {
      courier.stop();
      await server.stop();
    },
  };
}
