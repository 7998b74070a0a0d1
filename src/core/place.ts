/** Trusted places and lines: where a person can go or call, and how far away that is. */
import type { Country, CountryCode } from './country.ts';
import type { Day, Source } from './fact.ts';
import type { CityId, PlaceId } from './ids.ts';
import type { Language } from './language.ts';

/** What a place does for people. */
export const SERVICES = [
  'shelter',
  'legal',
  'refuge', // an office that takes applications for asylum or refugee status
  'documents', // consulates, migration offices
  'information',
  'health',
  'family_search',
  'trafficking',
  'work', // unpaid wages, abuse at work
  'fraud',
  'return', // help to go home
] as const;
export type Service = (typeof SERVICES)[number];

/** For whom a place is, when it is not for everyone. */
export const AUDIENCE_GROUPS = [
  'families',
  'women',
  'men',
  'children',
  'asylum_seekers',
  'refugees',
  'detained',
  'victims',
  'workers',
  'lgbt',
] as const;
export type AudienceGroup = (typeof AUDIENCE_GROUPS)[number];

/**
 * - `open`: its source says that it works; the only state that people are sent to.
 * - `unconfirmed`: it exists or existed, but nothing recent says so; agents see it, people do not.
 * - `paused`, `closed`: kept so that nobody is sent there, and so that an agent can say so.
 */
export const PLACE_STATES = ['open', 'unconfirmed', 'paused', 'closed'] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

/** Degrees, WGS 84. */
export interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

export interface City extends Point {
  readonly id: CityId;
  /** As its people write it. */
  readonly name: string;
  readonly country: CountryCode;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type OpeningHours =
  | { readonly kind: 'always' }
  | { readonly kind: 'weekly'; readonly days: readonly Weekday[]; readonly from: string; readonly to: string };

export interface Place {
  readonly id: PlaceId;
  /** As it is written on its door: not translated. */
  readonly name: string;
  readonly country: CountryCode;
  /** Null: it serves the whole country from afar, as a line does. */
  readonly city: City | null;
  /** Its own coordinates where they are public, else its city's; null with the city. */
  readonly point: Point | null;
  readonly services: readonly [Service, ...Service[]];
  /** Empty: everyone. */
  readonly audience: readonly AudienceGroup[];
  /** Only for citizens of these countries; empty: all. */
  readonly nationals: readonly CountryCode[];
  readonly hours: OpeningHours | null;
  readonly phones: readonly string[];
  readonly whatsapp: string | null;
  readonly website: string | null;
  readonly address: string | null;
  /** One short sentence that a person must know before they go; null when there is none. */
  readonly note: Readonly<Record<Language, string>> | null;
  readonly state: PlaceState;
  /** Whether the organisation's own or an official page says so, or only somebody else's. */
  readonly evidence: 'own' | 'third_party';
  readonly sources: readonly [Source, ...Source[]];
  /** The day of the evidence. */
  readonly verifiedOn: Day;
}

export interface NearCity {
  readonly city: City;
  /** Kilometres as the crow flies, rounded. */
  readonly km: number;
}

export interface NearPlace {
  readonly place: Place;
  /** Kilometres as the crow flies, rounded; 0 in the same city. */
  readonly km: number;
}

/** What a person's words name on the map. */
export type FoundLocation =
  | { readonly kind: 'city'; readonly city: City }
  /** The same or nearly the same name more than once: ask. At most four. */
  | { readonly kind: 'cities'; readonly cities: readonly [City, City, ...City[]] }
  | { readonly kind: 'country'; readonly country: CountryCode }
  | { readonly kind: 'none' };

/** Where a person's words say they are. */
export interface Whereabouts {
  readonly country: Country;
  /** Null when they named the country alone, or a city that there is more than once. */
  readonly city: City | null;
}

export interface PlaceQuery {
  readonly service?: Service;
  /** Only there: what is near may lie across a border that people cannot cross. */
  readonly country?: CountryCode;
  readonly limit: number;
  readonly nowMs: number;
}

/** Places that are `open` and whose evidence is not too old: nobody is ever sent to another. */
export interface Places {
  /**
   * The city or country that a text names, misspelt or by a nickname, alone or within a sentence. Bounded time.
   *
   * @param said - `here`: only where the text says that its writer is, not what it merely names
   */
  locate(text: string, said?: 'here'): FoundLocation;
  /** The folded words of a text that are part of no city's, country's or people's name. Bounded time. */
  besides(text: string): readonly string[];
  city(id: CityId): City | null;
  /** The nearest city of each country within a day's reach, the nearest first: a point does not say on which side it is. */
  nearestCities(point: Point): readonly NearCity[];
  /** Nearest first, within {@link NEAR_KM}. */
  near(point: Point, query: PlaceQuery): readonly NearPlace[];
  /** Lines that serve a whole country, the most useful first. */
  lines(country: CountryCode, query: PlaceQuery): readonly Place[];
  find(id: PlaceId): Place | null;
  /** All, the closed ones included: for agents. */
  readonly all: readonly Place[];
}

/** How far "near me" reaches: a day on the bus at most. */
export const NEAR_KM = 150;
