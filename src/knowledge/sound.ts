/**
 * How a word sounds to somebody who writes by ear: "sidad juares", "tihuana", "managwa", "el pazo", "kiero".
 *
 * Spelling follows Spanish first, because most names do; letters that Portuguese, French, English and Creole write for the
 * same sounds fall together too. It only has to be the same for both spellings, not to be pronounceable.
 */

const STEPS: readonly (readonly [written: RegExp, heard: string])[] = [
  [/([^l])\1+/g, '$1'], // a double l is a sound of its own in Spanish
  [/ph/g, 'f'],
  [/[st]?ch|sh/g, 'C'], // capitals stand for sounds that no later step may touch
  [/q(?:u(?=[ei]))?|c(?![eiy])|k/g, 'K'],
  [/[cszç]+/g, 's'],
  [/gu(?=[ei])/g, 'G'],
  [/[jx]|g(?=[eiy])/g, 'h'],
  [/[gh]?(?:w|u(?=[aeio]))/g, 'w'],
  [/v/g, 'b'],
  [/ou/g, 'u'],
  [/ll|y/g, 'i'],
  [/[gn]n|nh/g, 'n'],
  [/m(?=[bp])/g, 'n'],
  [/(.)\1+/g, '$1'], // what became double on the way
];

/** @param word - folded */
export function soundOf(word: string): string {
  return STEPS.reduce((heard, [written, sound]) => heard.replaceAll(written, sound), word);
}
