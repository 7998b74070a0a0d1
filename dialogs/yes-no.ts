/** A bare yes or no, in any of the five languages, however it is typed. */
const WORDS: ReadonlyMap<string, 'yes' | 'no'> = new Map([
  ...['si', 'yes', 'sim', 'oui', 'wi'].map((word) => [word, 'yes'] as const),
  ...['no', 'nao', 'non'].map((word) => [word, 'no'] as const),
]);

/** @returns null when the text is neither */
export function readYesNo(text: string): 'yes' | 'no' | null {
  const word = text.normalize('NFKD').replace(/[^\p{L}]/gu, '');
  return WORDS.get(word.toLowerCase()) ?? null;
}
