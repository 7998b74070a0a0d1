/** What open consoles hear: everything, once, in order, also after they were away; and nothing once the sign-in is over. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import express from 'express';
import { expect, test, vi } from 'vitest';
import type { AgentId, CaseId, SessionKey } from '../../src/core/ids.ts';
import { createLive } from '../../src/desk/live/live.ts';
import type { Live, LiveParts } from '../../src/desk/live/live.ts';
import { hire, say, valueOf } from '../fakes/desk.ts';
import { readLive } from '../fakes/live-reader.ts';
import type { LiveReader } from '../fakes/live-reader.ts';
import { openTestStore } from '../fakes/test-store.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

// Each waits for what a loaded machine may be slow to tell.
vi.setConfig({ testTimeout: 20_000 });

const quiet: LiveParts['telemetry'] = { record: () => undefined };

/** A desk with a live line of its own; the store is there only once the house is. */
async function openLiveHouse(): Promise<DeskHouse & { readonly live: () => Live }> {
  let live: Live | null = null;
  const lazily: Live = {
    join: (parts) => theLive().join(parts),
    tellTyping: (typing) => theLive().tellTyping(typing),
    tellSeen: (seen) => theLive().tellSeen(seen),
    stop: () => live?.stop() ?? Promise.resolve(),
  };
  const house = await openDeskHouse({ passwords: quickPasswords, cases: { live: lazily } });
  const theLive = (): Live => (live ??= createLive({ store: house.house.store.desk, telemetry: quiet }));
  return {
    ...house,
    live: theLive,
    [Symbol.asyncDispose]: async () => {
      await live?.stop();
      await house[Symbol.asyncDispose]();
    },
  };
}

function listen(
  house: DeskHouse,
  cookie: string,
  more: { after?: number; lastId?: number | null } = {},
): Promise<LiveReader> {
  const query = more.after === undefined ? '' : `?after=${more.after}`;
  const id = more.lastId === undefined || more.lastId === null ? {} : { 'last-event-id': String(more.lastId) };
  return readLive(`${house.origin}/desk/api/events${query}`, { cookie, 'sec-fetch-site': 'same-origin', ...id });
}

const isCase = (kind: string) => (event: { name: string; data: { kind?: string } }) =>
  event.name === 'case' && event.data.kind === kind;

test('a console hears of each change with the case as the queue shows it, and who did it', async () => {
  await using house = await openLiveHouse();
  const { agent } = house.staff;
  const cookie = await house.enter(agent);
  const reader = await listen(house, cookie);
  const id = await house.openCase(null);
  const opened = await reader.waitFor(isCase('opened'));
  expect(opened.data).toMatchObject({
    seq: opened.id,
    caseId: id,
    by: null,
    case: { id, state: 'waiting', owner: null },
  });
  await house.ask('POST', `/cases/${id}/claim`, { cookie });
  const claimed = await reader.waitFor(isCase('claimed'));
  const name = { id: agent.id, name: agent.name };
  expect(claimed.data).toMatchObject({ by: name, case: { state: 'taken', owner: name } });
  await say(house.house, house.personOf(id), 'mi hermana Canaria está en Tapachula');
  await reader.waitFor(isCase('message'));
  expect(JSON.stringify(reader.events)).not.toContain('Canaria');
  reader.close();
});

test('a console that was away gets what it missed, once and in order, and then goes on', async () => {
  await using house = await openLiveHouse();
  const cookie = await house.enter(house.staff.agent);
  const reader = await listen(house, cookie);
  const first = await house.openCase(null);
  await reader.waitFor(isCase('opened'));
  reader.close();
  for (let round = 0; round < 3; round += 1) await say(house.house, house.personOf(first), `mensaje ${round}`);
  const back = await listen(house, cookie, { after: 0, lastId: reader.lastId });
  await house.ask('POST', `/cases/${first}/claim`, { cookie });
  await back.waitFor(isCase('claimed'));
  const kinds = back.events.filter(({ name }) => name === 'case').map(({ data }) => data.kind as string);
  expect(kinds).toStrictEqual(['message', 'message', 'message', 'claimed']);
  const ids = back.events.flatMap(({ id }) => id ?? []);
  expect(ids).toStrictEqual([...new Set(ids)].toSorted((a, b) => a - b));
  expect(ids[0]).toBe((reader.lastId ?? 0) + 1);
  back.close();
});

test('the queue says up to which event it tells, and the line goes on from there', async () => {
  await using house = await openLiveHouse();
  const cookie = await house.enter(house.staff.supervisor);
  const id = await house.openCase(null);
  const { json } = await house.ask('GET', '/cases', { cookie });
  expect(json).toMatchObject({ cases: [{ id }], counts: { waiting: 1 }, seq: 1 });
  const reader = await listen(house, cookie, { after: json.seq as number });
  await say(house.house, house.personOf(id), 'sigo aquí');
  await reader.waitFor(isCase('message'));
  expect(reader.events.filter(({ name }) => name === 'case')).toHaveLength(1);
  reader.close();
});

test('what another process writes is told within a second', async () => {
  await using house = await openLiveHouse();
  const other = await house.house.another();
  const reader = await listen(house, await house.enter(house.staff.agent));
  const id = await house.openCase(null);
  await reader.waitFor(isCase('opened'));
  const colleague = await house.hire('otra@faro.example', 'agent');
  valueOf(await other.desk.claims.claim(colleague, id));
  const claimed = await reader.waitFor(isCase('claimed'), 3_000);
  expect(claimed.data.by).toMatchObject({ id: colleague.id });
  reader.close();
  await other.close();
});

test.each([
  ['has missed more than is worth telling one by one', 0],
  ['names an event that is not known here', 1_000_000],
])(
  'a console that %s is told to read the queue anew',
  async (_name, lastId) => {
    await using house = await openLiveHouse();
    const { agent } = house.staff;
    const id = await house.openCase(agent);
    const notes = house.house.store.desk.notes;
    if (lastId === 0) for (let one = 0; one < 1_001; one += 1) await notes.setTags(agent, id, []);
    const latest = await house.house.store.desk.events.latestSeq();
    const reader = await listen(house, await house.enter(agent), { lastId });
    const refresh = await reader.waitFor(({ name }) => name === 'refresh');
    expect(refresh).toMatchObject({ id: latest, data: { seq: latest } });
    await notes.setTags(agent, id, ['x']);
    await reader.waitFor(({ id: seq }) => seq === latest + 1);
    reader.close();
  },
  60_000,
);

test('colleagues see that somebody is writing, the writer does not, and nothing of it is kept', async () => {
  await using house = await openLiveHouse();
  const { agent, supervisor } = house.staff;
  const id = await house.openCase(agent);
  const cookie = await house.enter(agent);
  const own = await listen(house, cookie);
  const theirs = await listen(house, await house.enter(supervisor));
  const before = await house.house.store.desk.events.latestSeq();
  expect((await house.ask('POST', `/cases/${id}/typing`, { cookie })).status).toBe(204);
  const typing = await theirs.waitFor(({ name }) => name === 'typing');
  expect(typing).toMatchObject({ id: null, data: { caseId: id, by: { id: agent.id, name: agent.name } } });
  expect(own.events.map(({ name }) => name)).not.toContain('typing');
  expect(await house.house.store.desk.events.latestSeq()).toBe(before);
  own.close();
  theirs.close();
});

test("the owner sees that a supervisor has read along; reading what is one's own tells nobody", async () => {
  await using house = await openLiveHouse();
  const { agent, supervisor } = house.staff;
  const id = await house.openCase(agent);
  const [cookie, theirs] = [await house.enter(agent), await house.enter(supervisor)];
  const own = await listen(house, cookie);
  const other = await listen(house, theirs);
  expect((await house.ask('GET', `/cases/${id}`, { cookie })).status).toBe(200);
  expect((await house.ask('GET', `/cases/${id}`, { cookie: theirs })).status).toBe(200);
  const seen = await own.waitFor(({ name }) => name === 'seen');
  expect(seen).toMatchObject({ id: null, data: { caseId: id, by: { id: supervisor.id, name: supervisor.name } } });
  expect(other.events.map(({ name }) => name)).not.toContain('seen');
  own.close();
  other.close();
});

test('an open console says that somebody is there', async () => {
  await using house = await openLiveHouse();
  const { agent, supervisor } = house.staff;
  const { presence } = house.house.store.desk;
  expect(await presence.isAnybodyThere()).toBe(false);
  const reader = await listen(house, await house.enter(agent));
  await vi.waitFor(async () => expect(await presence.isAnybodyThere()).toBe(true));
  const { json } = await house.ask('GET', '/colleagues', { cookie: await house.enter(supervisor) });
  expect(json.agents).toContainEqual({ id: agent.id, name: agent.name, team: 'default', isHere: true });
  expect(json.agents).toContainEqual({ id: supervisor.id, name: supervisor.name, team: 'default', isHere: false });
  expect(JSON.stringify(json)).not.toContain('@');
  reader.close();
});

test('a sign-in that ends closes its lines, and another one stays', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    await using house = await openLiveHouse();
    const cookie = await house.enter(house.staff.agent);
    const going = await listen(house, cookie);
    const staying = await listen(house, await house.enter(house.staff.supervisor));
    await going.waitFor(({ name }) => name === 'beat');
    expect((await house.ask('POST', '/sign-out', { cookie })).status).toBe(204);
    await vi.advanceTimersByTimeAsync(5_000);
    await going.ended;
    expect((await listen(house, cookie)).status).toBe(401);
    await vi.advanceTimersByTimeAsync(10_000);
    await vi.waitFor(() => expect(staying.events.filter(({ name }) => name === 'beat')).toHaveLength(2));
    staying.close();
  } finally {
    vi.useRealTimers();
  }
});

test('who takes no cases hears of none', async () => {
  await using house = await openLiveHouse();
  for (const role of ['editor', 'auditor', 'admin'] as const) {
    expect((await listen(house, await house.enter(house.staff[role]))).status).toBe(403);
  }
});

test('one sign-in has a few lines open, and no more', async () => {
  await using house = await openLiveHouse();
  const cookie = await house.enter(house.staff.agent);
  const readers: LiveReader[] = [];
  for (let tab = 0; tab < 8; tab += 1) readers.push(await listen(house, cookie));
  expect(readers.map(({ status }) => status)).toStrictEqual(Array.from({ length: 8 }, () => 200));
  expect((await listen(house, cookie)).status).toBe(503);
  readers[0]?.close();
  await vi.waitFor(async () => {
    const again = await listen(house, cookie);
    again.close();
    expect(again.status).toBe(200);
  });
  for (const reader of readers) reader.close();
});

test('a reader that takes nothing is cut off, and the others hear on', async () => {
  await using house = await openTestStore();
  const ana = await hire(house.store, 'Ana');
  const beto = await hire(house.store, 'Beto');
  const live = createLive({ store: house.store.desk, telemetry: quiet });
  const app = express();
  app.get('/:reader', ({ params }, response) => {
    const { id } = params.reader === 'slow' ? ana : beto;
    const session = params.reader as SessionKey; // any name will do
    void live.join({ agent: id, session, seq: null, response, isAlive: () => Promise.resolve(true) });
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const slow = connect({ port, host: '127.0.0.1' });
  slow.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
  slow.pause();
  const quick = await readLive(`http://127.0.0.1:${port}/quick`, {});
  await quick.waitFor(({ name }) => name === 'beat');
  const by = { id: 'x' as AgentId, name: 'n'.repeat(60_000) };
  let told = 0;
  const cut = new Promise<void>((resolve) => slow.on('close', () => resolve()));
  slow.on('error', () => undefined);
  while (told < 400) {
    told += 1;
    live.tellTyping({ caseId: String(told) as CaseId, by });
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  await quick.waitFor(({ data }) => data?.caseId === '400');
  slow.resume();
  await cut;
  quick.close();
  await live.stop();
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
});
