/** The people who answer: whether there are any, and when they are there. Nothing is promised that does not stand here. */
import type { Language } from './language.ts';

export type TeamStatus =
  /** Nobody reads the requests of this installation (yet). */
  | { readonly kind: 'unstaffed' }
  /** `untilMs` is null when they are there around the clock. */
  | { readonly kind: 'open'; readonly untilMs: number | null }
  /** These are their hours, but nobody is at the desk just now. */
  | { readonly kind: 'away'; readonly untilMs: number | null }
  /** `opensAtMs` is null when that is further away than anybody plans. */
  | { readonly kind: 'closed'; readonly opensAtMs: number | null };

export interface TeamHours {
  /** A name of the IANA time zone database, for example `America/Mexico_City`: what the hours are said in. */
  readonly timeZone: string;
  /** Whose time that is, in people's words: "Ciudad de México". */
  readonly zoneNames: Readonly<Record<Language, string>>;
  /** Minutes that an answer usually takes while the team is there; null when nobody has measured it. */
  readonly usualMinutes: number | null;
  status(nowMs: number): TeamStatus;
  /** When the team has been there for so many minutes since then. Null when nobody can say. */
  workedBy(sinceMs: number, minutes: number): number | null;
  /**
   * When somebody who asks now should have been answered: only hours in which the team is there count. Null when nobody
   * can say. By then the person is told if they still wait.
   */
  answerBy(nowMs: number): number | null;
}
