/** What every part of the desk's store works with. */
import type { Urgency } from '../../core/case.ts';
import type { Role, SmsReach } from '../../core/desk.ts';
import type { AgentId, IdSource } from '../../core/ids.ts';
import type { Team } from '../../core/staff.ts';
import type { KeyRing } from '../cipher.ts';
import type { Contacts } from '../contacts.ts';
import type { OpenDatabase } from '../dialect.ts';
import type { Spend } from '../spend.ts';

/**
 * When somebody who waits since `sinceMs` should have been answered by this team; null when the team has set no target.
 * Targets are minutes of working time, and the store knows no hours: whoever opens it says how they are counted.
 */
export type AnswerDue = (team: Team, urgency: Urgency, sinceMs: number) => number | null;

export interface DeskParts {
  readonly database: OpenDatabase;
  readonly ring: KeyRing;
  readonly contacts: Contacts;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly answerDue: AnswerDue;
  readonly spend: Spend;
  /** Null where nobody has read what SMS can do there. */
  readonly smsReach: (phone: string) => SmsReach | null;
}

/** Who wants something done. */
export interface Actor {
  readonly id: AgentId;
  readonly role: Role;
}
