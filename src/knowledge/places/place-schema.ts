/** The shape of one entry of `content/places/<country>-<area>.yaml`. What else it must keep to stands in `place-rules.ts`. */
import { z } from 'zod';
import { AUDIENCE_GROUPS, PLACE_STATES, SERVICES } from '../../core/place.ts';
import type { OpeningHours } from '../../core/place.ts';
import { OWNERS, atMost, day, line, slug, source } from '../fact-schema.ts';
import { countryCode, latitude, longitude, phoneNumber } from './fields.ts';
import { parseOpeningHours } from './opening-hours.ts';

/** One line on a phone, before somebody sets out. */
const MAX_NOTE_CHARACTERS = 120;
/** Short numbers exist: 911, 311. */
const FEWEST_DIGITS = 3;

const note = atMost(MAX_NOTE_CHARACTERS);

const hours = z.string().transform((text, context): OpeningHours => {
  const parsed = parseOpeningHours(text);
  if (parsed !== null) return parsed;
  const message = 'is not understood; write always, or days and times like Mon-Fri 08:00-17:00';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

export const placeEntry = z.strictObject({
  id: slug,
  /** As it is written on its door. */
  name: line,
  country: countryCode,
  /** An id of `cities.yaml`; null when it serves the whole country from afar. */
  city: slug.nullable(),
  /** Its own, where they are public; both or neither. */
  latitude: latitude.optional(),
  longitude: longitude.optional(),
  services: z.array(z.enum(SERVICES)).min(1, { error: 'is empty; name at least one service' }),
  /** Absent: everyone. */
  audience: z.array(z.enum(AUDIENCE_GROUPS)).default([]),
  /** Absent: of any country. */
  nationals: z.array(countryCode).default([]),
  hours: hours.nullish(),
  phones: z.array(phoneNumber(FEWEST_DIGITS)).default([]),
  whatsapp: phoneNumber(FEWEST_DIGITS).nullish(),
  website: source.shape.url.nullish(),
  address: line.nullish(),
  /** What a person must know before they go. */
  note: z.strictObject({ es: note, en: note, pt: note, fr: note, ht: note }).nullish(),
  state: z.enum(PLACE_STATES),
  /** Whether the organisation's own or an official page says so, or only somebody else's. */
  evidence: z.enum(['own', 'third_party']),
  /** The day of the newest evidence, never the day of writing. */
  verified: day,
  /** The address of the source that this day comes from. */
  verifiedBy: z.string(),
  owner: z.enum(OWNERS),
  sources: z.array(source).min(1, { error: 'is empty; nobody is sent where no source says, so add one' }),
});

export type PlaceEntry = z.infer<typeof placeEntry>;

export const placeFile = z.strictObject({ places: z.array(z.unknown()) });
