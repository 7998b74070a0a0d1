/** Reads `content/countries.yaml`: names in our languages, what their people are called, and emergency numbers. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Country, EmergencyNumber } from '../../core/country.ts';
import type { Day } from '../../core/fact.ts';
import { checkEvidence } from '../fact-rules.ts';
import type { Violation } from '../fact-rules.ts';
import { day, line, source } from '../fact-schema.ts';
import { readContentFile } from '../yaml-file.ts';
import { checkEntries, keepSound } from './entries.ts';
import type { EntryProblem } from './entries.ts';
import { countryCode, phoneNumber } from './fields.ts';

/** The longest emergency numbers are three digits; some countries dial two. */
const FEWEST_DIGITS = 2;

const emergency = z.strictObject({
  number: phoneNumber(FEWEST_DIGITS),
  for: z.enum(['everything', 'police', 'ambulance', 'fire']),
  /** The day of the evidence. */
  verified: day,
  source,
});

const country = z.strictObject({
  code: countryCode,
  names: z.strictObject({ es: line, en: line, pt: line, fr: line, ht: line }),
  /** Other names, nicknames and misspellings of the country itself. */
  also: z.array(line).default([]),
  /** What its people are called, in any language: who is "venezolano" is from there, and may be anywhere. */
  people: z.array(line).default([]),
  emergency: z.array(emergency).default([]),
});

type CountryEntry = z.infer<typeof country>;

export interface LoadedCountry {
  readonly country: Country;
  readonly also: readonly string[];
  readonly people: readonly string[];
}

export interface LoadedCountries {
  readonly countries: readonly LoadedCountry[];
  readonly problems: readonly EntryProblem[];
}

/** @throws {ContentError} when there is no such list: without it nobody could be asked where they are */
export function loadCountries(contentDir: string, today: Day): LoadedCountries {
  const path = join(contentDir, 'countries.yaml');
  const file = readContentFile(path, z.array(z.unknown()).min(1), 'write a list of countries');
  const list = { file: path, at: [], items: file.value, lineOf: file.lineOf };
  const checked = checkEntries(list, country, 'code');
  const { entries, problems } = keepSound(checked, 'code', (entry) => emergencyIsProven(entry, today));
  return { countries: entries.map(({ value }) => toLoadedCountry(value)), problems };
}

function emergencyIsProven(entry: CountryEntry, today: Day): readonly Violation[] {
  return entry.emergency.flatMap(({ verified, source }, index) => {
    const evidence = { verified, verifiedBy: source.url, sources: [source], text: {} };
    return checkEvidence(evidence, { today }).map((violation) => {
      const path = ['emergency', index, ...(violation.path[0] === 'sources' ? ['source'] : violation.path)];
      return {
        ...violation,
        path,
        message: `number ${index + 1}: ${violation.message.replace('sources.0', 'source')}`,
      };
    });
  });
}

function toLoadedCountry({ code, names, also, people, emergency }: CountryEntry): LoadedCountry {
  return { country: { code, names, emergency: emergency.map(toEmergencyNumber).sort(byUse) }, also, people };
}

function toEmergencyNumber({ verified, ...number }: CountryEntry['emergency'][number]): EmergencyNumber {
  return { ...number, verifiedOn: verified };
}

/** Who does not know which to dial dials the one for everything. The others stay in the file's order. */
function byUse(one: EmergencyNumber, other: EmergencyNumber): number {
  return Number(other.for === 'everything') - Number(one.for === 'everything');
}
