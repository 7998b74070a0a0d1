/** A content folder of its own for each test, with the places that the test is about: invented ones, in real cities. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Lists of a few real cities and countries, and no place. */
export const ATLAS = fileURLToPath(new URL('atlas', import.meta.url));

/** A place without a fault. Tests replace one line of it. */
export const PLACE_YAML = `  - id: mx-casa-ejemplo
    name: Casa Ejemplo
    country: MX
    city: mx-tapachula
    latitude: 14.91
    longitude: -92.26
    services: [shelter, legal]
    audience: [families]
    nationals: [HN]
    hours: Mon-Fri 08:00-17:00
    phones: ['+1 202 555 0100']
    whatsapp: '+1 202 555 0101'
    website: https://casa.example/
    address: Calle 1
    note: { es: Llame antes, en: Call first, pt: Ligue antes, fr: Appelez avant, ht: Rele anvan }
    state: open
    evidence: own
    verified: 2026-05-29
    verifiedBy: https://casa.example/
    owner: editors-mexico
    sources:
      - publisher: Casa Ejemplo
        title: Quiénes somos
        url: https://casa.example/
        pageDate: 2026-05-29
        official: false
`;

export interface FolderParts {
  /** Entries of one file; without it there is a folder without a place. */
  readonly places?: string;
  /** Replaces the atlas's file. */
  readonly cities?: string;
  readonly countries?: string;
}

/** Writes a content folder that is removed after the test: the atlas, and what the test replaces. */
export function placesFolder({ places, cities, countries }: FolderParts): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-places-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(ATLAS, folder, { recursive: true });
  mkdirSync(join(folder, 'places'), { recursive: true });
  if (places !== undefined) writeFileSync(join(folder, 'places', 'mx-sur.yaml'), `places:\n${places}`);
  if (cities !== undefined) writeFileSync(join(folder, 'cities.yaml'), cities);
  if (countries !== undefined) writeFileSync(join(folder, 'countries.yaml'), countries);
  return folder;
}
