/**
 * What is said of places near somebody, or of the lines of a whole country. Every message names the place that was
 * understood, so that a wrong one is noticed; where there is nothing it says so, with whom to call instead.
 */
import type { Country } from '../src/core/country.ts';
import type { City, Place, PlaceQuery, Point } from '../src/core/place.ts';
import type { Choice } from '../src/core/reply.ts';
import { humanChoice, menuChoice, wayOut } from './choices.ts';
import { emergencyLine } from './emergency.ts';
import { otherNeedChoice } from './find-help-choices.ts';
import { serviceOf } from './needs.ts';
import type { Need } from './needs.ts';
import { composePlace, namePlace } from './place-text.ts';
import { isAlarmed, phrase, questionOf, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { waitingOf } from './waiting.ts';

/** More would not be read by somebody who needs one. */
const MAX_PLACES = 3;
const MAX_LINES = 2;

export interface Search {
  readonly city: City;
  readonly country: Country;
  readonly need: Need;
  /** Where they are, as exactly as they said it now. */
  readonly from: Point;
}

export async function showPlaces(context: TurnHandle, talk: Talk, search: Search): Promise<void> {
  const { city, country, need, from } = search;
  const query = { ...queryFor(talk, need), country: country.code };
  const near = talk.knowledge.places.near(from, query).filter(({ place }) => isForAnybody(place, need));
  const found = near.slice(0, MAX_PLACES);
  if (found.length === 0) return admitNone(context, talk, search);
  close(talk);
  const place = namePlace(talk, country, city);
  const places = found.map((near) => composePlace(talk, near, city));
  const text = [...warn(talk), ...headed(talk, sayFound(talk, place), places), phrase(talk, 'near.elsewhere')];
  await sayAll(context, talk, text, [otherNeedChoice(talk, city), humanChoice(talk), menuChoice(talk)]);
}

function sayFound(talk: Talk, place: string): string {
  return phrase(talk, talk.message.channel === 'sms' ? 'near.found_sms' : 'near.found', { place });
}

/** Nothing there: whom to call in the whole country, the emergency number, a person. */
async function admitNone(context: TurnHandle, talk: Talk, { city, country, need }: Search): Promise<void> {
  close(talk);
  const none = phrase(talk, need === 'all' ? 'near.none' : 'near.none_for_it', {
    place: namePlace(talk, country, city),
  });
  const text = [
    none,
    ...sayLines(talk, country, need, MAX_LINES),
    emergencyLine(waitingOf(talk)),
    phrase(talk, 'near.elsewhere'),
  ];
  const others = need === 'all' ? [] : [otherNeedChoice(talk, city)];
  await sayAll(context, talk, text, [humanChoice(talk), ...others, menuChoice(talk)]);
}

/** Of somebody who names a country alone. */
export async function showLines(context: TurnHandle, talk: Talk, country: Country, need: Need): Promise<void> {
  close(talk);
  const lines = sayLines(talk, country, need, MAX_PLACES);
  const place = country.names[talk.language];
  const none = [phrase(talk, 'near.no_lines', { place }), emergencyLine(waitingOf(talk))];
  const text = [phrase(talk, 'near.write_city'), ...(lines.length === 0 ? none : [...warn(talk), ...lines])];
  await sayAll(context, talk, text, wayOut(talk));
}

/** Lines for it, else lines for something else: whoever answers there may know more. */
function sayLines(talk: Talk, country: Country, need: Need, limit: number): readonly string[] {
  const linesFor = (wanted: Need): readonly Place[] =>
    talk.knowledge.places.lines(country.code, queryFor(talk, wanted)).filter((place) => isForAnybody(place, wanted));
  const fitting = linesFor(need);
  const lines = (fitting.length > 0 ? fitting : linesFor('all')).slice(0, limit);
  if (lines.length === 0) return [];
  const heading = phrase(talk, 'near.lines', { country: country.names[talk.language] });
  return headed(
    talk,
    heading,
    lines.map((place) => composePlace(talk, { place, km: 0 }, null)),
  );
}

/** By SMS in one line with the first of them: no page ends with a heading. */
function headed(talk: Talk, heading: string, places: readonly string[]): readonly string[] {
  const [first = '', ...others] = places;
  return talk.message.channel === 'sms' ? [`${heading} ${first}`, ...others] : [heading, ...places];
}

/** There are fewer within a day's reach. */
const MOST_FOUND = 100;

function queryFor(talk: Talk, need: Need): PlaceQuery {
  const service = serviceOf(need);
  const query = { limit: MOST_FOUND, nowMs: talk.message.nowMs };
  return service === null ? query : { ...query, service };
}

/** We do not ask whose citizen somebody is: only who looks for a consulate expects one that is not theirs. */
function isForAnybody({ nationals }: Place, need: Need): boolean {
  return need === 'documents' || nationals.length === 0;
}

/** Somebody in danger reads the number to dial before anything else. */
function warn(talk: Talk): readonly string[] {
  return isAlarmed(talk) ? [emergencyLine(waitingOf(talk))] : [];
}

function close(talk: Talk): void {
  talk.memory.unknowns = 0;
  talk.memory.last = isAlarmed(talk)
    ? talk.last
    : { fact: null, topic: null, reason: 'request', question: questionOf(talk) };
}

/** By SMS an empty line is a letter that somebody pays for. */
async function sayAll(
  context: TurnHandle,
  talk: Talk,
  text: readonly string[],
  choices: readonly Choice[],
): Promise<void> {
  await say(context, text.join(talk.message.channel === 'sms' ? '\n' : '\n\n'), choices);
}
