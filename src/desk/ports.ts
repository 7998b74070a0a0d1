/**
 * What sign-in, accounts and the router need of the store: `store.desk` has these parts. Whatever takes an
 * {@link AuditEntry} writes that line in the same transaction as the change, and writes none when nothing is changed.
 */
import type { AuditCheck, AuditEntry, AuditLine } from '../core/audit.ts';
import type { AgentId, CaseId, SessionKey, TeamId } from '../core/ids.ts';
import type { Account, AccountChange, Credentials, NewAccount, Passkey, Session, Team } from '../core/staff.ts';

export interface DeskStore {
  readonly accounts: AccountStore;
  readonly passkeys: PasskeyStore;
  readonly sessions: SessionStore;
  readonly challenges: ChallengeStore;
  readonly teams: TeamStore;
  readonly audit: AuditStore;
  /** Who has a case now, for the router's "own case"; null when there is no such case. */
  findCaseOwner(id: CaseId): Promise<CaseOwner | null>;
}

export interface CaseOwner {
  readonly owner: AgentId | null;
}

export type AccountChanged =
  | 'changed'
  | 'not_found'
  | 'unknown_team'
  /** There must always be one administrator who can sign in. */
  | 'last_administrator';

export interface AccountStore {
  /** All of them, disabled ones too, by name. */
  list(): Promise<readonly Account[]>;
  find(id: AgentId): Promise<Account | null>;
  /** @param email - normalised: lower case, trimmed. Disabled accounts are found too. */
  credentialsByEmail(email: string): Promise<Credentials | null>;
  credentials(id: AgentId): Promise<Credentials | null>;
  /** @param audit - its `subject` is null: the new id takes that place */
  create(
    wanted: NewAccount,
    audit: AuditEntry,
  ): Promise<
    | { readonly kind: 'created'; readonly account: Account }
    | { readonly kind: 'email_taken' }
    | { readonly kind: 'unknown_team' }
  >;
  /** Makes an administrator only when no account has that role: of two processes that start at once, one does. */
  createFirstAdministrator(wanted: NewAccount, audit: AuditEntry): Promise<Account | null>;
  /** A changed role and `disabled: true` end all sessions of that agent; disabling puts their cases back in the queue. */
  change(id: AgentId, change: AccountChange, audit: AuditEntry): Promise<AccountChanged>;
  /**
   * Sets a password of their own choice, and ends all their sessions but `keep`. False, and nothing is changed, when `keep`
   * is over: an administrator may have reset the account a moment ago.
   */
  setPassword(id: AgentId, passwordHash: string, keep: SessionKey, audit: AuditEntry): Promise<boolean>;
  /** A one-time password; removes TOTP and passkeys and ends all sessions. False when there is no such account. */
  reset(id: AgentId, passwordHash: string, oneTimeUntilMs: number, audit: AuditEntry): Promise<boolean>;
  /** Keeps a secret that its owner has not proven yet; replaces an earlier one. */
  offerTotp(id: AgentId, secret: string): Promise<void>;
  /** The offered secret becomes the one that counts, and `step` the last one used. False when none is offered. */
  acceptTotp(id: AgentId, step: number, audit: AuditEntry): Promise<boolean>;
  removeTotp(id: AgentId, audit: AuditEntry): Promise<void>;
  /** True for one caller only: the step becomes the last one used if it is later than that. */
  useTotpStep(id: AgentId, step: number): Promise<boolean>;
}

export interface PasskeyStore {
  find(id: string): Promise<Passkey | null>;
  listOf(agent: AgentId): Promise<readonly Passkey[]>;
  /** False when that credential is known already, anybody's. */
  add(passkey: Passkey, audit: AuditEntry): Promise<boolean>;
  /** False when this agent has no such passkey. */
  remove(agent: AgentId, id: string, audit: AuditEntry): Promise<boolean>;
  /** True unless the stored counter is above 0 and not below `counter`: then somebody copied the key. */
  use(id: string, counter: number, nowMs: number): Promise<boolean>;
}

export interface SessionStore {
  /** Opens one and, in the same transaction, closes the one it takes the place of. */
  open(session: Session, replaces: SessionKey | null, audit: AuditEntry | null): Promise<void>;
  /** With the account as it is now. Null when there is none, it is over, or the account is disabled. */
  find(key: SessionKey, nowMs: number): Promise<{ readonly session: Session; readonly account: Account } | null>;
  /** Moves the end of idleness; notes that the agent was seen. */
  touch(key: SessionKey, idleUntilMs: number, nowMs: number): Promise<void>;
  close(key: SessionKey, audit: AuditEntry | null): Promise<void>;
  /** All of an agent but one. */
  closeOthers(agent: AgentId, keep: SessionKey, audit: AuditEntry): Promise<void>;
}

/** WebAuthn's challenges: each is good for one answer. */
export interface ChallengeStore {
  /** @param agent - null when the sign-in names nobody yet */
  keep(challenge: string, agent: AgentId | null, untilMs: number): Promise<void>;
  /** True once, while it is not over and for the agent it was made for. Takes it away; past ones may go at any time. */
  take(challenge: string, agent: AgentId | null, nowMs: number): Promise<boolean>;
}

export interface TeamStore {
  list(): Promise<readonly Team[]>;
  /** False when the id is taken. */
  create(team: Team, audit: AuditEntry): Promise<boolean>;
  /** False when there is no such team. */
  change(id: TeamId, change: Partial<Omit<Team, 'id'>>, audit: AuditEntry): Promise<boolean>;
}

export interface AuditStore {
  append(entry: AuditEntry): Promise<void>;
  /** Newest first. @param beforeSeq - null begins at the newest */
  page(beforeSeq: number | null, limit: number): Promise<readonly AuditLine[]>;
  /** Walks through the whole log. */
  verify(): Promise<AuditCheck>;
}
