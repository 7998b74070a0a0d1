/**
 * Which language to answer in.
 *
 * Goals: the first clear message settles it; one odd message (a pasted rumour, a name, a place) never flips it; who
 * changes over for good is followed; who picked a language keeps it until they pick another. Non-goal: telling close
 * languages apart, which is the guesser's work (`Knowledge.identifyLanguage`). Tried and left: following every clear
 * message, where one forwarded English text turned a Spanish chat English.
 */
import { isForeignScript, isLanguage } from '../core/language.ts';
import type { Language, UnservedLanguage } from '../core/language.ts';

export interface LanguageState {
  readonly language: Language | null;
  /** The person picked it themselves. */
  readonly chosen: boolean;
  /** What the last clear message was in, when it was not `language`: once more, and we change over. */
  readonly other: Language | UnservedLanguage | null;
}

/**
 * The state after one more message.
 *
 * @param guess - the language of the message, or null when it is too short or too odd to say: then nothing changes. One
 * that we do not speak is kept in mind, but nobody is answered in it.
 */
export function decideLanguage(state: LanguageState, guess: Language | UnservedLanguage | null): LanguageState {
  if (guess === null || state.chosen) return state;
  if (!isLanguage(guess)) return state.language === null ? state : { ...state, other: guess };
  if (state.language === null || guess === state.other) return { language: guess, chosen: false, other: null };
  return { ...state, other: guess === state.language ? null : guess };
}

/**
 * Whether to tell somebody that we do not speak their language. Foreign letters leave no doubt; foreign words in our
 * letters do: in a chat that has a language it takes two such messages in a row, and who picked theirs is not told.
 *
 * @param state - before the message
 */
export function isBeyondUs(state: LanguageState, heard: UnservedLanguage): boolean {
  if (isForeignScript(heard) || state.language === null) return true;
  return !state.chosen && heard === state.other;
}
