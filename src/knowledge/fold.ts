/** People write without accents, in capitals, with any punctuation. All comparing is done on folded text. */

/** WhatsApp's longest text. What comes after it is not read by the matcher. */
const MAX_TEXT_CHARACTERS = 4_096;
/** What a question is cut to before it is weighed: enough for a voice note, and bounded for everybody else's sake. */
export const MAX_QUESTION_CHARACTERS = 600;

const LIGATURES: Readonly<Record<string, string>> = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l' };

/** English contractions are one word, with or without the apostrophe; French "l'asile" stays two. */
const CONTRACTION = /['’](?=(?:t|m|s|d|re|ve|ll)(?!\p{L}))/gu;

/** Lower case, no accents, letters and digits only, single spaces. */
export function fold(text: string): string {
  return text
    .slice(0, MAX_TEXT_CHARACTERS)
    .toLowerCase() // before and after: each step can bring out letters for the other
    .normalize('NFKD')
    .slice(0, MAX_TEXT_CHARACTERS) // one character can stand for eighteen others
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(CONTRACTION, '')
    .replaceAll(/[œæßøł]/g, (letter) => LIGATURES[letter] ?? letter)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function wordsOf(folded: string): readonly string[] {
  return folded === '' ? [] : folded.split(' ');
}

/** Each word once, in order, up to {@link MAX_QUESTION_CHARACTERS} in all. A single endless word is cut, not dropped. */
export function capQuestion(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let length = 0;
  for (const word of new Set(words)) {
    const cut = word.slice(0, MAX_QUESTION_CHARACTERS - length);
    if (cut.length < word.length && kept.length > 0) break;
    kept.push(cut);
    length += cut.length + 1;
    if (length >= MAX_QUESTION_CHARACTERS) break;
  }
  return kept;
}
