/**
 * Spanish. A strong vowel (a, e, o, or any with an accent) is a syllable; i, u and a final y lean on the vowel beside
 * them. The h between vowels parts them, as in "prohibir". Source: Real Academia Española, Ortografía (2010), on
 * diphthongs and hiatus.
 */
const SILENT_U = /(?<=[qg])u(?=[eiéí])/g;
const VOWELS = /[aeiouáéíóúü]+y?(?![aeiouáéíóú])|[aeiouáéíóúü]+|(?<![aeiouáéíóúü])y(?![aeiouáéíóúü])/g;
const STRONG = /[aeoáéíóú]/g;

/** @param word - lower case */
export function countSpanish(word: string): number {
  const groups = word.replaceAll(SILENT_U, '').match(VOWELS) ?? [];
  return groups.reduce((sum, group) => sum + Math.max(1, group.match(STRONG)?.length ?? 0), 0);
}
