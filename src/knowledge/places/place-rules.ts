/** What a place must keep to beyond its shape: where it is, who says so and when, and how it is reached. */
import type { CountryCode } from '../../core/country.ts';
import type { Day } from '../../core/fact.ts';
import { LANGUAGES } from '../../core/language.ts';
import type { City } from '../../core/place.ts';
import { checkEvidence, hostOf } from '../fact-rules.ts';
import type { Violation } from '../fact-rules.ts';
import { isLookalike } from '../lookalikes.ts';
import { distanceKm } from './distance.ts';
import { isNeglected } from './evidence-age.ts';
import type { PlaceEntry } from './place-schema.ts';

/** The largest cities are wide; beyond this a coordinate is a slip of the pen. */
const CITY_RADIUS_KM = 60;

/** What the rules need to know of the world. */
export interface PlaceContext {
  readonly today: Day;
  readonly countries: ReadonlySet<CountryCode>;
  readonly cities: ReadonlyMap<string, City>;
}

type Rule = (place: PlaceEntry, context: PlaceContext) => readonly Violation[];

const evidenceIsGenuine: Rule = ({ verified, verifiedBy, sources }, { today }) =>
  checkEvidence({ verified, verifiedBy, sources, text: {} }, { today });

const websiteIsGenuine: Rule = ({ website }) => {
  if (typeof website !== 'string' || !isLookalike(hostOf(website))) return [];
  const message = `"website" ${hostOf(website)} copies or imitates somebody else's pages; give the place's own`;
  return [{ path: ['website'], code: 'bad_source', message }];
};

const openIsReachable: Rule = ({ state, phones, whatsapp, website, address }) => {
  const isReachable = phones.length > 0 || [whatsapp, website, address].some((contact) => typeof contact === 'string');
  if (state !== 'open' || isReachable) return [];
  const message =
    '"state" is open, but there is no contact; add a phone, whatsapp, website or address, or make it unconfirmed';
  return [{ path: ['state'], code: 'bad_contact', message }];
};

const openIsProven: Rule = ({ state, evidence, sources, verified }, { today }) => {
  if (state !== 'open') return [];
  if (evidence !== 'own' && sources.every(({ pageDate }) => pageDate === null)) {
    const message =
      '"state" is open, but no source has a date or is the place\'s own; add one that does, or make it unconfirmed';
    return [{ path: ['state'], code: 'bad_source', message }];
  }
  if (!isNeglected(verified, today)) return [];
  const message = `"state" is open, but the evidence is of ${verified}; look for newer evidence, or make it unconfirmed`;
  return [{ path: ['state'], code: 'too_old', message }];
};

const countriesAreListed: Rule = ({ country, nationals }, { countries }) =>
  [{ path: ['country'], code: country }, ...nationals.map((code, index) => ({ path: ['nationals', index], code }))]
    .filter(({ code }) => !countries.has(code))
    .map(({ path, code }) => {
      const message = `"${path.join('.')}" ${code} is not in countries.yaml; correct it, or add the country there`;
      return { path, code: 'unknown_country', message };
    });

const cityIsItsOwn: Rule = ({ city, country }, { cities }) => {
  if (city === null) return [];
  const known = cities.get(city);
  if (known === undefined) {
    const message = `"city" ${city} is not in cities.yaml; correct it, or add the city there`;
    return [{ path: ['city'], code: 'unknown_city', message }];
  }
  if (known.country === country) return [];
  const message = `"city" ${city} lies in ${known.country}, but "country" is ${country}; correct one of them`;
  return [{ path: ['city'], code: 'wrong_place', message }];
};

function badPoint(message: string): readonly Violation[] {
  return [{ path: ['latitude'], code: 'bad_point', message }];
}

const pointIsNear: Rule = ({ latitude, longitude, city }, { cities }) => {
  if (latitude === undefined && longitude === undefined) return [];
  if (latitude === undefined || longitude === undefined) {
    return badPoint('has only one of "latitude" and "longitude"; add the other or remove both');
  }
  if (city === null) return badPoint('"latitude" stands where there is no city; name the city or remove it');
  const known = cities.get(city);
  const km = known === undefined ? 0 : distanceKm(known, { latitude, longitude });
  if (km <= CITY_RADIUS_KM) return [];
  return badPoint(
    `"latitude" and "longitude" lie ${Math.round(km)} km from ${city}; correct them, or name another city`,
  );
};

/** An address of a person's mail is personal, and who reads it next nobody knows. */
const holdsNoMail: Rule = ({ name, address, note }) => {
  const texts = [
    { path: ['name'], text: name },
    { path: ['address'], text: address ?? '' },
    ...LANGUAGES.map((language) => ({ path: ['note', language], text: note?.[language] ?? '' })),
  ];
  return texts
    .filter(({ text }) => /[^\s@]@[^\s@]+\.\w/.test(text))
    .map(({ path }) => {
      const message = `"${path.join('.')}" holds an e-mail address; give a phone or a website instead`;
      return { path, code: 'bad_contact', message };
    });
};

const RULES: readonly Rule[] = [
  evidenceIsGenuine,
  websiteIsGenuine,
  openIsReachable,
  openIsProven,
  countriesAreListed,
  cityIsItsOwn,
  pointIsNear,
  holdsNoMail,
];

/** Every rule the place breaks, in a fixed order. */
export function checkPlace(place: PlaceEntry, context: PlaceContext): readonly Violation[] {
  return RULES.flatMap((rule) => rule(place, context));
}
