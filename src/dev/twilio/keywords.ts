/** The words that the carrier acts on before anybody else, and what it answers. */

export type CarrierKeyword = 'STOP' | 'START' | 'HELP';

/** @see twilio.com/docs/messaging/tutorials/advanced-opt-out, default words of US and Canadian long codes */
const DEFAULT_WORDS: Readonly<Record<CarrierKeyword, readonly string[]>> = {
  STOP: ['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'],
  START: ['START', 'YES', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
};

export const CARRIER_ANSWERS: Readonly<Record<CarrierKeyword, string>> = {
  STOP: 'You will receive no more messages from this number. Reply START to receive them again.',
  START: 'You will receive messages from this number again. Reply STOP to end.',
  HELP: 'Reply STOP to end messages.',
};

/**
 * The keyword a text is, or null. Only a text that is nothing else counts; upper and lower case are the same.
 *
 * @param ownStopWords - added in Advanced Opt-Out, for example `ALTO`
 */
export function findCarrierKeyword(text: string, ownStopWords: readonly string[]): CarrierKeyword | null {
  const word = text.trim().toUpperCase();
  if (ownStopWords.includes(word)) return 'STOP';
  for (const keyword of ['STOP', 'START', 'HELP'] as const) if (DEFAULT_WORDS[keyword].includes(word)) return keyword;
  return null;
}
