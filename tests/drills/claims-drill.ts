/**
 * Twenty agents reach for each case at the same moment, over two processes on one database. One has it, the others are told
 * who, and the log has one line of it.
 */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';
import { startPostgres } from '../fakes/postgres-server.ts';
import { prepareService, waitUntil } from './service.ts';
import type { ServiceOptions } from './service.ts';
import { signIn } from './desk-visitor.ts';
import type { DeskVisitor } from './desk-visitor.ts';

export interface ClaimsOrder {
  readonly cases: number;
  readonly agents: number;
}

export interface ClaimsResult {
  readonly cases: number;
  readonly agents: number;
  /** Cases that exactly one agent was given. */
  readonly oneWinner: number;
  /** Cases of which everybody else was told the winner's name. */
  readonly othersTold: number;
  /** Cases with exactly one line `case_claimed` in the log, by the winner. */
  readonly oneAuditLine: number;
  /** Cases that each process gave away. */
  readonly wonAt: readonly number[];
  /** Answers that were neither: they must be none. */
  readonly otherAnswers: number;
  readonly seconds: number;
}

const ADMIN = { email: 'jefa@faro.example', password: 'una frase larga de prueba' } as const;
const PASSWORD = 'otra frase larga de prueba';

export async function runClaimsDrill(order: ClaimsOrder): Promise<ClaimsResult> {
  const startedMs = performance.now();
  const postgres = await startPostgres();
  const graph = await startFakeGraph({ pairLimit: 'off', statuses: { delayMs: 5 } });
  try {
    const databaseUrl = postgres.urlOf('postgres');
    const options = optionsFor(graph, databaseUrl);
    await using first = await prepareService(options);
    await first.start(); // it makes the tables and the administrator
    await using second = await prepareService(options);
    await second.start();
    const urls = [first.url, second.url];
    const agents = await hireAll(urls, order.agents);
    const ids = await openCases(graph, agents, order.cases);
    const races: Race[] = [];
    for (const id of ids) races.push(await race(agents, id));
    const logged = await readClaims(databaseUrl);
    return {
      ...order,
      oneWinner: races.filter(({ winners }) => winners.length === 1).length,
      othersTold: races.filter(({ told }) => told === order.agents - 1).length,
      oneAuditLine: races.filter(({ id, winners }) => isOnlyLine(logged.get(id), winners)).length,
      wonAt: urls.map((url) => races.filter(({ winners }) => winners[0]?.url === url).length),
      otherAnswers: races.reduce((sum, { others }) => sum + others, 0),
      seconds: Math.round((performance.now() - startedMs) / 1_000),
    };
  } finally {
    await graph.stop();
    await postgres.stop();
  }
}

/** What two processes of one installation share. */
function optionsFor(graph: FakeGraph, databaseUrl: string): ServiceOptions {
  return {
    graph,
    environment: {
      DATABASE_URL: databaseUrl,
      MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      CONTACT_KEY: randomBytes(32).toString('base64'),
      DESK_ADMIN_EMAIL: ADMIN.email,
      DESK_ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: 'silent',
    },
  };
}

/** Each signs in and chooses a password of their own; half of them at each process. */
async function hireAll(urls: readonly string[], count: number): Promise<readonly DeskVisitor[]> {
  const [home = ''] = urls;
  const admin = await signIn(home, ADMIN.email, ADMIN.password);
  const agents: DeskVisitor[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `Agente ${index}`;
    const email = `agente-${index}@faro.example`;
    const account = { email, name, role: 'agent', team: 'default', languages: ['es'] };
    // The desk's answers, by core/desk-api.ts.
    const { oneTimePassword } = (await admin.ask('POST', '/agents', account)).json as { oneTimePassword: string };
    const url = urls[index % urls.length] ?? home;
    const agent = await signIn(url, email, oneTimePassword);
    await agent.ask('POST', '/me/password', { password: oneTimePassword, next: PASSWORD });
    agents.push(agent);
  }
  return agents;
}

async function openCases(graph: FakeGraph, [agent]: readonly DeskVisitor[], count: number): Promise<readonly string[]> {
  if (agent === undefined) throw new Error('Expected an agent.');
  for (let person = 0; person < count; person += 1) {
    await graph.receive({ userId: `US.${2_000_000 + person}` }, 'quiero hablar con alguien');
  }
  let ids: readonly string[] = [];
  await waitUntil(
    async () => {
      // The desk's answers, by core/desk-api.ts.
      const { cases } = (await agent.ask('GET', '/cases')).json as { cases: readonly { readonly id: string }[] };
      ids = cases.map(({ id }) => id);
      return ids.length >= count;
    },
    120_000,
    `${count} people have a case`,
  );
  return ids;
}

interface Race {
  readonly id: string;
  readonly winners: readonly DeskVisitor[];
  /** Those who were told the name of the one who was faster. */
  readonly told: number;
  readonly others: number;
}

async function race(agents: readonly DeskVisitor[], id: string): Promise<Race> {
  const answers = await Promise.all(
    agents.map(async (agent) => ({ agent, ...(await agent.ask('POST', `/cases/${id}/claim`)) })),
  );
  const winners = answers.filter(({ status }) => status === 200).map(({ agent }) => agent);
  const [winner] = winners;
  const told = answers.filter(({ status, json }) => {
    // The desk's refusals, by core/desk-refusal.ts.
    const { error } = (json ?? {}) as { error?: { code: string; owner?: { id: string } } };
    return status === 409 && error?.code === 'taken' && error.owner?.id === winner?.id;
  }).length;
  return { id, winners, told, others: answers.length - winners.length - told };
}

/** Who took which case, by the log itself. */
async function readClaims(databaseUrl: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ subject: string; agent_id: string }>(
      `select subject, agent_id from audit_log where action = 'case_claimed'`,
    );
    const byCase = Map.groupBy(rows, ({ subject }) => subject);
    return new Map([...byCase].map(([id, lines]) => [id, lines.map(({ agent_id }) => agent_id)]));
  } finally {
    await client.end();
  }
}

function isOnlyLine(logged: readonly string[] = [], [winner]: readonly DeskVisitor[]): boolean {
  return logged.length === 1 && logged[0] === winner?.id;
}
