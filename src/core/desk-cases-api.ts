/**
 * What the desk's server and its pages say to each other about cases, and what helps with them. The rest: `desk-api.ts`.
 *
 * Refusals of all routes with a case: `not_found`; `taken` with `owner`; `wrong_state` with `state`.
 */
import type { CountryCode } from './country.ts';
import type { AgentAnswer, CannedReply, Proposal, ProposalKind } from './desk.ts';
import type { WeekOfCases, WeekOfHearing } from './desk-figures.ts';
import type { Day } from './fact.ts';
import type { CaseId, FactId, OutboxId, PlaceId, TeamId } from './ids.ts';
import type { Language } from './language.ts';
import type { OpeningHours, PlaceState, Service } from './place.ts';
import type { TeamStatus } from './team.ts';

/** `POST /cases/:caseId/claim`, and `/renew` every half minute while it is open in a console. */
export interface CaseLease {
  readonly leaseUntilMs: number;
}

/** `POST /cases/:caseId/close` with `{ reason }`, and `/return` to the automatic answers. */
export interface CaseEnded {
  /** Whether the person was told, or why not. */
  readonly told: 'yes' | 'opted_out' | 'hidden' | 'window_closed' | 'sms_limit';
}

/** `POST /cases/:caseId/another` with `{ summary }`: a new case for the person of one that is closed, taken at once. */
export interface CaseOpened {
  readonly caseId: CaseId;
}

/**
 * `POST /cases/:caseId/messages`. Refusals: `window_closed` when `park` is false (nothing is sent, nothing is kept);
 * `not_allowed` with `why`: `opted_out`, `hidden`, `sms_limit` (what SMS may cost today is used up) or `sms_country`
 * (nothing is sent to that country); `bad_input` when the channel takes no text that long.
 */
export interface AnswerToSend extends AgentAnswer {
  /** Where the window is closed: keep the answer, and ask the person by a template to write. */
  readonly park: boolean;
}

/**
 * What came of `POST /cases/:caseId/messages`, `/messages/:messageId/retry` with `{ clientKey }`, and `/location-request`
 * with `{ clientKey }` (WhatsApp only: else `not_on_this_channel`). The same for a second attempt of the same click.
 */
export interface AnswerTaken {
  readonly kind: 'queued' | 'parked';
  readonly id: OutboxId;
  /** Sent; but with it the person was sent more by SMS today than the bot may send. */
  readonly isOverSmsLimit?: true;
}

/** `POST /cases/:caseId/number` with `{ reason }`; null where WhatsApp gave us none. */
export interface NumberRevealed {
  readonly number: string | null;
}

/** `POST /cases/:caseId/messages/:messageId/location`. Degrees, WGS 84. */
export interface MapPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly name?: string;
}

/** `POST /sms-cost` with `{ text }`: what an answer costs by SMS. */
export interface SmsCost {
  /** As it will arrive: letters that cost much are written with cheaper ones, where that is switched on. */
  readonly text: string;
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
  /** Units (letters, mostly) that fit into the last segment still. */
  readonly left: number;
  /** The characters that make every segment hold 70 letters instead of 160, in order of appearance. */
  readonly costly: readonly string[];
  /** False: longer than an SMS can be. */
  readonly fits: boolean;
}

/** `POST /facts/:factId` with `{ language, channel, readIn }`: one {@link FoundFact} of `desk-api.ts`. */

/** `POST /places/search` with `query` (a city or a country, and what is looked for), `service` (or null), `readIn`. */
export interface FoundPlaces {
  /** What the words were understood as, in the agent's language; null when they name no place that we know. */
  readonly where: string | null;
  readonly places: readonly FoundPlace[];
  /** Lines that serve the whole country. */
  readonly lines: readonly FoundPlace[];
}

export interface FoundPlace {
  readonly id: PlaceId;
  readonly name: string;
  readonly country: CountryCode;
  readonly city: string | null;
  /** As the crow flies; null for lines. */
  readonly km: number | null;
  readonly services: readonly Service[];
  readonly hours: OpeningHours | null;
  readonly phones: readonly string[];
  readonly whatsapp: string | null;
  readonly website: string | null;
  readonly address: string | null;
  /** In the agent's language. */
  readonly note: string | null;
  readonly state: PlaceState;
  /** Whether people are sent there: only to what is open, by evidence that is not too old. */
  readonly isOffered: boolean;
  readonly verifiedOn: Day;
  readonly source: { readonly publisher: string; readonly url: string };
}

/** `GET /canned-replies`. Agents see their team's and those of all; who may change them (supervisors) sees every team's. */
export interface CannedReplies {
  readonly replies: readonly CannedReply[];
}

/** `POST /canned-replies` answers with a {@link CannedReply}; `PUT` and `DELETE /canned-replies/:replyId` with nothing. */
export type CannedReplyToKeep = Omit<CannedReply, 'id'>;

/** `GET /proposals?state=open` or `done`. */
export interface ProposalList {
  readonly proposals: readonly Proposal[];
}

/** `POST /proposals` answers `{ id }`; `POST /proposals/:proposalId/settle` with `{ state }` with nothing. */
export interface ProposalToMake {
  readonly kind: ProposalKind;
  readonly fact: FactId | null;
  readonly language: Language;
  readonly question: string;
  readonly comment: string;
}

/**
 * `POST /translate` with `{ text, from, to }`. Refusals: `translation_off`, `translation_failed`. Numbers and addresses do
 * not leave the house: they are put back into what comes.
 */
export interface Translated {
  readonly text: string;
  /** What it was made from, to stand beside it. */
  readonly original: string;
}

/** `GET /hours`: what people are told of each team just now. */
export interface TeamsNow {
  readonly teams: readonly {
    readonly team: TeamId;
    readonly status: TeamStatus;
    readonly timeZone: string;
  }[];
  /** Somebody who takes cases has a console open. */
  readonly isAnybodyHere: boolean;
}

/** `GET /reports/cases` and `GET /reports/heard`, the latest 26 weeks; with `.csv` at the end as a file. */
export interface CaseReport {
  readonly weeks: readonly WeekOfCases[];
}

export interface HeardReport {
  readonly weeks: readonly WeekOfHearing[];
}

/**
 * Besides `case` and `typing` (see `desk-api.ts`) and `beat` every 15 seconds, `GET /events` knows `refresh`: more happened
 * than is worth telling one by one, or the event that the page saw last is not known here. Read the queue anew, and go on
 * from this number.
 */
export interface LiveRefresh {
  readonly seq: number;
}
