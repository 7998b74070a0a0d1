/** What a fact file must keep to beyond its shape: its name, its sources, its dates and the length of its SMS. */
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import type { Day, Source } from '../core/fact.ts';
import type { FactFile } from './fact-schema.ts';
import { isLookalike, isOfficialHost } from './lookalikes.ts';
import type { ProblemCode } from './problem.ts';
import { areaOf, isTopic } from './topics.ts';

/** The most an SMS answer may take: each segment costs, and phones without data show parts out of order. */
const MAX_SMS_SEGMENTS = 2;

/** Where the file stands, and what the rules need to know of the world. */
export interface RuleContext {
  readonly area: string;
  /** The file's name without its ending. */
  readonly name: string;
  readonly today: Day;
  /** Segments of an SMS once it is written in the GSM alphabet; without it SMS lengths are not checked. */
  readonly countSmsSegments?: ((text: string) => number) | undefined;
}

export interface Violation {
  readonly path: readonly PropertyKey[];
  readonly code: ProblemCode;
  readonly message: string;
}

type Rule = (file: FactFile, context: RuleContext) => readonly Violation[];

/** Whatever content is dated and sourced, and is sent as an SMS. */
export interface Evidenced {
  readonly verified: Day;
  readonly verifiedBy: string;
  readonly sources: readonly Source[];
  readonly text: Readonly<Partial<Record<Language, { readonly follows: Day; readonly sms: string } | undefined>>>;
}

type EvidenceContext = Pick<RuleContext, 'today' | 'countSmsSegments'>;
type EvidenceRule = (file: Evidenced, context: EvidenceContext) => readonly Violation[];

export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}

const idIsFileName: Rule = (file, { name }) =>
  file.id === name
    ? []
    : [
        {
          path: ['id'],
          code: 'wrong_place',
          message: `"id" is ${file.id} but the file is ${name}.yaml; make them equal`,
        },
      ];

const topicIsKnown: Rule = (file, { area }) => {
  if (!isTopic(file.topic)) {
    const message = `"topic" ${file.topic} is not in src/knowledge/topics.ts; correct it, or add the topic there`;
    return [{ path: ['topic'], code: 'unknown_topic', message }];
  }
  const home = areaOf(file.topic);
  if (home === area) return [];
  const message = `"topic" ${file.topic} belongs to the folder ${home}; move the file there`;
  return [{ path: ['topic'], code: 'wrong_place', message }];
};

const rumourIsComplete: Rule = (file) => {
  const given = file.verdict !== undefined && file.claim !== undefined;
  if (file.kind === 'rumour' && !given) {
    const message = '"kind" is rumour, but "verdict" or "claim" is missing; add both';
    return [{ path: ['kind'], code: 'rumour_incomplete', message }];
  }
  if (file.kind === 'fact' && (file.verdict !== undefined || file.claim !== undefined)) {
    const message = '"kind" is fact, but there is a "verdict" or a "claim"; remove them or make it a rumour';
    return [{ path: ['kind'], code: 'rumour_incomplete', message }];
  }
  return [];
};

const sourcesAreGenuine: EvidenceRule = (file) =>
  file.sources.flatMap((source, index): Violation[] => {
    const host = hostOf(source.url);
    if (isLookalike(host)) {
      const message = `"sources.${index}.url" ${host} copies or imitates somebody else's pages; cite the original`;
      return [{ path: ['sources', index, 'url'], code: 'bad_source', message }];
    }
    if (source.official && !isOfficialHost(host)) {
      const message = `"sources.${index}.official" is true, but ${host} is no authority; make it false`;
      return [{ path: ['sources', index, 'official'], code: 'bad_source', message }];
    }
    return [];
  });

const evidenceIsNamed: EvidenceRule = (file) =>
  file.sources.some((source) => source.url === file.verifiedBy)
    ? []
    : [
        {
          path: ['verifiedBy'],
          code: 'bad_source',
          message: '"verifiedBy" is none of the sources; give the address of the one that bears out the date',
        },
      ];

const datesArePast: EvidenceRule = (file, { today }) => {
  const violations: Violation[] = [];
  if (file.verified > today) {
    const message = `"verified" ${file.verified} is in the future; give the day of the evidence`;
    violations.push({ path: ['verified'], code: 'bad_date', message });
  }
  for (const language of LANGUAGES) {
    const follows = file.text[language]?.follows;
    if (follows === undefined || follows <= file.verified) continue;
    const message = `"text.${language}.follows" ${follows} is after "verified"; give the day of the text it says`;
    violations.push({ path: ['text', language, 'follows'], code: 'bad_date', message });
  }
  return violations;
};

/** An SMS travels alone: it must bear its own source and date. */
const smsStandsAlone: EvidenceRule = (file, { countSmsSegments }) =>
  LANGUAGES.flatMap((language): Violation[] => {
    const sms = file.text[language]?.sms;
    if (sms === undefined) return [];
    const path = ['text', language, 'sms'];
    const violations: Violation[] = [];
    if (!file.sources.some((source) => sms.includes(hostOf(source.url)))) {
      const message = `"${path.join('.')}" names no source; end it with a source's host, like ${hostOf(file.verifiedBy)}`;
      violations.push({ path, code: 'bad_source', message });
    }
    if (!sms.includes(file.verified)) {
      const message = `"${path.join('.')}" does not bear its date; end it with ${file.verified}`;
      violations.push({ path, code: 'bad_date', message });
    }
    const segments = countSmsSegments?.(sms) ?? 0;
    if (segments > MAX_SMS_SEGMENTS) {
      const message = `"${path.join('.')}" takes ${segments} SMS segments; shorten it to ${MAX_SMS_SEGMENTS}`;
      violations.push({ path, code: 'too_long', message });
    }
    return violations;
  });

const EVIDENCE_RULES: readonly EvidenceRule[] = [sourcesAreGenuine, evidenceIsNamed, datesArePast, smsStandsAlone];

/** Every rule of sources and dates that a file breaks, in a fixed order. */
export function checkEvidence(file: Evidenced, context: EvidenceContext): readonly Violation[] {
  return EVIDENCE_RULES.flatMap((rule) => rule(file, context));
}

const RULES: readonly Rule[] = [idIsFileName, topicIsKnown, rumourIsComplete, checkEvidence];

/** Every rule the file breaks, in a fixed order. */
export function checkRules(file: FactFile, context: RuleContext): readonly Violation[] {
  return RULES.flatMap((rule) => rule(file, context));
}
