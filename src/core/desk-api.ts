/** What the desk's server and its pages say to each other. Paths and who may call them: `src/desk/permissions.ts`. */
import type { AuditAction } from './audit.ts';
import type { AgentName, CaseInQueue, DeskEvent, QueueCounts, Role } from './desk.ts';
import type { Day, Freshness } from './fact.ts';
import type { AgentId, CaseId, FactId, TeamId } from './ids.ts';
import type { Language } from './language.ts';
import type { Account, PasskeyName } from './staff.ts';

export type SecondFactor = 'code' | 'passkey';

/** `POST /sign-in`, `/sign-in/code`, `/sign-in/passkey`. */
export type SignInAnswer =
  | { readonly kind: 'signed_in'; readonly me: Me }
  /** The password was right; one of these is due within five minutes. */
  | { readonly kind: 'second_factor'; readonly ways: readonly SecondFactor[] };

/** What an agent must do before anything else. */
export type Duty = 'change_password' | 'add_second_factor';

/** `GET /me`. */
export interface Me {
  readonly id: AgentId;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly team: TeamId;
  readonly languages: readonly Language[];
  readonly duty: Duty | null;
  readonly hasTotp: boolean;
  readonly passkeys: readonly PasskeyName[];
  /** When this sign-in ends, however busy. Half an hour without a word ends it earlier. */
  readonly endsAtMs: number;
}

/** `POST /me/totp`. */
export interface TotpOffer {
  /** Base32, for typing it in. */
  readonly secret: string;
  readonly uri: string;
  /** The same as a picture to scan: show it as an image, from a `data:` address. */
  readonly qrSvg: string;
}

/** Comes with `weak_password` as `fault`. */
export type PasswordFault = 'too_short' | 'too_long' | 'too_plain' | 'like_your_name' | 'common' | 'same';

/** `GET /agents`. */
export interface AgentForAdmin extends Omit<Account, 'passkeys'> {
  readonly passkeys: number;
}

/** `POST /agents` and `POST /agents/:agentId/reset`: the only time that the password is shown. */
export interface HandedOut {
  readonly agent: AgentForAdmin;
  readonly oneTimePassword: string;
  readonly goodUntilMs: number;
}

/** `GET /audit`. */
export interface AuditPage {
  /** Newest first. */
  readonly lines: readonly {
    readonly seq: number;
    readonly atMs: number;
    readonly action: AuditAction;
    readonly agent: AgentName | null;
    readonly subject: string | null;
    readonly detail: string | null;
    readonly hash: string;
  }[];
  /** For `?before=`; null at the end. */
  readonly next: number | null;
}

/** `GET /settings`: what this installation has; the same for everybody who is signed in. */
export interface DeskSettings {
  /** Whether `POST /translate` has somebody to ask. */
  readonly translation: boolean;
  /** Whether letters that cost much on SMS are written with cheaper ones. */
  readonly smsTransliterate: boolean;
  /** What a topic is called: the title of its first fact. */
  readonly topics: Readonly<Record<string, Readonly<Record<'es' | 'en', string>>>>;
}

/**
 * `GET /cases`: all that are open, urgent ones first; with `?state=closed`, those that were closed lately. Other parameters:
 * `language`, `topic`, `team`, `owner`.
 */
export interface QueueAnswer {
  readonly cases: readonly CaseInQueue[];
  readonly counts: QueueCounts;
  /** The last event that is in it: `GET /events?after=` goes on from there. */
  readonly seq: number;
}

/** `GET /colleagues`: who takes cases, and which of them are here now. */
export interface Colleagues {
  readonly agents: readonly (AgentName & { readonly team: TeamId; readonly isHere: boolean })[];
}

/** `GET /events`, server-sent: an event of the name `case`, with `seq` as its id. */
export interface LiveCase extends DeskEvent {
  /** As whoever is signed in may see it; null when it is gone. */
  readonly case: CaseInQueue | null;
}

/** An event of the name `typing`: a colleague is writing in a case. Without id, kept nowhere. */
export interface LiveTyping {
  readonly caseId: CaseId;
  readonly by: AgentName;
}

/** An event of the name `seen`: a colleague who supervises has read a case of somebody else's. Kept nowhere but in the log. */
export type LiveSeen = LiveTyping;

/** `POST /facts/search` with `query`, `language`, `channel` and `readIn`, the language of the agent. */
export interface FoundFacts {
  readonly facts: readonly FoundFact[];
}

/** A verified answer as the bot would send it: with source, date and code. */
export interface FoundFact {
  readonly id: FactId;
  /** In the agent's language. */
  readonly title: string;
  /**
   * In the person's language, for their channel; where there is none (yet), in the one that the bot would take, and it says
   * so. Null when it is too old to be sent.
   */
  readonly text: string | null;
  /** What `text` is in. */
  readonly language: Language;
  /** What it says, in the agent's language, for reading. */
  readonly meaning: string;
  readonly isDraft: boolean;
  readonly freshness: Freshness;
  readonly verifiedOn: Day;
  readonly source: { readonly publisher: string; readonly url: string };
}
