/** Chance that a test can repeat. */

/** From 0 up to, but not including, 1; as `Math.random`. */
export type Random = () => number;

/** The same numbers for the same seed: a linear congruence with the constants of Numerical Recipes, enough for tests. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** `length` upper-case hexadecimal digits. */
export function randomHex(random: Random, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += '0123456789ABCDEF'[Math.floor(random() * 16)];
  return text;
}

/** A copy in chance order. */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
