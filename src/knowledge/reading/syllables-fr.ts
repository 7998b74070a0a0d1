/**
 * French, as it is spoken: the e at the end of a word is silent, also before -s and in the -ent of a verb; inside a word
 * it counts. Two or three letters often write one vowel ("eau", "ou", "oi"), and an i leans on the vowel after it, but
 * not behind a group like "cl" or "vr": "cli-ent". Hyphenating programs, which most readability tools count with, give
 * nearly the same.
 */
/** -ent is silent in verbs only. In -ment it is a noun or an adverb, but for a few verbs. */
const SPOKEN_ENT =
  /(?:m|^arg|^ag|cli|^par|urg|réc|^abs|différ|prés|souv|^v|^d|cid|évid|^c|pati|rési[dt]|présid|fréqu|viol|tal|intellig|^cont|compét|précéd|équival|transpar|perman|conséqu|ingrédi|délinqu|indépend|adolesc)ent$/u;
const VERBS_IN_MENT = /(?:^(?:ai|nom|dor)|(?:^|[a-z])(?:form|ferm)|firm|récla|esti|expri|assu|résu|consom)(?:m?ent)$/u;
const SILENT_END = /(?<=\p{L})es?$/u;
const GLIDE_U = /(?<=[qg])u(?=[aeiouéèêà])/gu;
/** One vowel each, the longest first. */
const VOWEL = /eau|œu|oeu|aoû|oui|aî|oû|où|eû|oî|au|eu|ou|oi|ai|ei|uî|ui|[aeiouyàâéèêëîïôöùûüÿ]/gu;
/** An i before another vowel is no syllable of its own; nor is a y between vowels; "ill" behind a vowel is a consonant. */
const GLIDE_I = /(?<![bcdfgptv][lr])i(?=[aeouéèêàâôœ])/gu;
const GLIDE_Y = /(?<=[aouei])y(?=[aeiouéèê])/gu;
const GLIDE_ILL = /(?<=[aeu])ill(?=[aeiouéèêà])|(?<=[aeu])ill?$/gu;
/** Words whose spelling follows no rule. */
const EXCEPTIONS: ReadonlyMap<string, number> = new Map([
  ['pays', 2],
  ['paysan', 3],
  ['août', 1],
  ['trafiquent', 2],
  ['mille', 1],
  ['ville', 1],
]);

/** @param word - lower case */
export function countFrench(word: string): number {
  const known = EXCEPTIONS.get(word);
  if (known !== undefined) return known;
  const spoken = dropSilentEnd(word)
    .replaceAll(GLIDE_U, '')
    .replaceAll(GLIDE_ILL, 'j')
    .replaceAll(GLIDE_I, 'j')
    .replaceAll(GLIDE_Y, 'j');
  return Math.max(1, spoken.match(VOWEL)?.length ?? 0);
}

function dropSilentEnd(word: string): string {
  if (!word.endsWith('ent')) return word.replace(SILENT_END, '');
  const isSpoken = SPOKEN_ENT.test(word) && !VERBS_IN_MENT.test(word);
  return isSpoken ? word : word.slice(0, -3);
}
