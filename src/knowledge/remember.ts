/** Words come again and again: a few thousand make up nearly everything that people write. */
const MOST_WORDS = 5_000;

/** Remembers what was made of the latest words. Bounded; when it is full it begins anew. */
export function remember<Made>(make: (word: string) => Made): (word: string) => Made {
  const made = new Map<string, Made>();
  return (word) => {
    const known = made.get(word);
    if (known !== undefined) return known;
    const fresh = make(word);
    if (made.size >= MOST_WORDS) made.clear();
    made.set(word, fresh);
    return fresh;
  };
}
