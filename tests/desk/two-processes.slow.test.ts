/** The desk over two processes on one PostgreSQL: whoever is at one of them sees at once what happens at the other. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import { signIn } from '../drills/desk-visitor.ts';
import type { DeskVisitor } from '../drills/desk-visitor.ts';
import { prepareService, waitUntil } from '../drills/service.ts';
import { readLive } from '../fakes/live-reader.ts';
import type { LiveEvent, LiveReader } from '../fakes/live-reader.ts';
import { startPostgres } from '../fakes/postgres-server.ts';

const ADMIN = { email: 'jefa@faro.example', password: 'una frase larga de prueba' } as const;
const PASSWORD = 'otra frase larga de prueba';
/** What is seen within a second is not found by the look of every five seconds. */
const SOON_MS = 2_000;

test('events, signs of colleagues and ended sign-ins reach the consoles of the other process within a second or two', async () => {
  const postgres = await startPostgres();
  const graph = await startFakeGraph({ pairLimit: 'off' });
  const environment = {
    DATABASE_URL: postgres.urlOf('postgres'),
    MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    CONTACT_KEY: randomBytes(32).toString('base64'),
    DESK_ADMIN_EMAIL: ADMIN.email,
    DESK_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'silent',
  };
  try {
    await using second = await prepareService({ graph, environment });
    await using first = await prepareService({ graph, environment });
    await Promise.all([first.start(), second.start()]); // on an empty database
    const admin = await signIn(first.url, ADMIN.email, ADMIN.password);
    const ana = await hire(admin, 'ana@faro.example', 'agent', first.url);
    const beto = await hire(admin, 'beto@faro.example', 'supervisor', second.url);

    // A sign-in counts at both.
    const elsewhere = await readLive(`${second.url}/desk/api/events`, headersOf(ana));
    expect(elsewhere.status).toBe(200);
    const atFirst = await readLive(`${first.url}/desk/api/events`, headersOf(ana));
    const atSecond = await readLive(`${second.url}/desk/api/events`, headersOf(beto));

    await graph.receive({ userId: 'US.3000001' }, 'quiero hablar con alguien'); // to the first
    const opened = await atSecond.waitFor(isCase('opened'));
    const id = String(opened.data.caseId);
    const told = [
      await time(() => ana.ask('POST', `/cases/${id}/claim`), atSecond, isCase('claimed')),
      await time(() => ana.ask('POST', `/cases/${id}/typing`), atSecond, named('typing')),
      await time(() => beto.ask('GET', `/cases/${id}`), atFirst, named('seen')),
    ];
    expect((await atFirst.waitFor(named('seen'))).data).toMatchObject({
      caseId: id,
      by: { id: beto.id, name: 'beto' },
    });
    expect(elsewhere.events.map(({ name }) => name)).not.toContain('typing'); // it is she herself who writes

    told.push(await timeEnd(() => ana.ask('POST', '/sign-out'), elsewhere, atFirst));
    told.push(await timeEnd(() => admin.ask('PATCH', `/agents/${beto.id}`, { disabled: true }), atSecond));
    for (const ms of told) expect(ms).toBeLessThan(SOON_MS);
    console.log(`claimed, typing, seen, signed out, disabled: ${told.map(Math.round).join(', ')} ms`);
  } finally {
    await graph.stop();
    await postgres.stop();
  }
});

/** Each chooses a password of their own, and is signed in at one of the processes. */
async function hire(admin: DeskVisitor, email: string, role: string, url: string): Promise<DeskVisitor> {
  const account = { email, name: email.split('@')[0], role, team: 'default', languages: ['es'] };
  // The desk's answers, by core/desk-api.ts.
  const { oneTimePassword } = (await admin.ask('POST', '/agents', account)).json as { oneTimePassword: string };
  const visitor = await signIn(url, email, oneTimePassword);
  await visitor.ask('POST', '/me/password', { password: oneTimePassword, next: PASSWORD });
  return visitor;
}

function headersOf(visitor: DeskVisitor): Readonly<Record<string, string>> {
  return { cookie: visitor.cookie(), 'sec-fetch-site': 'same-origin' };
}

const isCase =
  (kind: string) =>
  ({ name, data }: LiveEvent): boolean =>
    name === 'case' && data.kind === kind;

const named =
  (name: string) =>
  (event: LiveEvent): boolean =>
    event.name === name;

/** @returns how many milliseconds after the answer the reader had the event */
async function time(
  act: () => Promise<{ readonly status: number }>,
  reader: LiveReader,
  fits: (event: LiveEvent) => boolean,
): Promise<number> {
  const heard = reader.waitFor(fits).then(() => performance.now());
  const { status } = await act();
  expect(status).toBeLessThan(300);
  const answeredMs = performance.now();
  return Math.max(0, (await heard) - answeredMs);
}

async function timeEnd(act: () => Promise<{ readonly status: number }>, ...readers: LiveReader[]): Promise<number> {
  const { status } = await act();
  expect(status).toBeLessThan(300);
  const answeredMs = performance.now();
  let isOver = false;
  void Promise.all(readers.map(({ ended }) => ended)).then(() => {
    isOver = true;
  });
  await waitUntil(() => isOver, 8_000, 'the lines are ended');
  return performance.now() - answeredMs;
}
