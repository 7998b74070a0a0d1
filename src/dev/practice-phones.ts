/**
 * Simulator mode: stand-ins for Meta and Twilio on this machine, and the practice phone on top of them. A channel that
 * has real credentials is left alone.
 */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import type { Config, TwilioConfig, WhatsAppConfig } from '../config/config.ts';
import { startFakeGraph } from './fake-graph.ts';
import type { FakeGraph } from './fake-graph.ts';
import { startFakeTwilio } from './fake-twilio.ts';
import type { FakeTwilio } from './fake-twilio.ts';
import { createSimulator } from './simulator/simulator.ts';

export interface PracticePhones {
  readonly graph: FakeGraph | null;
  readonly twilio: FakeTwilio | null;
  /** How the service reaches the stand-ins, in place of real credentials. */
  readonly whatsapp: WhatsAppConfig | null;
  readonly twilioConfig: TwilioConfig | null;
  readonly router: Router;
  stop(): Promise<void>;
}

/** Enough to look back on; a practice phone may run for days. */
const KEEP = 200;

/** @param serviceUrl - where the webhooks of this process are */
export async function startPracticePhones(config: Config, serviceUrl: string): Promise<PracticePhones> {
  const graph = config.whatsapp === null ? await startGraph(serviceUrl) : null;
  const twilio = config.twilio === null ? await startTwilio(config, serviceUrl) : null;
  writeKeys(config, graph, twilio, serviceUrl);
  return {
    graph,
    twilio,
    whatsapp: graph === null ? null : toWhatsAppConfig(graph),
    twilioConfig: twilio === null ? null : toTwilioConfig(twilio),
    router: createSimulator({ graph, twilio }),
    stop: async () => {
      await graph?.stop();
      await twilio?.stop();
    },
  };
}

function startGraph(serviceUrl: string): Promise<FakeGraph> {
  return startFakeGraph({
    accessToken: newSecret(),
    appSecret: newSecret(),
    webhookUrl: `${serviceUrl}/webhooks/whatsapp`,
    statuses: { delayMs: 150 },
    // A saved webhook that is replayed comes from somebody the stand-in has never seen write.
    window: false,
    keep: KEEP,
  });
}

async function startTwilio(config: Config, serviceUrl: string): Promise<FakeTwilio> {
  const twilio = await startFakeTwilio({ authToken: newSecret(), statuses: { delayMs: 150 }, keep: KEEP });
  const publicBaseUrl = config.publicBaseUrl ?? serviceUrl;
  twilio.deliverTo(`${publicBaseUrl}/webhooks/sms`, { publicBaseUrl, localBaseUrl: serviceUrl });
  return twilio;
}

/** Somebody else on this machine must not be able to write in a practice person's name. */
function newSecret(): string {
  return randomBytes(16).toString('hex');
}

function toWhatsAppConfig(graph: FakeGraph): WhatsAppConfig {
  return {
    phoneNumberId: graph.phoneNumberId,
    accessToken: graph.accessToken,
    appSecrets: [graph.appSecret],
    verifyToken: 'practice-verify-token',
    baseUrl: graph.url,
    graphVersion: 'v26.0',
    perSecond: null,
  };
}

function toTwilioConfig(twilio: FakeTwilio): TwilioConfig {
  return {
    accountSid: twilio.accountSid,
    authTokens: [twilio.authToken],
    from: twilio.phone,
    baseUrl: twilio.url,
  };
}

/** So that `npm run receive` can sign a saved webhook for this service. */
function writeKeys(config: Config, graph: FakeGraph | null, twilio: FakeTwilio | null, serviceUrl: string): void {
  const keys = {
    whatsappAppSecret: graph?.appSecret,
    twilioAuthToken: twilio?.authToken,
    publicBaseUrl: config.publicBaseUrl ?? serviceUrl,
  };
  writeFileSync(join(config.dataDir, 'simulator-keys.json'), `${JSON.stringify(keys)}\n`, { mode: 0o600 });
}
