/**
 * Claims: what people heard and pass on ("me dijeron que…"), and adverts and offers. Faro answers them with facts where it
 * has one; the others are worth a note for the team, with the place and the price if they name one.
 *
 * Recognised by the phrases of `content/words/claims.yaml`, in all languages together: people mix them.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { ContentError } from '../core/errors.ts';
import type { Claim } from '../core/knowledge.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { fold, wordsOf } from './fold.ts';
import { compilePhrases } from './phrases.ts';
import type { Phrases } from './phrases.ts';
import { createPriceReader } from './prices.ts';
import type { PriceWords } from './prices.ts';
import { readContentFile } from './yaml-file.ts';

const texts = z.array(z.string().min(1)).min(1);
const perLanguage = z.strictObject({ es: texts, en: texts, pt: texts, fr: texts, ht: texts } satisfies Record<
  Language,
  unknown
>);

const claimFile = z.strictObject({
  heard: perLanguage,
  adverts: perLanguage,
  offers_with_price: perLanguage,
  own_story: perLanguage,
  prices: z.strictObject({
    symbols: texts,
    currencies: texts,
    thousands: texts,
    number_words: texts,
    asking: texts,
  } satisfies Record<keyof PriceWords, unknown>),
  places: z.array(z.strictObject({ name: z.string().min(1), written: texts })).min(1),
});

const LIST_NAMES = ['heard', 'adverts', 'offers_with_price', 'own_story'] as const;

export interface Claims {
  /** Whether the person passes on what others say, or an offer; never true of what a judge or their lawyer told them. */
  isClaim(text: string): boolean;
  /** The first place of the list that is named, under its own name. */
  readPlace(text: string): string | null;
  /** The first price, as it was written. */
  readPrice(text: string): string | null;
  /** All of it; null when the text is no claim. What was forwarded is one, whatever it says. */
  readClaim(text: string, wasForwarded?: boolean): Claim | null;
}

/**
 * Reads `content/words/claims.yaml`.
 *
 * @throws {ContentError} naming file, line and cure, when it is missing or broken
 */
export function loadClaims(contentDir: string): Claims {
  const read = readClaimFile(join(contentDir, 'words', 'claims.yaml'));
  const readPrice = createPriceReader(read.prices);
  const readPlace = createPlaceReader(read);
  const { heard, adverts, offers_with_price: offers, own_story: ownStory } = read.lists;
  const claims: Claims = {
    isClaim(text) {
      const words = wordsOf(fold(text));
      if (adverts.occursIn(words)) return true;
      if (offers.occursIn(words) && readPrice(text) !== null) return true;
      return heard.occursIn(words) && !ownStory.occursIn(words);
    },
    readPlace: (text) => readPlace(wordsOf(fold(text))),
    readPrice,
    readClaim: (text, wasForwarded = false) =>
      wasForwarded || claims.isClaim(text) ? { place: claims.readPlace(text), price: claims.readPrice(text) } : null,
  };
  return claims;
}

interface Place {
  readonly name: string;
  readonly written: Phrases;
}

interface ReadFile {
  readonly lists: Readonly<Record<(typeof LIST_NAMES)[number], Phrases>>;
  readonly prices: PriceWords;
  readonly places: readonly Place[];
  readonly anyPlace: Phrases;
}

function createPlaceReader({ places, anyPlace }: ReadFile): (words: readonly string[]) => string | null {
  return (words) => {
    // Where no place begins, none is looked for: otherwise a long text would be read once for each place.
    const starts = [...words.keys()].filter((start) => anyPlace.lengthAt(words, start) > 0);
    const named = places.find(({ written }) => starts.some((start) => written.lengthAt(words, start) > 0));
    return named?.name ?? null;
  };
}

function readClaimFile(path: string): ReadFile {
  const { value, lineOf } = readContentFile(path, claimFile, 'write it like its neighbours');

  const compile = (at: readonly PropertyKey[], phrases: readonly string[]): Phrases => {
    for (const [index, phrase] of phrases.entries()) checkPhrase(phrase, () => `${path}:${lineOf([...at, index])}`);
    return compilePhrases(phrases);
  };
  const list = (name: (typeof LIST_NAMES)[number]): Phrases => {
    for (const language of LANGUAGES) compile([name, language], value[name][language]);
    return compilePhrases(LANGUAGES.flatMap((language) => value[name][language]));
  };
  return {
    lists: {
      heard: list('heard'),
      adverts: list('adverts'),
      offers_with_price: list('offers_with_price'),
      own_story: list('own_story'),
    },
    prices: value.prices,
    places: value.places.map(({ name, written }, index) => ({
      name,
      written: compile(['places', index, 'written'], written),
    })),
    anyPlace: compilePhrases(value.places.flatMap(({ written }) => written)),
  };
}

function checkPhrase(phrase: string, where: () => string): void {
  try {
    compilePhrases([phrase]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'cannot be read';
    throw new ContentError(`${where()} ${reason}; write it as src/knowledge/phrases.ts says`, { cause });
  }
}
