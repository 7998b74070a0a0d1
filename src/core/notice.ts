/** What is written to people of our own accord while they wait for a person of the team, or come back from one. */
import type { ChannelName } from './contact.ts';
import type { CountryCode } from './country.ts';
import type { Language } from './language.ts';

/** What the words of a reminder depend on. */
export interface DueReminder {
  readonly channel: ChannelName;
  readonly language: Language;
  /** Where the person said they are. */
  readonly country: CountryCode | null;
  readonly nowMs: number;
}

/** `closed`: it is settled. `waiting`: this agent lets go, and it waits for another. */
export type ReturnState = 'closed' | 'waiting';

/** What the words to the person depend on. */
export interface ReturnNotice {
  readonly channel: ChannelName;
  readonly language: Language;
  readonly state: ReturnState;
}
