/**
 * Portuguese. Two vowels are one syllable when the second one falls away (ai, ei, oi, ui, au, eu, ou, iu) or both sound
 * through the nose (ão, ãe, õe); else each is its own. An i or u stands alone before a nasal, l, r or z that closes its
 * syllable, and before nh: "a-in-da", "ru-im", "ra-i-nha". An ending like "-ia" is one syllable when the accent comes
 * before it ("família"), two when not ("alegria"). Source: Acordo Ortográfico (1990), base XX.
 */
const GLIDE_U = /(?<=[qg])u(?=[aeiouáéíóúâêôãõ])/g;
const VOWELS = /[aeiouáéíóúâêôãõàü]+/g;
const NASAL = /ão|ãe|õe/;
const FALLING = /^(?:[aeouáéóâêô]i|[aeoiáéóíâêô]u)$/;
/** "áo" never ends a word; "ao" and "aos" are one syllable by themselves. */
const ALONE = /^(?:ao|aos)$/;
const ACCENTED = /[áéíóúâêô]/;
const WEAK_ENDING = /(?:[iu][aeo]|e[ao]|oa)s?$/;
/** "re-unir" is no "reu". */
const PREFIX_RE = /^re(?=uni)/;
/** Closes the syllable of an i or u that follows a vowel. */
const CLOSED = /^(?:nh|[nmlrz](?![aeiouáéíóúâêôãõ]))/;

/** @param word - lower case */
export function countPortuguese(word: string): number {
  if (ALONE.test(word)) return 1;
  const spoken = word.replaceAll(GLIDE_U, '').replace(PREFIX_RE, 're-');
  let count = 0;
  for (const { 0: group, index } of spoken.matchAll(VOWELS)) {
    count += countGroup(group, spoken.slice(index + group.length));
  }
  const ending = WEAK_ENDING.exec(spoken);
  return ending !== null && ACCENTED.test(spoken.slice(0, ending.index)) ? count - 1 : count;
}

/** @param rest - what follows the vowels */
function countGroup(group: string, rest: string): number {
  let count = 0;
  for (let at = 0; at < group.length; at += 1) {
    count += 1;
    const pair = group.slice(at, at + 2);
    const isLast = at + 2 === group.length;
    if (NASAL.test(pair) || (FALLING.test(pair) && !(isLast && CLOSED.test(rest)))) at += 1;
  }
  return count;
}
