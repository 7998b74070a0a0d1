/** The whole journey on both stores, with more than one process, and on a slow disk, beside what it costs without store and dialogs. */
import { firstLine, killChild, startNode } from './child.ts';
import { benchJourney, startWorld } from './journey.ts';
import type { JourneyCase, JourneyRow } from './journey.ts';
import { openPostgresHouse } from './postgres-house.ts';
import { slowDisk } from './slow-disk/slow-disk.ts';
import { figure } from './table.ts';
import type { Section } from './table.ts';
import type { JourneyOrder } from './world.ts';

const FULL = { rate: 0, messages: 10_000 } as const;
const SECONDS = 8;
const SLOW_FSYNC_MS = 4;
const POSTGRES_PROCESSES = [1, 2, 4] as const;
const SECRET = 'bench-app-secret';
const PHONE_NUMBER_ID = '106540352242922';

function paced(rate: number): { readonly rate: number; readonly messages: number } {
  return { rate, messages: rate * SECONDS };
}

export async function benchJourneys(): Promise<readonly Section[]> {
  const floor = await measureFloor();
  const sqlite = await benchJourney({
    what: 'SQLite, 1 process',
    processes: 1,
    rates: [FULL, paced(200), paced(700)],
  });
  const postgres = await measurePostgres();
  const slow = await measureSlowDisk();
  const all = [floor, ...sqlite, ...postgres, ...slow.rows];
  const full = sqlite[0]?.perSecond ?? Number.NaN;
  return [
    {
      title: 'Journey: from the webhook to the reply that Graph accepts, everything on',
      columns: [
        'what',
        'offered',
        'messages/s',
        'ratio to SQLite',
        'ratio to the floor',
        'reply p50, p99 ms',
        '200 p99 ms',
      ],
      rows: all.map((row) => rowOf(row, full, floor.perSecond)),
      notes: [
        'What people of the question bank ask, in five languages, by 4,000 people; load generator and Graph in a process ' +
          'of their own on the same cores. Where as much is offered as is answered, 128 people wait at any moment.',
        ...(slow.missing === null ? [] : [slow.missing]),
      ],
    },
  ];
}

async function measurePostgres(): Promise<readonly JourneyRow[]> {
  await using house = await openPostgresHouse();
  const rows: JourneyRow[] = [];
  for (const processes of POSTGRES_PROCESSES) {
    const databaseUrl = await house.createDatabase();
    const what = `PostgreSQL, ${processes} process${processes === 1 ? '' : 'es'}`;
    rows.push(...(await benchJourney({ what, processes, databaseUrl, rates: [FULL] })));
  }
  return rows;
}

async function measureSlowDisk(): Promise<{ readonly rows: readonly JourneyRow[]; readonly missing: string | null }> {
  const disk = slowDisk(SLOW_FSYNC_MS);
  if (disk.kind === 'left_out') return { rows: [], missing: disk.reason };
  const what = `SQLite, 1 process, every fsync ${SLOW_FSYNC_MS} ms slower`;
  const slow: JourneyCase = { what, processes: 1, environment: disk.environment, rates: [FULL, paced(300)] };
  return { rows: await benchJourney(slow), missing: null };
}

async function measureFloor(): Promise<JourneyRow> {
  await using world = await startWorld();
  const graphUrl = `http://127.0.0.1:${world.graphPort}`;
  const server = startNode('journey-floor.ts', [graphUrl, SECRET, PHONE_NUMBER_ID]);
  try {
    const order: JourneyOrder = {
      ports: [Number(await firstLine(server))],
      path: '/webhooks/whatsapp',
      secret: SECRET,
      phoneNumberId: PHONE_NUMBER_ID,
      messages: FULL.messages,
      people: 4_000,
      rate: 0,
      waiting: 128,
      run: 'w',
    };
    await world.run({ ...order, messages: 4_000 }); // until its compiler knows the code
    return { what: 'without store and dialogs', rate: 0, ...(await world.run({ ...order, run: '0' })) };
  } finally {
    await killChild(server);
  }
}

function rowOf(row: JourneyRow, full: number, floor: number): readonly string[] {
  const ratios = row.rate === 0 ? [figure(row.perSecond / full, 2), figure(row.perSecond / floor, 2)] : ['', ''];
  const unanswered = row.offered - row.replied;
  return [
    row.what,
    row.rate === 0 ? 'as answered' : `${figure(row.rate)}/s`,
    figure(row.perSecond),
    ...ratios,
    `${figure(row.p50Ms, 1)}, ${figure(row.p99Ms, 1)}${unanswered > 0 ? `; ${unanswered} without a reply` : ''}`,
    figure(row.acknowledgeP99Ms, 1),
  ];
}
