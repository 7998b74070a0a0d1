/**
 * Twilio brings a text a few times within seconds, and never again. Here nobody is there, and then the store does not
 * take anything, while people text: afterwards Twilio's list has brought every one of them in, once.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFakeTwilio } from '../../src/dev/fake-twilio.ts';
import type { FakeTwilio } from '../../src/dev/fake-twilio.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceProcess } from './service.ts';

export interface SmsOutageResult {
  readonly texts: number;
  /** Webhooks that were taken while nothing could be. */
  readonly takenMeanwhile: number;
  readonly answeredOnce: number;
  readonly doubled: number;
  /** Answers to somebody who said STOP meanwhile and then wrote again. */
  readonly answeredAfterStop: number;
  /** From the return to the last answer, after each outage. */
  readonly healedInMs: readonly number[];
}

export interface SmsOutageOptions {
  readonly textsEach: number;
  /** Also with a store that is there and takes nothing. */
  readonly withLockedStore: boolean;
}

/** Past the time in which a message is left to its own webhook. */
const AWAY_MS = 7_000;
/** The store waits five seconds for whoever holds the file, and tries twice. */
const LOCKED_MS = 15_000;
const HEALED_WITHIN_MS = 60_000;
const STOPPER = '+12025550199';

interface Drill {
  readonly twilio: FakeTwilio;
  readonly service: ServiceProcess;
  /** Who has texted so far: each a person of their own. */
  people: string[];
  takenMeanwhile: number;
  readonly healedInMs: number[];
}

export async function runSmsOutageDrill({ textsEach, withLockedStore }: SmsOutageOptions): Promise<SmsOutageResult> {
  const twilio = await startFakeTwilio({ phone: '+12025550190', retryDelaysMs: [200], answerTimeoutMs: 15_000 });
  try {
    await using service = await prepareService({ twilio });
    await service.start();
    const drill: Drill = { twilio, service, people: [], takenMeanwhile: 0, healedInMs: [] };
    await text(drill, 5);
    await waitUntil(() => answered(drill).size === 5, 20_000, 'the first people are answered');
    await service.end('SIGKILL');
    await loseTexts(drill, textsEach);
    await twilio.receive(STOPPER, 'STOP');
    await pause(AWAY_MS);
    await service.start();
    await waitForHealing(drill);
    if (withLockedStore) await lockStore(drill, textsEach);
    await twilio.receive(STOPPER, 'hola');
    await pause(12_000); // another look into the list, which must bring nothing
    const answers = twilio.accepted.filter(({ to }) => to !== STOPPER);
    return {
      texts: drill.people.length,
      takenMeanwhile: drill.takenMeanwhile,
      answeredOnce: answered(drill).size,
      doubled: answers.length - answered(drill).size,
      answeredAfterStop: twilio.accepted.filter(({ to }) => to === STOPPER).length,
      healedInMs: drill.healedInMs,
    };
  } finally {
    await twilio.stop();
  }
}

/** Somebody else holds the file: webhooks are answered 503. */
async function lockStore(drill: Drill, texts: number): Promise<void> {
  const file = new DatabaseSync(join(drill.service.dataDir, 'faro.sqlite'));
  file.exec('begin immediate');
  const lost = loseTexts(drill, texts);
  await pause(LOCKED_MS);
  file.exec('rollback');
  file.close();
  await lost;
  await waitForHealing(drill);
}

async function loseTexts(drill: Drill, count: number): Promise<void> {
  drill.takenMeanwhile += (await text(drill, count)).filter((status) => status === 200).length;
}

/** @returns how each webhook was answered in the end */
async function text(drill: Drill, count: number): Promise<readonly (number | null)[]> {
  const from = Array.from(
    { length: count },
    (_, index) => `+120255501${String(drill.people.length + index).padStart(2, '0')}`,
  );
  drill.people.push(...from);
  const received = await Promise.all(from.map((phone) => drill.twilio.receive(phone, 'hola')));
  return received.map(({ receipts }) => receipts[0]?.status ?? null);
}

function answered({ twilio }: Drill): ReadonlySet<string> {
  return new Set(twilio.accepted.map(({ to }) => to).filter((to) => to !== STOPPER));
}

async function waitForHealing(drill: Drill): Promise<void> {
  const fromMs = performance.now();
  await waitUntil(() => answered(drill).size === drill.people.length, HEALED_WITHIN_MS, 'everybody has an answer');
  drill.healedInMs.push(Math.round(performance.now() - fromMs));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
