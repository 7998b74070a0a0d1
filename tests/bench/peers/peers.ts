/** Faro beside what somebody would pick instead, on the same cores in the same run: how fast, and what is lost. */
import { startWorld } from '../journey.ts';
import { figure } from '../table.ts';
import type { Section } from '../table.ts';
import type { JourneyOrder, JourneyResult } from '../world.ts';
import { installPeers } from './install.ts';
import { measureLoss } from './loss.ts';
import type { Loss } from './loss.ts';
import { BOT_FRAMEWORK, FARO, INSTALLED, PHONE_NUMBER_ID, SECRET } from './subject.ts';
import type { Subject } from './subject.ts';

const PACED_SECONDS = 8;
/** Who has a bot for one FAQ has one reply for everybody; Faro is asked what people ask. */
const TEXT = 'hola';

interface Measured {
  readonly subject: Subject;
  readonly full: JourneyResult;
  readonly paced: JourneyResult;
  readonly loss: Loss;
}

export async function benchPeers(): Promise<readonly Section[]> {
  const missing = installPeers();
  const subjects = [FARO, BOT_FRAMEWORK, ...(missing === null ? INSTALLED : [])];
  const measured: Measured[] = [];
  for (const subject of subjects) measured.push(await measure(subject));
  return [
    {
      title: 'Peers: from the webhook to the reply that the provider accepts',
      columns: ['what', 'messages/s', 'Faro’s is', 'reply p50, p99 ms', 'acknowledges', 'lost at SIGKILL', 'keeps'],
      rows: measured.map((one) => rowOf(one, measured[0]?.full.perSecond ?? Number.NaN)),
      notes: [
        'Messages a second with 128 people waiting at any moment. Replies of one FAQ for the peers; of everything Faro has ' +
          'for Faro. Waiting times at a given rate, for whoever holds it. SIGKILL: 400 people write, 200 a second, one message each; the process is killed in the ' +
          'middle and started again; the provider takes 100 ms for a reply and brings again what was not acknowledged. Lost ' +
          'is what was acknowledged and never answered.',
        ...(missing === null ? [] : [missing]),
      ],
    },
  ];
}

async function measure(subject: Subject): Promise<Measured> {
  const { full, paced } = await measureSpeed(subject);
  return { subject, full, paced, loss: await measureLoss(subject, Math.random) };
}

async function measureSpeed(subject: Subject): Promise<Pick<Measured, 'full' | 'paced'>> {
  await using world = await startWorld();
  await using running = await subject.start(`http://127.0.0.1:${world.graphPort}`);
  const { messages, perSecond } = subject;
  const order: JourneyOrder = {
    ports: [running.port],
    path: subject.path,
    secret: SECRET,
    phoneNumberId: PHONE_NUMBER_ID,
    messages,
    people: 2_000,
    rate: 0,
    waiting: 128,
    run: 'f',
    ...(subject === FARO ? {} : { text: TEXT, peer: subject.provider }),
  };
  await world.run({ ...order, messages: Math.ceil(messages / 4), run: 'w' }); // until its compiler knows the code
  const full = await world.run(order);
  const paced = await world.run({ ...order, rate: perSecond, messages: perSecond * PACED_SECONDS, run: 'p' });
  return { full, paced };
}

function rowOf({ subject, full, paced, loss }: Measured, faroPerSecond: number): readonly string[] {
  const waits = `${figure(paced.p50Ms)}, ${figure(paced.p99Ms)} at ${subject.perSecond}/s`;
  const doubled = loss.doubled === 0 ? '' : `, ${loss.doubled} answered twice`;
  return [
    subject.what,
    figure(full.perSecond, full.perSecond < 100 ? 1 : 0),
    `${figure(faroPerSecond / full.perSecond, 1)} ×`,
    paced.replied < paced.offered ? `${paced.offered - paced.replied} of ${paced.offered} without a reply` : waits,
    subject.acknowledges,
    `${loss.lost} of ${loss.acknowledged}${doubled}`,
    subject.keeps,
  ];
}
