/** Accounts of the desk: what those who keep them, and those who own them, may know. Never shown to other colleagues. */
import type { Agent } from './desk.ts';
import type { Day } from './fact.ts';
import type { AgentId, SessionKey, TeamId } from './ids.ts';
import type { Language } from './language.ts';
import type { Weekday } from './place.ts';

export interface Account extends Agent {
  /** Lower case, without blanks around it: what one signs in with. Encrypted at rest. */
  readonly email: string;
  readonly createdAtMs: number;
  readonly lastSeenAtMs: number | null;
  /** Set while the password is one that an administrator handed out: it must be changed, and is good until then. */
  readonly oneTimeUntilMs: number | null;
  readonly hasTotp: boolean;
  readonly passkeys: readonly PasskeyName[];
}

export interface PasskeyName {
  /** The credential's id in base64url, as the browser gave it. */
  readonly id: string;
  /** What its owner calls it, for example "blue key". */
  readonly name: string;
  readonly addedAtMs: number;
  readonly usedAtMs: number | null;
}

export interface Passkey extends PasskeyName {
  readonly agent: AgentId;
  /** COSE public key. */
  readonly publicKey: Uint8Array;
  /** How often it was used, by its own count; stays 0 where it does not count. */
  readonly counter: number;
  readonly transports: readonly string[];
}

/** What a sign-in is checked against. Stays on the server. */
export interface Credentials {
  readonly account: Account;
  /** As `src/desk/password.ts` writes it. */
  readonly passwordHash: string;
  /** Base32; null when there is none. Under the house key at rest. */
  readonly totpSecret: string | null;
  /** Shown to its owner, but not yet proven by a first code. */
  readonly totpOffered: string | null;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Agent['role'];
  readonly team: TeamId;
  readonly languages: readonly Language[];
  readonly passwordHash: string;
  readonly oneTimeUntilMs: number | null;
}

export interface AccountChange {
  readonly name?: string;
  readonly role?: Agent['role'];
  readonly team?: TeamId;
  readonly languages?: readonly Language[];
  readonly disabled?: boolean;
}

/** `second_factor`: the password was right, the second proof is still due. */
export type SessionStage = 'second_factor' | 'signed_in';

export interface Session {
  readonly key: SessionKey;
  readonly agent: AgentId;
  readonly stage: SessionStage;
  readonly startedAtMs: number;
  readonly idleUntilMs: number;
  /** However busy: over then. */
  readonly untilMs: number;
}

/** A team's own working hours, in the words of `content/team.yaml`; what a team does not set is taken from there. */
export interface TeamSchedule {
  readonly staffed: boolean;
  /** A name of the IANA time zone database. */
  readonly timeZone: string;
  readonly timeZoneName: Readonly<Record<Language, string>>;
  readonly usualMinutes: number | null;
  /** Shifts like `09:00-13:00`. */
  readonly hours: Readonly<Record<Weekday, readonly string[]>>;
  readonly holidays: readonly Day[];
}

/** Minutes of working time within which a person should be answered. */
export interface ReplyTargets {
  readonly normalMinutes: number;
  readonly urgentMinutes: number;
}

export interface Team {
  readonly id: TeamId;
  readonly name: string;
  readonly schedule: TeamSchedule | null;
  readonly targets: ReplyTargets | null;
}
