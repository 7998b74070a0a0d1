/** Sign-ins that are under way or done, by the hash of their token, and WebAuthn's challenges. */
import type { AuditEntry } from '../../core/audit.ts';
import type { AgentId, SessionKey } from '../../core/ids.ts';
import type { Account, Session } from '../../core/staff.ts';
import type { Db } from '../dialect.ts';
import { noteSignal } from '../signals.ts';
import { appendAudit } from './audit.ts';
import type { DeskParts } from './parts.ts';
import { noteSeen } from './presence.ts';
import { PASSKEY_NAME_COLUMNS, toAccount } from './staff-rows.ts';

/** Between the machines of one service. */
const CLOCKS_DIFFER_MS = 60_000;

/** To be called in the transaction that makes somebody less trusted. */
export async function endSessions(db: Db, agent: AgentId, keep: SessionKey | null = null): Promise<void> {
  let sessions = db.deleteFrom('sessions').where('agent_id', '=', agent);
  if (keep !== null) sessions = sessions.where('key', '<>', keep);
  await sessions.execute();
  noteSignal(db, 'staff');
}

export class Sessions {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Opens one and, in the same transaction, closes the one it takes the place of. */
  open(session: Session, replaces: SessionKey | null, audit: AuditEntry | null): Promise<void> {
    return this.#write(audit, async (db) => {
      if (replaces !== null) await db.deleteFrom('sessions').where('key', '=', replaces).execute();
      await db
        .insertInto('sessions')
        .values({
          key: session.key,
          agent_id: session.agent,
          stage: session.stage,
          started_at: session.startedAtMs,
          idle_until: session.idleUntilMs,
          until: session.untilMs,
        })
        .execute();
      noteSignal(db, 'staff');
    });
  }

  /** With the account as it is now. Null when there is none, it is over, or the account is disabled. */
  async find(key: SessionKey, nowMs: number): Promise<{ readonly session: Session; readonly account: Account } | null> {
    const { database, ring } = this.#parts;
    const row = await database.db
      .selectFrom('sessions')
      .innerJoin('agents', 'agents.id', 'sessions.agent_id')
      .selectAll('agents')
      .select(['sessions.key', 'sessions.stage', 'sessions.started_at', 'sessions.idle_until', 'sessions.until'])
      .where('sessions.key', '=', key)
      .where('sessions.until', '>', nowMs)
      // One that is yet to begin was made by a clock that was ahead, and would last too long.
      .where('sessions.started_at', '<=', nowMs + CLOCKS_DIFFER_MS)
      .where('sessions.idle_until', '>', nowMs)
      .where('agents.disabled_at', 'is', null)
      .executeTakeFirst();
    if (row === undefined) return null;
    const passkeys = database.db.selectFrom('passkeys').select(PASSKEY_NAME_COLUMNS).where('agent_id', '=', row.id);
    return {
      session: {
        key: row.key,
        agent: row.id,
        stage: row.stage,
        startedAtMs: row.started_at,
        idleUntilMs: row.idle_until,
        untilMs: row.until,
      },
      account: toAccount(ring, row, await passkeys.orderBy('added_at').execute()),
    };
  }

  /** Moves the end of idleness; notes that the agent was seen. */
  async touch(key: SessionKey, idleUntilMs: number, nowMs: number): Promise<void> {
    await this.#parts.database.write(async (db) => {
      const row = await db
        .updateTable('sessions')
        .set({ idle_until: idleUntilMs })
        .where('key', '=', key)
        .returning('agent_id')
        .executeTakeFirst();
      if (row === undefined) return;
      await noteSeen(db, row.agent_id, nowMs);
    });
  }

  close(key: SessionKey, audit: AuditEntry | null): Promise<void> {
    return this.#write(audit, async (db) => {
      await db.deleteFrom('sessions').where('key', '=', key).execute();
      noteSignal(db, 'staff');
    });
  }

  /** All of an agent but one. */
  closeOthers(agent: AgentId, keep: SessionKey, audit: AuditEntry): Promise<void> {
    return this.#write(audit, (db) => endSessions(db, agent, keep));
  }

  #write(audit: AuditEntry | null, job: (db: Db) => Promise<void>): Promise<void> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      await job(db);
      if (audit !== null) await appendAudit(db, database.locks, audit, nowMs());
    });
  }
}

/** WebAuthn's challenges: each is good for one answer. */
export class Challenges {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** @param agent - null when the sign-in names nobody yet */
  async keep(challenge: string, agent: AgentId | null, untilMs: number): Promise<void> {
    await this.#parts.database.write((db) =>
      db.insertInto('challenges').values({ challenge, agent_id: agent, until: untilMs }).execute(),
    );
  }

  /** True once, while it is not over and for the agent it was made for. Takes it away. */
  async take(challenge: string, agent: AgentId | null, nowMs: number): Promise<boolean> {
    const taken = await this.#parts.database.write((db) =>
      db
        .deleteFrom('challenges')
        .where('challenge', '=', challenge)
        .where('agent_id', agent === null ? 'is' : '=', agent)
        .returning('until')
        .executeTakeFirst(),
    );
    return taken !== undefined && taken.until > nowMs;
  }
}
