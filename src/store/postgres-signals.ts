/**
 * Calls between processes by LISTEN and NOTIFY. The listening connection is the one that asks the server every second
 * whether it is there (`postgres-line.ts`): one that has gone dumb is noticed and replaced, and then everybody looks.
 */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Client } from 'pg';
import type { Db } from './dialect.ts';
import type { Call, Others, Signal } from './signals.ts';

const CHANNEL = 'faro';
/** Sets our own calls apart from those of others. */
const NAME_BYTES = 9;
/** The name of the process, the signal, and a note where there is one. */
const CALL = /^([\w-]+) (cases|staff|turns|outbox|company)(?: (.*))?$/s;

export interface PostgresSignals extends Others {
  /** Begins to listen on a new connection. */
  hear(client: Client): Promise<void>;
}

/** @param handle - gives the database, once it is open */
export function createPostgresSignals(handle: () => Db): PostgresSignals {
  const self = randomBytes(NAME_BYTES).toString('base64url');
  let listener: { readonly onCall: (call: Call) => void; readonly onGap: () => void } | null = null;
  const payload = ({ signal, note }: Call): string => `${self} ${signal}${note === '' ? '' : ` ${note}`}`;
  const hearOne = (text: string | undefined): void => {
    const [, from, signal, note = ''] = CALL.exec(text ?? '') ?? [];
    if (signal !== undefined && from !== self) listener?.onCall({ signal: signal as Signal, note }); // one of those in CALL
  };
  return {
    // NOTIFY lets one transaction end after another in the whole server. One that has written waits for the disk meanwhile,
    // and all others with it; so calls come after what they tell of, by themselves, and wait for no disk.
    call: async (calls) => {
      const texts = calls.map((call) => sql`(${payload(call)})`);
      await sql`select pg_notify(${CHANNEL}, text), set_config('synchronous_commit', 'off', true)
        from (values ${sql.join(texts)}) as calls (text)`.execute(handle());
    },
    listen: (onCall, onGap) => {
      listener = { onCall, onGap };
    },
    hear: async (client) => {
      client.on('notification', ({ payload: text }) => hearOne(text));
      await client.query(`listen ${CHANNEL}`);
      listener?.onGap();
    },
  };
}
