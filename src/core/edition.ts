/** Which answer a fact gives now, so that a change of it is known and those who asked for it can be told. */
import type { ChannelName } from './contact.ts';
import type { FactId, FactVersion } from './ids.ts';
import type { Language } from './language.ts';

/** The version of a fact that is not served: expired, or no longer there. */
export const WITHDRAWN = 'withdrawn' as FactVersion; // no hash looks like this

export interface Edition {
  readonly fact: FactId;
  readonly version: FactVersion;
  /** Kept for the day on which the fact itself is gone. */
  readonly titles: Readonly<Partial<Record<Language, string>>>;
  /** False: the last change was only one of wording, and nobody is told. */
  readonly announce: boolean;
}

export interface Editions {
  readonly current: readonly Edition[];
  /** Facts whose file cannot be read just now: a slip of an editor's pen is no withdrawal. */
  readonly unread: readonly FactId[];
}

/** One person's alert, ready to be put into words. */
export interface DueAlert {
  readonly fact: FactId;
  readonly version: FactVersion;
  /** The fact's short names; also of one that is gone. */
  readonly titles: Edition['titles'];
  readonly channel: ChannelName;
  readonly language: Language;
  /** Whether WhatsApp takes free words for this person, and will for a while. */
  readonly isWindowOpen: boolean;
  readonly nowMs: number;
}
