/** How the house is, in numbers, for whoever watches over it. Counts and times of ours only: nothing leads to a person. */
import type { AuditAction } from './audit.ts';
import type { Urgency } from './case.ts';

/** A file in DATA_DIR: its time of change is when the last backup was made. */
export const BACKUP_MARK = 'last-backup';

/** What waits, was put aside or was given up. */
export interface Backlog {
  /** People with a message that waits for its turn. */
  readonly waiting: number;
  readonly parked: number;
  readonly unreadable: number;
  readonly outbox: Readonly<Record<string, number>>;
  /** Segments of SMS today; null where none are counted. */
  readonly sms?: { readonly segments: number; readonly limit: number } | null;
  readonly signs?: StoreSigns;
}

/** Ages in milliseconds. */
export interface StoreSigns {
  /** How long the message has waited that waits longest; 0 when none does. */
  readonly oldestWaitingMs: number;
  /** Since when the reply that is overdue longest could have been sent; 0 when none is. Alerts may have to wait for the morning. */
  readonly oldestDueMs: number;
  /** Requests for a person that nobody has taken. */
  readonly casesWaiting: Readonly<Record<Urgency, CasesWaiting>>;
  readonly casesTaken: number;
  readonly casesParked: number;
  /** What the team did since this process started. */
  readonly deskActions: ReadonlyMap<AuditAction, number>;
  /** Encrypted values that this process opened, by table, and that did not open. */
  readonly opened: ReadonlyMap<string, number>;
  readonly unopened: number;
}

export interface CasesWaiting {
  readonly count: number;
  readonly oldestMs: number;
}
