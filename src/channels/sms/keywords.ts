/**
 * The words that mean stop, start and help when they are the whole message, and who answers them.
 *
 * Twilio acts on its own English words by itself: it blocks or unblocks the number, answers, and passes the message on
 * to us all the same. Everything else it passes on only, so for our own words the bot must act and confirm.
 *
 * - Twilio's stop words: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out.md; start and help words:
 *   https://help.twilio.com/hc/en-us/articles/223134027 (both read 2026-11-21).
 * - Ours: the counterparts in the languages we speak. They can be entered at Twilio too (Advanced Opt-Out of a Messaging
 *   Service); it then says so with `OptOutType`, which outranks this table.
 */
import { CARRIER_KEYWORDS } from '../../core/message.ts';
import type { CarrierKeyword } from '../../core/message.ts';
import type { Language } from '../../core/language.ts';

/** What Twilio acts on by default, on long codes of the United States and Canada. */
export const CARRIER_WORDS: Readonly<Record<CarrierKeyword, readonly string[]>> = {
  stop: ['stop', 'unsubscribe', 'end', 'quit', 'stopall', 'revoke', 'optout', 'cancel'],
  start: ['start', 'unstop'],
  help: ['help', 'info'],
};

/**
 * Twilio also takes YES as "start". We do not, unless `OptOutType` says that it was one: in a conversation a bare "yes"
 * is the answer to a question, and reading it as a keyword would lose that answer. To somebody who is not blocked it
 * does nothing at Twilio, so nothing is lost by reading it as text.
 */
const CARRIER_YES = 'yes';

/**
 * The counterparts, folded (no accents, no capitals). "socorro", "auxilio", "sos" are left out on purpose: they are cries,
 * and must reach the matcher that hears danger. So are "para", "no" and "inicio", which mean other things more often.
 */
export const OUR_WORDS = {
  stop: {
    en: ['stop all', 'opt out'],
    es: ['alto', 'pare', 'parar', 'baja', 'dar de baja', 'darme de baja', 'cancelar', 'salir', 'detener'],
    pt: ['pare', 'parar', 'sair', 'cancelar', 'descadastrar'],
    fr: ['arret', 'arrete', 'arreter', 'arretez', 'desabonner'],
    ht: ['kanpe', 'sispann'],
  },
  start: {
    en: [],
    es: ['alta', 'empezar', 'comenzar', 'reanudar', 'iniciar'],
    pt: ['comecar', 'iniciar', 'retomar'],
    fr: ['demarrer', 'commencer', 'reprendre'],
    ht: ['komanse', 'rekomanse'],
  },
  help: { en: [], es: ['ayuda'], pt: ['ajuda'], fr: ['aide'], ht: ['ede', 'ed'] },
} as const satisfies Record<CarrierKeyword, Record<Language, readonly string[]>>;

export interface FoundKeyword {
  readonly keyword: CarrierKeyword;
  readonly handledByCarrier: boolean;
}

/**
 * Recognises a keyword that is the whole message, whatever its capitals, accents and punctuation.
 *
 * `handledByCarrier` is true only for Twilio's words as Twilio reads them: alone, in any capitals. Whether it acts on
 * "Stop." is not documented; if it did, our confirmation is refused with 21610, which harms nobody, and if it did not,
 * somebody must confirm.
 */
export function findKeyword(body: string): FoundKeyword | null {
  const exact = body.trim().toLowerCase();
  const folded = fold(body);
  for (const keyword of CARRIER_KEYWORDS) {
    if (CARRIER_WORDS[keyword].includes(exact)) return { keyword, handledByCarrier: true };
    if (CARRIER_WORDS[keyword].includes(folded) || isOurWord(keyword, folded))
      return { keyword, handledByCarrier: false };
  }
  return null;
}

function isOurWord(keyword: CarrierKeyword, folded: string): boolean {
  return Object.values<readonly string[]>(OUR_WORDS[keyword]).some((words) => words.includes(folded));
}

/** Whether typing this would be taken for a keyword, here or by the carrier, so that no menu may offer it. */
export function isReservedWord(text: string): boolean {
  return findKeyword(text) !== null || fold(text) === CARRIER_YES;
}

/** Longer than any keyword with its punctuation: a long text is not worth folding. */
const MAX_KEYWORD_CHARACTERS = 60;

function fold(text: string): string {
  if (text.length > MAX_KEYWORD_CHARACTERS) return '';
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
