/** The master key is changed under 100,000 people while others write: nobody may notice, and the old key can go. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../src/core/contact.ts';
import { systemClock } from '../../src/core/clock.ts';
import type { Inbound } from '../../src/core/message.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';

export interface RotateResult {
  readonly people: number;
  readonly rewrapped: number;
  readonly seconds: number;
  /** Under the old key after one run. */
  readonly left: number;
  /** Messages taken meanwhile, and how many could not be. */
  readonly written: number;
  readonly errors: number;
  /** Of people picked at random, with the new key alone: how many could be read. */
  readonly readWithNewKey: number;
  readonly refusedWithOldKey: boolean;
}

const OLD = { id: 'k1', key: randomBytes(32) };
const NEW = { id: 'k2', key: randomBytes(32) };
const PER_WEBHOOK = 500;
const WRITE_EVERY_MS = 5;
const PICKED = 500;

export async function runRotateDrill(people: number): Promise<RotateResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-rotate-'));
  const contactKey = randomBytes(32);
  const open = (masterKeys: Parameters<typeof openStore>[0]['masterKeys']): Promise<Store> =>
    openStore({ dataDir, masterKeys, contactKey, outboxHoldMs: 90_000, sendTimeoutMs: 10_000, clock: systemClock });
  try {
    const before = await open([OLD]);
    for (let start = 0; start < people; start += PER_WEBHOOK) {
      const many = Array.from({ length: Math.min(PER_WEBHOOK, people - start) }, (_, index) => start + index);
      await receive(before, many);
    }
    await before.close();

    const [service, command] = [await open([NEW, OLD]), await open([NEW, OLD])];
    const writing = startWriting(service, people);
    const startedMs = performance.now();
    const { people: rewrapped, left } = await command.rewrap();
    const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
    const { written, errors } = await writing.stop();
    await command.close();
    await service.close();

    const alone = await open([NEW]);
    const readWithNewKey = (await alone.turns.claim(PICKED)).filter(({ messages }) => messages.length > 0).length;
    await alone.close();
    const refusedWithOldKey = await open([OLD]).then(
      (store) => store.close().then(() => false),
      () => true,
    );
    const sum = [...left.values()].reduce((total, count) => total + count, 0);
    return { people, rewrapped, seconds, left: sum, written, errors, readWithNewKey, refusedWithOldKey };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Half of them are known, half write for the first time. */
function startWriting(store: Store, people: number): { stop(): Promise<{ written: number; errors: number }> } {
  const underWay: Promise<void>[] = [];
  let written = 0;
  let errors = 0;
  const timer = setInterval(() => {
    const person = underWay.length % 2 === 0 ? underWay.length % people : people + underWay.length;
    underWay.push(
      receive(store, [person]).then(
        () => void (written += 1),
        () => void (errors += 1),
      ),
    );
  }, WRITE_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(underWay);
      return { written, errors };
    },
  };
}

let nextId = 0;

async function receive(store: Store, people: readonly number[]): Promise<void> {
  const messages = people.map((person): Inbound => {
    const from: Address = { channel: 'whatsapp', phone: '+12025550100', userId: `US.${person}` };
    nextId += 1;
    return {
      providerId: `wamid.${nextId}`,
      from,
      sentAtMs: systemClock.nowMs(),
      content: { kind: 'text', text: 'hola' },
    };
  });
  await store.inbox.receive('whatsapp', { messages, statuses: [], unreadable: [], ignored: 0 });
}
