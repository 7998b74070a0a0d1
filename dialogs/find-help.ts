/**
 * Help near somebody: where they are, what they look for, then places that are open and were checked. Only in the country
 * they are in: what is near on the map may lie across a border. A point on the map is used in the turn that brings it and
 * kept nowhere; what remains is the city, for as long as the conversation does.
 */
import type { Country } from '../src/core/country.ts';
import type { City, NearCity, Point, Whereabouts } from '../src/core/place.ts';
import { menuChoice, wayOut } from './choices.ts';
import { emergencyLine } from './emergency.ts';
import { cityChoice, needChoices, pinChoice } from './find-help-choices.ts';
import type { PickedHelp } from './find-help-choices.ts';
import { needAwaited } from './needs.ts';
import type { Need } from './needs.ts';
import type { PlaceRequest } from './place-request.ts';
import { namePlace } from './place-text.ts';
import { showLines, showPlaces } from './show-places.ts';
import { oneReply } from './conversation.ts';
import { askForPin, isAlarmed, phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { waitingOf } from './waiting.ts';
import { knownPlace, rememberPlace } from './whereabouts.ts';

/** Begun by a word, a pick or a pin. */
export const findHelpDialog = () =>
  oneReply<Pick<PickedHelp, 'around' | 'need'>>('find-help', async (context, talk, { around, need = null }) => {
    if (talk.heard.kind === 'location') return searchAround(context, talk, talk.heard.point);
    const { places, countries } = talk.knowledge;
    const known = talk.awaited === 'need' ? (knownPlace(talk)?.city ?? null) : null;
    if (known !== null && need !== null && around?.kind === 'unsaid') return searchIn(context, talk, known, need);
    // A button of another day: what it names may be gone.
    const city = around?.kind === 'city' ? places.city(around.city) : null;
    if (city !== null) return searchIn(context, talk, city, need);
    const country = around?.kind === 'country' ? countries.find(around.country) : null;
    if (country !== null) return searchCountry(context, talk, { country, city: null }, need);
    return around?.kind === 'pin' ? requestPin(context, talk, need) : askWhere(context, talk, need);
  });

/** What a message asks for in words. */
export async function answerRequest(context: TurnHandle, talk: Talk, { found, need }: PlaceRequest): Promise<void> {
  switch (found.kind) {
    case 'city':
      return searchIn(context, talk, found.city, need);
    case 'cities':
      return askWhich(context, talk, found.cities, need);
    case 'country': {
      const country = talk.knowledge.countries.find(found.country);
      return country === null
        ? askWhere(context, talk, need)
        : searchCountry(context, talk, { country, city: null }, need);
    }
    case 'none':
      return askWhere(context, talk, need);
  }
}

/** On WhatsApp with the button that sends where they are; a city that they named before may be chosen again. */
export async function askWhere(context: TurnHandle, talk: Talk, need: Need | null): Promise<void> {
  const city = knownPlace(talk)?.city ?? null;
  if (city === null) return requestPin(context, talk, need);
  awaitPlace(talk, need);
  const known = cityChoice(talk, city, need);
  if (talk.message.channel === 'sms') return say(context, phrase(talk, 'near.where_sms'), [known, ...wayOut(talk)]);
  await say(context, phrase(talk, 'near.where_known'), [known, pinChoice(talk, need), menuChoice(talk)]);
}

async function requestPin(context: TurnHandle, talk: Talk, need: Need | null): Promise<void> {
  awaitPlace(talk, need);
  if (talk.message.channel === 'sms') return say(context, phrase(talk, 'near.where_sms'), wayOut(talk));
  await askForPin(context, phrase(talk, 'near.where'));
}

/** The next text says where they are. */
export function awaitPlace(talk: Talk, need: Need | null): void {
  talk.memory.awaits = `place:${need ?? 'unsaid'}`;
  if (isAlarmed(talk)) talk.memory.last = talk.last; // what they go on telling belongs to that case
}

/** Several bear the name, or the point may be on either side of a border. */
async function askWhich(context: TurnHandle, talk: Talk, cities: readonly City[], need: Need | null): Promise<void> {
  awaitPlace(talk, need);
  const choices = cities.map((city) => cityChoice(talk, city, need, 'with_country'));
  await say(context, phrase(talk, 'near.which'), [...choices, ...wayOut(talk)]);
}

async function searchIn(context: TurnHandle, talk: Talk, city: City, need: Need | null): Promise<void> {
  const country = talk.knowledge.countries.find(city.country);
  if (country === null) return askWhere(context, talk, need); // a city of no country is never loaded
  await noteWhere(context, talk, { country, city });
  const { nowMs } = talk.message;
  const isEmpty = talk.knowledge.places.near(city, { country: country.code, limit: 1, nowMs }).length === 0;
  // Nobody chooses what to look for where there is nothing, or while they are in danger.
  if (need === null && !isEmpty && !isAlarmed(talk)) return askNeed(context, talk, country, city);
  await showPlaces(context, talk, { city, country, need: need ?? 'all', from: city });
}

async function askNeed(context: TurnHandle, talk: Talk, country: Country, city: City): Promise<void> {
  talk.memory.awaits = 'need';
  const text = phrase(talk, 'near.need', { place: namePlace(talk, country, city) });
  await say(context, text, [...needChoices(talk, city), ...wayOut(talk)]);
}

async function searchCountry(context: TurnHandle, talk: Talk, place: Whereabouts, need: Need | null): Promise<void> {
  await noteWhere(context, talk, place);
  await showLines(context, talk, place.country, need ?? 'all');
  awaitPlace(talk, need);
}

/** The point is gone with this turn, so what they look for is not asked first: they may choose it afterwards. */
async function searchAround(context: TurnHandle, talk: Talk, point: Point): Promise<void> {
  const need = needAwaited(talk.awaited);
  const sides = sidesOf(talk.knowledge.places.nearestCities(point));
  const [city, ...others] = sides;
  const country = city === undefined ? null : talk.knowledge.countries.find(city.country);
  const place = country === null || city === undefined || others.length > 0 ? null : { country, city };
  if (isAlarmed(talk)) return keepForRescue(context, talk, place, point);
  if (others.length > 0) return askWhich(context, talk, sides, need);
  if (place !== null) {
    await noteWhere(context, talk, place);
    return showPlaces(context, talk, { ...place, need: need ?? 'all', from: point });
  }
  awaitPlace(talk, need);
  await say(context, phrase(talk, 'near.nowhere'), wayOut(talk));
}

/** The point goes into the request of somebody in danger, and only there: without it nobody could come. */
async function keepForRescue(
  context: TurnHandle,
  talk: Talk,
  place: Whereabouts | null,
  { latitude, longitude }: Point,
): Promise<void> {
  rememberPlace(talk, place);
  talk.memory.last = talk.last;
  const named = place === null ? [] : [namePlace(talk, place.country, place.city)];
  const line = phrase(talk, 'human.summary.place', { place: [...named, `${latitude}, ${longitude}`].join(' / ') });
  await want(context, { kind: 'amend_case', line });
  await say(context, `${phrase(talk, 'human.noted')}\n\n${emergencyLine(waitingOf(talk))}`, [menuChoice(talk)]);
}

/** Well within a town: of twin towns on a border, only the other one's middle can be as near. */
const TOWN_KM = 2;
/** A city of another country that is so many times farther away, or so many kilometres, is not where they are. */
const TIMES_FARTHER = 10;
const FARTHER_KM = 40;

/**
 * The cities that somebody at a point may be in or near, one of each country: a point does not tell on which side of a
 * border it lies, and who is sent to the wrong one may be arrested there.
 *
 * @param cities - the nearest of each country, the nearest first
 */
export function sidesOf(cities: readonly NearCity[]): readonly City[] {
  const [nearest] = cities;
  if (nearest === undefined) return [];
  const reach = Math.min(nearest.km + FARTHER_KM, TIMES_FARTHER * Math.max(nearest.km, TOWN_KM));
  return cities.filter(({ km }) => km < reach).map(({ city }) => city);
}

/** Keeps it for this conversation, and for whoever reads a request of theirs that is open. */
async function noteWhere(context: TurnHandle, talk: Talk, place: Whereabouts): Promise<void> {
  const known = knownPlace(talk);
  rememberPlace(talk, place);
  const isNews = place.country.code !== known?.country.code || place.city?.id !== known.city?.id;
  if (!talk.message.contact.caseWaiting || !isNews) return;
  const named = namePlace(talk, place.country, place.city);
  await want(context, { kind: 'amend_case', line: phrase(talk, 'human.summary.place', { place: named }) });
}
