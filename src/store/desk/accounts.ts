/**
 * Accounts of the team. None is deleted while the log may name it, only disabled. Whatever makes somebody less trusted
 * than they were ends their sessions in the same transaction.
 */
import type { AuditEntry } from '../../core/audit.ts';
import type { AgentId, SessionKey, TeamId } from '../../core/ids.ts';
import type { Account, AccountChange, Credentials, NewAccount } from '../../core/staff.ts';
import type { Db } from '../dialect.ts';
import { noteSignal } from '../signals.ts';
import { appendAudit } from './audit.ts';
import { freeCasesOf } from './lapse.ts';
import type { DeskParts } from './parts.ts';
import { endSessions } from './sessions.ts';
import { openText, PASSKEY_NAME_COLUMNS, sealText, toAccount, toCredentials } from './staff-rows.ts';

/** Whoever counts administrators before a change is alone with it. */
const LOCK = 'accounts';

type AccountChanged = 'changed' | 'not_found' | 'unknown_team' | 'last_administrator';

type AccountCreated =
  | { readonly kind: 'created'; readonly account: Account }
  | { readonly kind: 'email_taken' }
  | { readonly kind: 'unknown_team' };

export class Accounts {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** All of them, disabled ones too, by name. */
  async list(): Promise<readonly Account[]> {
    const { database, ring } = this.#parts;
    const rows = await database.db.selectFrom('agents').selectAll().execute();
    const passkeys = await database.db.selectFrom('passkeys').select(PASSKEY_NAME_COLUMNS).execute();
    return rows.map((row) => toAccount(ring, row, passkeys)).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  async find(id: AgentId): Promise<Account | null> {
    return (await this.credentials(id))?.account ?? null;
  }

  /** @param email - normalised: lower case, trimmed. Disabled accounts are found too. */
  async credentialsByEmail(email: string): Promise<Credentials | null> {
    const { database, ring } = this.#parts;
    const row = await database.db
      .selectFrom('agents')
      .select('id')
      .where('email_key', '=', ring.emailKey(email))
      .executeTakeFirst();
    return row === undefined ? null : this.credentials(row.id);
  }

  async credentials(id: AgentId): Promise<Credentials | null> {
    const { database, ring } = this.#parts;
    const row = await database.db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    if (row === undefined) return null;
    const passkeys = database.db.selectFrom('passkeys').select(PASSKEY_NAME_COLUMNS);
    return toCredentials(ring, row, await passkeys.where('agent_id', '=', id).orderBy('added_at').execute());
  }

  /** @param audit - its `subject` is null: the new id takes that place */
  create(wanted: NewAccount, audit: AuditEntry): Promise<AccountCreated> {
    return this.#parts.database.write((db) => this.#create(db, wanted, audit));
  }

  /** Makes an administrator only when no account has that role: of two processes that start at once, one does. */
  createFirstAdministrator(wanted: NewAccount, audit: AuditEntry): Promise<Account | null> {
    const { database } = this.#parts;
    return database.write(async (db) => {
      await database.locks.inOrder(db, LOCK);
      const known = await db.selectFrom('agents').select('id').where('role', '=', 'admin').executeTakeFirst();
      if (known !== undefined) return null;
      const created = await this.#create(db, { ...wanted, role: 'admin' }, audit);
      return created.kind === 'created' ? created.account : null;
    });
  }

  async #create(db: Db, wanted: NewAccount, audit: AuditEntry): Promise<AccountCreated> {
    const { database, ring, ids, nowMs } = this.#parts;
    if (!(await isTeam(db, wanted.team))) return { kind: 'unknown_team' };
    const id = ids.agentId();
    const row = await db
      .insertInto('agents')
      .values({
        id,
        email_key: ring.emailKey(wanted.email),
        email: sealText(ring, `agents|email|${id}`, wanted.email),
        name: sealText(ring, `agents|name|${id}`, wanted.name),
        role: wanted.role,
        team_id: wanted.team,
        languages: JSON.stringify(wanted.languages),
        password_hash: wanted.passwordHash,
        one_time_until: wanted.oneTimeUntilMs,
        totp_secret: null,
        totp_offered: null,
        created_at: nowMs(),
        seen_at: null,
        disabled_at: null,
      })
      .onConflict((conflict) => conflict.column('email_key').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return { kind: 'email_taken' };
    await appendAudit(db, database.locks, { ...audit, subject: id }, nowMs());
    return { kind: 'created', account: toAccount(ring, row, []) };
  }

  /** A changed role and `disabled: true` end all sessions of that agent; disabling puts their cases back in the queue. */
  change(id: AgentId, change: AccountChange, audit: AuditEntry): Promise<AccountChanged> {
    const { database, ring, nowMs } = this.#parts;
    return database.write(async (db) => {
      await database.locks.inOrder(db, LOCK);
      const before = await db.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
      if (before === undefined) return 'not_found';
      if (change.team !== undefined && !(await isTeam(db, change.team))) return 'unknown_team';
      const loses = losesRole(before.role, change);
      if (loses && before.role === 'admin' && !(await isOtherAdministrator(db, id))) return 'last_administrator';
      const { name, role, team, languages, disabled } = change;
      await db
        .updateTable('agents')
        .set({
          ...(name === undefined ? {} : { name: sealText(ring, `agents|name|${id}`, name) }),
          role: role ?? before.role,
          ...(team === undefined ? {} : { team_id: team }),
          ...(languages === undefined ? {} : { languages: JSON.stringify(languages) }),
          ...(disabled === undefined ? {} : { disabled_at: disabled ? (before.disabled_at ?? nowMs()) : null }),
        })
        .where('id', '=', id)
        .execute();
      noteSignal(db, 'staff');
      if (loses) await endSessions(db, id);
      if (disabled === true) await freeCasesOf(db, this.#parts, id);
      await appendAudit(db, database.locks, audit, nowMs());
      return 'changed';
    });
  }

  /**
   * Sets a password of their own choice, and ends all their sessions but `keep`. False, and nothing is changed, when that
   * one is over: an administrator may have reset the account a moment ago.
   */
  setPassword(id: AgentId, passwordHash: string, keep: SessionKey, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      // The account first, as a reset does.
      await database.locks.forUpdate(db.selectFrom('agents').select('id').where('id', '=', id)).executeTakeFirst();
      if (!(await isSessionOf(db, id, keep))) return false;
      await db
        .updateTable('agents')
        .set({ password_hash: passwordHash, one_time_until: null })
        .where('id', '=', id)
        .execute();
      await endSessions(db, id, keep);
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** A one-time password; removes TOTP and passkeys and ends all sessions. False when there is no such account. */
  reset(id: AgentId, passwordHash: string, oneTimeUntilMs: number, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db
        .updateTable('agents')
        .set({ password_hash: passwordHash, one_time_until: oneTimeUntilMs, totp_secret: null, totp_offered: null })
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      await db.deleteFrom('passkeys').where('agent_id', '=', id).execute();
      await endSessions(db, id);
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** Keeps a secret that its owner has not proven yet; replaces an earlier one. */
  async offerTotp(id: AgentId, secret: string): Promise<void> {
    const { database, ring } = this.#parts;
    await database.write((db) =>
      db
        .updateTable('agents')
        .set({ totp_offered: sealText(ring, `agents|totp_offered|${id}`, secret) })
        .where('id', '=', id)
        .execute(),
    );
  }

  /** The offered secret becomes the one that counts, and `step` the last one used. False when none is offered. */
  acceptTotp(id: AgentId, step: number, audit: AuditEntry): Promise<boolean> {
    const { database, ring, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await database.locks
        .forUpdate(db.selectFrom('agents').select('totp_offered').where('id', '=', id))
        .executeTakeFirst();
      if (row === undefined || row.totp_offered === null) return false;
      const secret = openText(ring, `agents|totp_offered|${id}`, row.totp_offered);
      await db
        .updateTable('agents')
        .set({
          totp_secret: sealText(ring, `agents|totp_secret|${id}`, secret),
          totp_offered: null,
          totp_step: step,
        })
        .where('id', '=', id)
        .execute();
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  removeTotp(id: AgentId, audit: AuditEntry): Promise<void> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      await db.updateTable('agents').set({ totp_secret: null, totp_offered: null }).where('id', '=', id).execute();
      await appendAudit(db, database.locks, audit, nowMs());
    });
  }

  /** True for one caller only: the step becomes the last one used if it is later than that. */
  async useTotpStep(id: AgentId, step: number): Promise<boolean> {
    const row = await this.#parts.database.write((db) =>
      db
        .updateTable('agents')
        .set({ totp_step: step })
        .where('id', '=', id)
        .where('totp_step', '<', step)
        .returning('id')
        .executeTakeFirst(),
    );
    return row !== undefined;
  }
}

function losesRole(role: Account['role'], change: AccountChange): boolean {
  return change.disabled === true || (change.role !== undefined && change.role !== role);
}

async function isTeam(db: Db, id: TeamId): Promise<boolean> {
  const row = await db.selectFrom('teams').select('id').where('id', '=', id).executeTakeFirst();
  return row !== undefined;
}

async function isSessionOf(db: Db, agent: AgentId, key: SessionKey): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('key')
    .where('key', '=', key)
    .where('agent_id', '=', agent)
    .executeTakeFirst();
  return row !== undefined;
}

async function isOtherAdministrator(db: Db, id: AgentId): Promise<boolean> {
  const other = await db
    .selectFrom('agents')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst();
  return other !== undefined;
}
