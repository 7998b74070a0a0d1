/**
 * What may be picked on the way to places near somebody. An id names a city or a country and what is looked for, never a
 * point on the map: where exactly somebody is, is used once and kept nowhere.
 */
import type { CountryCode } from '../src/core/country.ts';
import type { CityId } from '../src/core/ids.ts';
import type { City } from '../src/core/place.ts';
import type { Choice } from '../src/core/reply.ts';
import { NEEDS } from './needs.ts';
import type { Need } from './needs.ts';
import { namePlace } from './place-text.ts';
import { phrase } from './talk.ts';
import type { Talk, Voice } from './talk.ts';

/** Where places are looked for, as far as it is said. */
export type Around =
  | { readonly kind: 'unsaid' }
  /** They want to send where they are. */
  | { readonly kind: 'pin' }
  | { readonly kind: 'city'; readonly city: CityId }
  | { readonly kind: 'country'; readonly country: CountryCode };

export interface PickedHelp {
  readonly kind: 'find_help';
  readonly around: Around;
  /** Null: not said yet. */
  readonly need: Need | null;
}

const UNSAID: Around = { kind: 'unsaid' };

/** @returns null when the id is of something else */
export function readHelpChoice(id: string): PickedHelp | null {
  const [whole, place, named] =
    /^v1:near(?::(pin|[A-Z]{2}|[a-z]{2}-[a-z0-9-]{1,80}))?(?::([a-z_]{1,20}))?$/.exec(id) ?? [];
  if (whole === undefined) return null;
  const need = NEEDS.find((one) => one === named) ?? null;
  if (named !== undefined && need === null) return null;
  return { kind: 'find_help', around: readPlace(place), need };
}

function readPlace(place: string | undefined): Around {
  if (place === undefined) return UNSAID;
  if (place === 'pin') return { kind: 'pin' };
  if (/^[A-Z]/.test(place)) return { kind: 'country', country: place }; // looked up before use
  return { kind: 'city', city: place as CityId }; // as above
}

export function findHelpChoice(talk: Voice): Choice {
  return { id: 'v1:near', title: phrase(talk, 'near.title.menu') };
}

/** Something else in the same city. */
export function otherNeedChoice(talk: Voice, { id }: City): Choice {
  return { id: idOf(id, null), title: phrase(talk, 'near.title.other_need') };
}

export function pinChoice(talk: Voice, need: Need | null): Choice {
  return { id: idOf('pin', need), title: phrase(talk, 'near.title.pin') };
}

export function needChoices(talk: Voice, { id }: City): readonly Choice[] {
  return NEEDS.map((need) => ({ id: idOf(id, need), title: phrase(talk, `near.need_title.${need}`) }));
}

/** WhatsApp's longest title of a row. */
const MAX_TITLE = 24;

/** A city by its name; with its country where another one may be meant. */
export function cityChoice(
  talk: Pick<Talk, 'language' | 'knowledge'>,
  city: City,
  need: Need | null,
  style: 'plain' | 'with_country' = 'plain',
): Choice {
  const country = talk.knowledge.countries.find(city.country);
  const named = country?.names[talk.language] ?? city.country;
  const titles = style === 'with_country' ? [`${city.name} (${named})`, `${city.name} (${city.country})`] : [city.name];
  const title = titles.find(({ length }) => length <= MAX_TITLE) ?? `${city.name.slice(0, MAX_TITLE - 1).trimEnd()}…`;
  const choice = { id: idOf(city.id, need), title };
  return country === null ? choice : { ...choice, description: namePlace(talk, country, city) };
}

function idOf(place: string, need: Need | null): string {
  return need === null ? `v1:near:${place}` : `v1:near:${place}:${need}`;
}
