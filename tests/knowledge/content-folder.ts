/** A small content folder of its own for each test: one true fact, two languages, and whatever a test spoils. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { LANGUAGES } from '../../src/core/language.ts';

export const CONTENT_DIR = fileURLToPath(new URL('../../content', import.meta.url));

const QUESTIONS = Array.from({ length: 12 }, (_, index) => `phrasing number ${index}`);

function questionLines(prefix: string): string {
  return QUESTIONS.map((question) => `      - ${prefix} ${question}`).join('\n');
}

/** A fact file without a fault. Tests replace one line of it. */
export function factYaml(id: string, topic = id): string {
  return `id: ${id}
topic: ${topic}
kind: fact
jurisdiction: US
audience: [in-us]
owner: editors-us
cadence: monthly
escalate: never
verified: 2026-05-29
verifiedBy: https://www.uscis.gov/g-1055
sources:
  - publisher: U.S. Citizenship and Immigration Services
    title: Fee Schedule
    url: https://www.uscis.gov/g-1055
    pageDate: null
    official: true
related: []
text:
  es:
    title: Tarifas de ${id.slice(0, 8)}
    status: reviewed
    follows: 2026-05-29
    whatsapp: Sí se paga una tarifa.
    sms: Sí se paga. Fuente uscis.gov, al 2026-05-29.
    questions:
${questionLines(`${id} es`)}
  en:
    title: Fees of ${id.slice(0, 8)}
    status: reviewed
    follows: 2026-05-29
    whatsapp: Yes, there is a fee.
    sms: Yes, there is a fee. Source uscis.gov, as of 2026-05-29.
    questions:
${questionLines(`${id} en`)}
`;
}

/** One message of each kind: the shipped thousands would take each test a second to learn. */
const FEW_INTENTS = `danger: { any: [they hold us here] }
near_danger: [is it dangerous]
personal: [how is my case going]
chat: [good morning]
off_topic: [who won the match]
`;

/**
 * Writes files into a new content folder that is removed after the test.
 *
 * @param files - paths under `facts/` and what they hold
 */
export function contentFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'faro-content-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of [
    'words',
    'language',
    'calibration.json',
    'countries.yaml',
    'cities.yaml',
    'places',
    'team.yaml',
  ]) {
    cpSync(join(CONTENT_DIR, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, 'intents'));
  for (const language of LANGUAGES) writeFileSync(join(folder, 'intents', `${language}.yaml`), FEW_INTENTS);
  mkdirSync(join(folder, 'facts'));
  for (const [path, text] of Object.entries(files)) {
    const target = join(folder, 'facts', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return folder;
}
