/**
 * How a place is said: what it is, for whom, when, how it is reached, and the day and source that say so. By SMS the day
 * and the source stand right behind the name, so that no page holds a place without them.
 */
import type { Country } from '../src/core/country.ts';
import type { City, NearPlace, Place } from '../src/core/place.ts';
import { formatDay } from '../src/language/dates.ts';
import { formatWeeklyHours } from '../src/language/opening-hours.ts';
import { phrase } from './talk.ts';
import type { Talk } from './talk.ts';

type PlaceVoice = Pick<Talk, 'phrases' | 'language' | 'knowledge'> & {
  readonly message: Pick<Talk['message'], 'channel'>;
};

/** One paragraph on WhatsApp, one line by SMS. @param from - the city they are in or near; null for a whole country */
export function composePlace(voice: PlaceVoice, { place, km }: NearPlace, from: City | null): string {
  return voice.message.channel === 'sms'
    ? composeForSms(voice, place, km, from)
    : composeForWhatsApp(voice, place, km, from);
}

function composeForWhatsApp(voice: PlaceVoice, place: Place, km: number, from: City | null): string {
  const checked = { date: formatDay(voice.language, place.verifiedOn), publisher: publisherOf(place) };
  return [
    place.name,
    capitalise([...sayAway(voice, place, km, from), sayServices(voice, place)].join(': ')),
    ...sayFor(voice, place),
    ...sayHours(voice, place).map(capitalise),
    ...sayContacts(voice, place),
    ...sayNote(voice, place),
    phrase(voice, 'near.checked', checked),
  ].join('\n');
}

/** How it is reached stands before what it is: a page may end after any sentence. */
function composeForSms(voice: PlaceVoice, place: Place, km: number, from: City | null): string {
  const checked = phrase(voice, 'near.checked_sms', { date: place.verifiedOn, publisher: publisherOf(place) });
  const sentences = [
    ...sayAway(voice, place, km, from),
    ...sayContacts(voice, place).map(withoutScheme),
    ...sayHours(voice, place).map(capitalise),
    capitalise(sayServices(voice, place)),
    ...sayFor(voice, place),
    ...sayNote(voice, place).map((note) => note.replace(/\.$/, '')),
  ];
  return `${place.name} (${checked}): ${sentences.join('. ')}.`;
}

/** "Tapachula, México". */
export function namePlace({ language }: Pick<Talk, 'language'>, country: Country, city: City | null): string {
  const named = country.names[language];
  return city === null ? named : `${city.name}, ${named}`;
}

/** Only when it is not where they are. */
function sayAway(voice: PlaceVoice, { city }: Place, km: number, from: City | null): readonly string[] {
  return city === null || from === null || city.id === from.id
    ? []
    : [phrase(voice, 'near.away', { city: city.name, km })];
}

function sayServices(voice: PlaceVoice, { services }: Place): string {
  return services.map((service) => phrase(voice, `near.service.${service}`)).join(', ');
}

/** Phones know an address without it. */
function withoutScheme(contact: string): string {
  return contact.replace(/^https:\/\/(www\.)?/, '').replace(/\/$/, '');
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function sayFor(voice: PlaceVoice, { audience, nationals }: Place): readonly string[] {
  const groups = audience.map((group) => phrase(voice, `near.audience.${group}`)).join(', ');
  const countries = nationals
    .flatMap((code) => voice.knowledge.countries.find(code)?.names[voice.language] ?? [])
    .join(', ');
  return [
    ...(groups === '' ? [] : [phrase(voice, 'near.for', { groups })]),
    ...(countries === '' ? [] : [phrase(voice, 'near.for_citizens', { countries })]),
  ];
}

function sayHours(voice: PlaceVoice, { hours }: Place): readonly string[] {
  if (hours === null) return [];
  return [hours.kind === 'always' ? phrase(voice, 'near.always') : formatWeeklyHours(voice.language, hours)];
}

/** More telephone numbers than these nobody tries. */
const MAX_PHONES = 2;

function sayContacts(voice: PlaceVoice, { phones, whatsapp, address, website }: Place): readonly string[] {
  const numbers = phones.slice(0, MAX_PHONES).join(', ');
  return [
    ...(numbers === '' ? [] : [phrase(voice, 'near.phone', { numbers })]),
    ...(whatsapp === null ? [] : [`WhatsApp: ${whatsapp}`]),
    ...(address === null ? [] : [address]),
    ...(website === null ? [] : [website]),
  ];
}

function sayNote({ language }: PlaceVoice, { note }: Place): readonly string[] {
  return note === null ? [] : [note[language]];
}

/** Who says so: the source that bears the day of the evidence, else an official one. Without what editors noted on it. */
function publisherOf({ sources, verifiedOn }: Place): string {
  const source =
    sources.find(({ pageDate }) => pageDate === verifiedOn) ?? sources.find(({ official }) => official) ?? sources[0];
  return source.publisher.replace(/ \(.*$/, '');
}
