/** A real PostgreSQL that can be frozen, killed and started again, with a database of its own for each trial. */
import { readdirSync, readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startPostgres } from '../fakes/postgres-server.ts';
import type { PostgresOptions } from '../fakes/postgres-server.ts';
import { waitUntil } from './service.ts';

export interface TroubledPostgres extends AsyncDisposable {
  readonly port: number;
  /** Makes an empty database. @returns its address, straight and by way of another port */
  createDatabase(): Promise<{ readonly url: string; via(port: number): string }>;
  /** SIGSTOP or SIGCONT to the server and all that it has started. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL to all of it, at once. */
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export async function startTroubledPostgres(options: PostgresOptions = {}): Promise<TroubledPostgres> {
  const server = await startPostgres({ durable: true, ...options });
  const admin = server.urlOf('postgres');
  const { port } = new URL(admin);
  let pid = await readPid(admin);
  return {
    port: Number(port),
    createDatabase: async () => {
      const name = `drill_${randomBytes(6).toString('hex')}`;
      await ask(admin, `create database ${name}`);
      const url = server.urlOf(name);
      return {
        url,
        via: (through) => {
          const other = new URL(url);
          other.port = String(through);
          return other.href;
        },
      };
    },
    signal: (signal) => {
      for (const one of familyOf(pid)) sendSignal(one, signal);
    },
    kill: async () => {
      const family = familyOf(pid);
      for (const one of family) sendSignal(one, 'SIGKILL');
      await waitUntil(() => family.every((one) => !isAlive(one)), 10_000, 'the server is dead');
    },
    restart: async () => {
      await server.restart();
      pid = await readPid(admin);
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}

async function readPid(url: string): Promise<number> {
  const folder = String((await ask(url, 'show data_directory'))['data_directory']);
  return Number(readFileSync(`${folder}/postmaster.pid`, 'utf8').split('\n')[0]);
}

async function ask(url: string, statement: string): Promise<Readonly<Record<string, unknown>>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** A process and its children: the server makes one for each connection. */
function familyOf(pid: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => parentOf(one) === pid);
  return [pid, ...children];
}

/** @returns null when there is no such process (any more) */
function parentOf(pid: number): number | null {
  try {
    // After the name, which is in brackets and may hold anything: state, parent, …
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended by itself
  }
}
