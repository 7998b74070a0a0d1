/** Reads what a stopped service has stored, with its own keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ContactId } from '../../src/core/ids.ts';
import { readConfig } from '../../src/config/config.ts';
import { createKeyRing, decrypt } from '../../src/store/cipher.ts';
import type { Snapshot } from '../../src/core/turn.ts';

export interface Ledger {
  readonly contacts: number;
  /** Messages in the inbox by state. */
  readonly inbox: Readonly<Record<string, number>>;
  readonly outbox: Readonly<Record<string, number>>;
  readonly conversations: number;
  /** Turns over all conversations. */
  readonly turns: number;
  readonly unreadable: number;
  readonly integrity: string;
}

export function readLedger(dataDir: string): Ledger {
  readFileSync(join(dataDir, 'faro.sqlite')); // fails here, clearly, if there is none
  const { keys } = readConfig({ DATA_DIR: dataDir });
  const ring = createKeyRing(keys.master, keys.contact);
  const db = new DatabaseSync(join(dataDir, 'faro.sqlite'));
  const one = (query: string): unknown => Object.values(db.prepare(query).get() ?? {})[0];
  const byState = (table: string): Record<string, number> =>
    Object.fromEntries(
      db
        .prepare(`select state, count(*) as count from ${table} group by state`)
        .all()
        .map((row) => [String(row['state']), Number(row['count'])]),
    );
  const snapshots = db
    .prepare('select contacts.id, data_key, snapshot from conversations join contacts on contacts.id = contact_id')
    .all()
    .map((row): Snapshot => {
      const id = row['id'] as ContactId; // a text column of ours
      const key = ring.unwrap(row['data_key'] as Uint8Array, `contacts|data_key|${id}`); // a blob column
      const bytes = row['snapshot'] as Uint8Array; // a blob column
      return JSON.parse(decrypt(key, `conversations|snapshot|${id}`, bytes).toString()) as Snapshot; // the service wrote it
    });
  const ledger: Ledger = {
    contacts: Number(one('select count(*) from contacts')),
    inbox: byState('inbox'),
    outbox: byState('outbox'),
    conversations: snapshots.length,
    turns: snapshots.reduce((sum, { turns }) => sum + turns, 0),
    unreadable: Number(one('select count(*) from unreadable')),
    integrity: String(one('pragma integrity_check')),
  };
  db.close();
  return ledger;
}
