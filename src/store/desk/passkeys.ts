/** Passkeys: public keys, which tell nobody anything, and the names that their owners gave them. */
import type { Selectable } from 'kysely';
import type { AuditEntry } from '../../core/audit.ts';
import type { AgentId } from '../../core/ids.ts';
import type { Passkey } from '../../core/staff.ts';
import type { KeyRing } from '../cipher.ts';
import type { PasskeysTable } from '../schema.ts';
import { appendAudit } from './audit.ts';
import type { DeskParts } from './parts.ts';
import { sealText, toPasskeyName } from './staff-rows.ts';

export class Passkeys {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  async find(id: string): Promise<Passkey | null> {
    const { database, ring } = this.#parts;
    const row = await database.db.selectFrom('passkeys').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : toPasskey(ring, row);
  }

  async listOf(agent: AgentId): Promise<readonly Passkey[]> {
    const { database, ring } = this.#parts;
    const rows = database.db.selectFrom('passkeys').selectAll().where('agent_id', '=', agent).orderBy('added_at');
    return (await rows.execute()).map((row) => toPasskey(ring, row));
  }

  /** False when that credential is known already, anybody's. */
  add(passkey: Passkey, audit: AuditEntry): Promise<boolean> {
    const { database, ring, nowMs } = this.#parts;
    const { id } = passkey;
    return database.write(async (db) => {
      const row = await db
        .insertInto('passkeys')
        .values({
          id,
          agent_id: passkey.agent,
          name: sealText(ring, `passkeys|name|${id}`, passkey.name),
          public_key: passkey.publicKey,
          counter: passkey.counter,
          transports: JSON.stringify(passkey.transports),
          added_at: passkey.addedAtMs,
          used_at: passkey.usedAtMs,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** False when this agent has no such passkey. */
  remove(agent: AgentId, id: string, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db
        .deleteFrom('passkeys')
        .where('id', '=', id)
        .where('agent_id', '=', agent)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** True unless the stored counter is above 0 and not below `counter`: then somebody copied the key. */
  async use(id: string, counter: number, nowMs: number): Promise<boolean> {
    const row = await this.#parts.database.write((db) =>
      db
        .updateTable('passkeys')
        .set({ counter, used_at: nowMs })
        .where('id', '=', id)
        .where((eb) => eb.or([eb('counter', '=', 0), eb('counter', '<', counter)]))
        .returning('id')
        .executeTakeFirst(),
    );
    return row !== undefined;
  }
}

function toPasskey(ring: KeyRing, row: Selectable<PasskeysTable>): Passkey {
  return {
    ...toPasskeyName(ring, row),
    agent: row.agent_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports) as string[], // we wrote it
  };
}
