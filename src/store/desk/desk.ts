/** The desk's part of the store, as the desk's server sees it. */
import { MINUTE_MS } from '../../core/clock.ts';
import type { AgentId, CaseId } from '../../core/ids.ts';
import type { Signals } from '../signals.ts';
import { Accounts } from './accounts.ts';
import { Answers } from './answers.ts';
import { Audit } from './audit.ts';
import { CannedReplies } from './canned-replies.ts';
import { Claims } from './claims.ts';
import { Company } from './company.ts';
import { Endings } from './endings.ts';
import { DeskEvents } from './events.ts';
import { Upkeep } from './lapse.ts';
import { Notes } from './notes.ts';
import type { AnswerDue, DeskParts } from './parts.ts';
import { Passkeys } from './passkeys.ts';
import { Presence } from './presence.ts';
import { Proposals } from './proposals.ts';
import { Queue } from './queue.ts';
import { Reading } from './reading.ts';
import { Reports } from './reports.ts';
import { Challenges, Sessions } from './sessions.ts';
import { Teams } from './teams.ts';

export interface Desk {
  readonly accounts: Accounts;
  readonly passkeys: Passkeys;
  readonly sessions: Sessions;
  readonly challenges: Challenges;
  readonly presence: Presence;
  readonly teams: Teams;
  readonly audit: Audit;
  readonly queue: Queue;
  readonly reading: Reading;
  readonly claims: Claims;
  readonly endings: Endings;
  readonly answers: Answers;
  readonly notes: Notes;
  readonly events: DeskEvents;
  readonly company: Company;
  readonly canned: CannedReplies;
  readonly proposals: Proposals;
  readonly reports: Reports;
  readonly upkeep: Upkeep;
  /** For the router's "own case"; null when there is no such case. */
  findCaseOwner(id: CaseId): Promise<{ readonly owner: AgentId | null } | null>;
}

export function createDesk(parts: DeskParts, signals: Signals): Desk {
  const reading = new Reading(parts);
  return {
    accounts: new Accounts(parts),
    passkeys: new Passkeys(parts),
    sessions: new Sessions(parts),
    challenges: new Challenges(parts),
    presence: new Presence(parts),
    teams: new Teams(parts),
    audit: new Audit(parts),
    queue: new Queue(parts),
    reading,
    claims: new Claims(parts),
    endings: new Endings(parts),
    answers: new Answers(parts),
    notes: new Notes(parts),
    events: new DeskEvents(parts, signals),
    company: new Company(parts, signals),
    canned: new CannedReplies(parts),
    proposals: new Proposals(parts),
    reports: new Reports(parts),
    upkeep: new Upkeep(parts),
    findCaseOwner: (id) => reading.findOwner(id),
  };
}

/** Where nobody says how a team's hours are counted: every hour counts. */
export const dueByTheClock: AnswerDue = ({ targets }, urgency, sinceMs) => {
  if (targets === null) return null;
  return sinceMs + (urgency === 'urgent' ? targets.urgentMinutes : targets.normalMinutes) * MINUTE_MS;
};
