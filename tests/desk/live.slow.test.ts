/** A hundred consoles at twenty messages a second: each hears all, in order. How fast is printed, not promised. */
import { expect, test } from 'vitest';
import { createLive } from '../../src/desk/live/live.ts';
import type { Live } from '../../src/desk/live/live.ts';
import { quantile } from '../../src/store/desk/spread.ts';
import { say } from '../fakes/desk.ts';
import { readLive } from '../fakes/live-reader.ts';
import type { LiveReader } from '../fakes/live-reader.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';

const CONSOLES = 100;
const MESSAGES = 200;
const EVERY_MS = 50;
const CASES = 20;

test('a hundred consoles hear every message, once and in order, and soon', async () => {
  let live: Live | null = null;
  const lazily: Live = {
    join: (parts) => live?.join(parts) ?? Promise.resolve(false),
    tellTyping: (typing) => live?.tellTyping(typing),
    tellSeen: (seen) => live?.tellSeen(seen),
    stop: () => live?.stop() ?? Promise.resolve(),
  };
  await using house = await openDeskHouse({ passwords: quickPasswords, cases: { live: lazily } });
  live = createLive({ store: house.house.store.desk, telemetry: { record: () => undefined } });
  const ids: string[] = [];
  for (let index = 0; index < CASES; index += 1) ids.push(await house.openCase(null));
  const after = await house.house.store.desk.events.latestSeq();

  const readers: LiveReader[] = [];
  for (let index = 0; index < CONSOLES; index += 1) {
    const account = await house.hire(`persona-${index}@faro.example`, 'agent');
    const headers = { cookie: await house.enter(account), 'sec-fetch-site': 'same-origin' };
    readers.push(await readLive(`${house.origin}/desk/api/events?after=${after}`, headers));
  }
  const waits: number[] = [];
  for (let index = 0; index < MESSAGES; index += 1) {
    const startedMs = performance.now();
    const person = house.personOf(ids[index % CASES] ?? '');
    await say(house.house, person, `mensaje ${index}`);
    const committedMs = performance.now();
    const seq = await house.house.store.desk.events.latestSeq();
    const told = readers.map((reader) => reader.waitFor(({ id }) => id === seq, 30_000));
    void Promise.all(told.map((one) => one.then(() => waits.push(performance.now() - committedMs))));
    await new Promise((resolve) => void setTimeout(resolve, Math.max(0, EVERY_MS - (performance.now() - startedMs))));
  }
  const last = await house.house.store.desk.events.latestSeq();
  await Promise.all(readers.map((reader) => reader.waitFor(({ id }) => id === last, 30_000)));
  const all = await house.house.store.desk.events.after(after, 10_000);
  for (const { events } of readers) {
    expect(events.flatMap(({ id }) => id ?? [])).toStrictEqual(all.map(({ seq }) => seq));
  }
  expect(all).toHaveLength(MESSAGES);
  await new Promise((resolve) => setImmediate(resolve));
  console.log(
    `${CONSOLES} consoles, ${MESSAGES} messages: median ${quantile(waits, 0.5).toFixed(1)} ms, p99 ${quantile(waits, 0.99).toFixed(1)} ms`,
  );
  for (const reader of readers) reader.close();
  await live.stop();
});
