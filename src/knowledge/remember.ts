/** Words come again and again: a few thousand make up nearly everything that people write. */
const MOST_WORDS = 5_000;

/**
 * Remembers what was made of the latest words. Bounded: once it is full, those that nobody has used for as long as it took
 * to fill it are forgotten.
 */
export function remember<Made>(make: (word: string) => Made): (word: string) => Made {
  let recent = new Map<string, Made>();
  let older = new Map<string, Made>();
  return (word) => {
    const known = recent.get(word);
    if (known !== undefined) return known;
    const before = older.get(word);
    const made = before === undefined ? make(word) : before;
    if (recent.size >= MOST_WORDS) {
      older = recent;
      recent = new Map();
    }
    recent.set(word, made);
    return made;
  };
}
