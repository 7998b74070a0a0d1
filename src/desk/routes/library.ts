/** What helps with answering: verified facts in the bot's words, places, what an SMS costs, and another language. */
import { z } from 'zod';
import type { FoundFact, FoundFacts } from '../../core/desk-api.ts';
import type { FoundPlace, FoundPlaces, Translated } from '../../core/desk-cases-api.ts';
import { CHANNELS } from '../../core/contact.ts';
import type { Country } from '../../core/country.ts';
import type { Fact } from '../../core/fact.ts';
import type { FactId } from '../../core/ids.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { Language } from '../../core/language.ts';
import { SERVICES } from '../../core/place.ts';
import { isOffered, searchPlaces } from '../../knowledge/places/search-places.ts';
import type { PlaceFound, PlacesFound } from '../../knowledge/places/search-places.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { words } from '../input.ts';
import { ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';
import { costOf } from '../sms-cost.ts';

type LibraryRoutes = Pick<
  Routes,
  'POST /facts/search' | 'POST /facts/:factId' | 'POST /places/search' | 'POST /sms-cost' | 'POST /translate'
>;

type LibraryParts = Pick<CaseDeskParts, 'knowledge' | 'words' | 'translate' | 'smsTransliterate'>;

const MAX_QUERY = 500;
const MAX_TEXT = 4_096;
const MAX_FACTS = 8;
const MAX_PLACES = 12;

const language = z.enum(LANGUAGES);
const reader = { language, channel: z.enum(CHANNELS), readIn: language };
const factSearch = z.strictObject({ query: words(MAX_QUERY), ...reader });
const factReader = z.strictObject(reader);
const placeSearch = z.strictObject({
  query: words(MAX_QUERY),
  service: z.enum(SERVICES).nullable(),
  readIn: language,
});
const answer = z.strictObject({ text: z.string().max(MAX_TEXT) });
const translation = z.strictObject({ text: words(MAX_TEXT), from: language, to: language });

type Reader = z.output<typeof factReader>;

export function createLibraryRoutes(parts: LibraryParts): LibraryRoutes {
  const { knowledge, translate, smsTransliterate } = parts;
  return {
    'POST /facts/search': signedIn({ body: factSearch }, ({ body, nowMs }) => {
      const facts = findFacts(parts, body.query, body).map((fact) => toFoundFact(parts, fact, body, nowMs));
      const found: FoundFacts = { facts };
      return Promise.resolve(ok(found));
    }),

    'POST /facts/:factId': signedIn({ body: factReader }, ({ body, params, nowMs }) => {
      const fact = knowledge.find(params['factId'] as FactId) ?? refuse('not_found'); // whatever was asked for
      return Promise.resolve(ok(toFoundFact(parts, fact, body, nowMs)));
    }),

    'POST /places/search': signedIn({ body: placeSearch }, ({ body, nowMs }) => {
      const { query, service, readIn } = body;
      const found = searchPlaces(knowledge.places, { query, service, limit: MAX_PLACES, nowMs });
      const places: FoundPlaces = {
        where: sayWhere(found, readIn, (code) => knowledge.countries.find(code)),
        places: found.places.map((one) => toFoundPlace(one, readIn, nowMs)),
        lines: found.lines.map((place) => toFoundPlace({ place, km: null }, readIn, nowMs)),
      };
      return Promise.resolve(ok(places));
    }),

    'POST /sms-cost': signedIn({ body: answer }, ({ body }) =>
      Promise.resolve(ok(costOf(body.text, smsTransliterate))),
    ),

    'POST /translate': signedIn({ body: translation }, async ({ body }) => {
      if (translate === null) return refuse('translation_off');
      const text = (await translate(body)) ?? refuse('translation_failed');
      const translated: Translated = { text, original: body.text };
      return ok(translated);
    }),
  };
}

/** By a code that stands in it; else by its words, in the agent's language first, for they may be the person's. */
function findFacts({ knowledge }: LibraryParts, query: string, { readIn, language: theirs }: Reader): readonly Fact[] {
  const named = knowledge.readCodes(query).flatMap(({ fact }) => {
    const found = fact === null ? null : knowledge.find(fact);
    return found === null ? [] : [found];
  });
  const inOwn = knowledge.search(query, readIn, MAX_FACTS);
  const inTheirs = readIn === theirs ? [] : knowledge.search(query, theirs, MAX_FACTS);
  return [...new Set([...named, ...inOwn, ...inTheirs])].slice(0, MAX_FACTS);
}

function toFoundFact({ knowledge, words: say }: LibraryParts, fact: Fact, reader: Reader, nowMs: number): FoundFact {
  const { readIn, language: wanted, channel } = reader;
  const composed = say.answer(fact, { language: wanted, channel, nowMs });
  const { title, text: meaning } = say.meaning(fact, readIn);
  const { publisher, url } = say.source(fact);
  return {
    id: fact.id,
    title,
    text: composed?.text ?? null,
    language: composed?.language ?? wanted,
    meaning,
    isDraft: composed?.isDraft ?? false,
    freshness: knowledge.freshness(fact, nowMs),
    verifiedOn: fact.verifiedOn,
    source: { publisher, url },
  };
}

function sayWhere(
  { cities, countries }: PlacesFound,
  readIn: Language,
  find: (code: string) => Country | null,
): string | null {
  const nameOf = (code: string): string => find(code)?.names[readIn] ?? code;
  const named =
    cities.length > 0 ? cities.map(({ name, country }) => `${name}, ${nameOf(country)}`) : countries.map(nameOf);
  return named.length === 0 ? null : named.join(' / ');
}

function toFoundPlace({ place, km }: PlaceFound, readIn: Language, nowMs: number): FoundPlace {
  const { id, name, country, city, services, hours, phones, whatsapp, website, address, note, state, verifiedOn } =
    place;
  const [{ publisher, url }] = place.sources;
  return {
    id,
    name,
    country,
    city: city?.name ?? null,
    km,
    services,
    hours,
    phones,
    whatsapp,
    website,
    address,
    note: note?.[readIn] ?? null,
    state,
    isOffered: isOffered(place, nowMs),
    verifiedOn,
    source: { publisher, url },
  };
}
