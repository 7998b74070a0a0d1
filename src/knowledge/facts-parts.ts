/** The parts of `npm run facts`: each reads some of the content, says how it stands and what is wrong with it. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countSegments } from '../channels/sms/segments.ts';
import { toGsm7 } from '../channels/sms/transliterate.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../core/language.ts';
import { findLocaleGaps } from '../language/check-locales.ts';
import { listPhrases, LOCALES } from '../language/phrases.ts';
import { hashContent, loadCalibration } from './calibration.ts';
import { reportFacts } from './facts-report.ts';
import { dayOf } from './freshness.ts';
import { loadFacts } from './load.ts';
import type { LoadedFact } from './load.ts';
import { loadPathways } from './pathways/load-pathways.ts';
import type { LoadedPathway } from './pathways/load-pathways.ts';
import { reportPathways } from './pathways/report-pathways.ts';
import { loadPlaces } from './places/load-places.ts';
import { reportPlaces } from './places/report-places.ts';
import type { Problem } from './problem.ts';
import { findTooHard, readTexts, reportReading } from './reading/report-reading.ts';
import { checkRegister } from './register/check-register.ts';
import { loadRegister, REGISTER_FILE } from './register/register-file.ts';
import { tellFact, tellPathway } from './register/teller.ts';

/** How one part of the content stands. */
export interface Part {
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
}

const countSmsSegments = (text: string): number => countSegments(toGsm7(text)).segments;

export function readFactsPart(contentDir: string, nowMs: number): Part & { readonly facts: readonly LoadedFact[] } {
  const { facts, problems } = loadFacts(contentDir, { today: dayOf(nowMs), countSmsSegments });
  return { facts, lines: reportFacts(facts, nowMs), problems };
}

export function readReadingPart(facts: readonly LoadedFact[]): Part {
  const texts = readTexts(facts);
  return { lines: reportReading(texts), problems: findTooHard(texts) };
}

/** What `npm run calibrate` saw of phrasings that were left out of training. */
export function readMatchingPart(contentDir: string): Part {
  const { content, leftOut } = loadCalibration(contentDir);
  const isCurrent = content === hashContent(contentDir);
  return {
    lines: [
      'phrasings left out of training: own fact first (goal 85 %), own fact among three (goal 97 %)',
      ...LANGUAGES.map((language) => {
        const { asked, first, amongThree } = leftOut[language];
        return `${LANGUAGE_NAMES[language].padEnd(10)} ${percent(first)}, ${percent(amongThree)} of ${asked}`;
      }),
      isCurrent
        ? 'These figures and the thresholds were computed for this content.'
        : 'These figures and the thresholds were computed for other content: run "npm run calibrate" before you commit.',
    ],
    problems: [],
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A content folder of one's own need not have every part; what the shipped one needs, the tests say. */
function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0;
}

export function readPlacesPart(contentDir: string, nowMs: number): Part {
  if (isEmpty(join(contentDir, 'places'))) return { lines: ['no places'], problems: [] };
  const loaded = loadPlaces(contentDir, { today: dayOf(nowMs) });
  return { lines: reportPlaces(loaded, nowMs), problems: loaded.problems };
}

export function readPathwaysPart(
  contentDir: string,
  facts: readonly LoadedFact[],
  nowMs: number,
): Part & { readonly pathways: readonly LoadedPathway[] } {
  if (isEmpty(join(contentDir, 'pathways'))) return { lines: ['no pathways'], problems: [], pathways: [] };
  const { pathways, problems } = loadPathways(contentDir, {
    today: dayOf(nowMs),
    facts: facts.map(({ fact }) => fact),
    countSmsSegments,
  });
  return { lines: reportPathways(pathways, nowMs), problems, pathways };
}

export function readRegisterPart(
  contentDir: string,
  facts: readonly LoadedFact[],
  pathways: readonly LoadedPathway[],
): Part {
  if (!existsSync(join(contentDir, REGISTER_FILE))) return { lines: ['no register of figures'], problems: [] };
  const loaded = loadRegister(contentDir);
  const { figures, programmes } = loaded.register;
  const problems = checkRegister(loaded, [
    ...facts.map(tellFact),
    ...pathways.map(({ pathway }) => {
      const path = join(contentDir, 'pathways', pathway.destination.toLowerCase(), `${pathway.id}.yaml`);
      return tellPathway(pathway, path);
    }),
  ]);
  const counts = (['open', 'closed', 'unsettled'] as const).map(
    (state) => `${programmes.filter((programme) => programme.state === state).length} ${state}`,
  );
  return {
    lines: [`${figures.length} figures and ${programmes.length} programmes in the register (${counts.join(', ')})`],
    problems,
  };
}

export function readLocalesPart(): Part {
  const gaps = findLocaleGaps(LOCALES);
  const lacking = LANGUAGES.map((language) => `${language} ${gaps.filter((gap) => gap.language === language).length}`);
  return {
    lines: [`${listPhrases(LOCALES.es).length} phrases of the interface; lacking or spoilt: ${lacking.join(', ')}`],
    problems: gaps.map(({ language, message }) => ({
      file: `locales/${language}.json`,
      line: 1,
      code: 'locale_gap',
      message,
    })),
  };
}
