/** Whatever states figures to people: a fact or a pathway, with its texts. */
import { readFileSync } from 'node:fs';
import { LANGUAGES } from '../../core/language.ts';
import type { Language } from '../../core/language.ts';
import type { Pathway, PathwayState } from '../../core/pathway.ts';
import type { LoadedFact } from '../load.ts';
import { parseYaml } from '../yaml-file.ts';
import { findFigures } from './find-figures.ts';
import type { FoundFigure } from './figure.ts';

export interface TellerText {
  readonly language: Language;
  /** Of the full text. */
  readonly figures: readonly FoundFigure[];
  /** Of its short form for basic phones, which may say less. */
  readonly shortFigures: readonly FoundFigure[];
  /** Both texts. */
  readonly prose: string;
}

export interface Teller {
  readonly kind: 'facts' | 'pathways';
  readonly id: string;
  readonly path: string;
  /** Only of a pathway. */
  readonly state: PathwayState | null;
  readonly texts: readonly TellerText[];
  /** The line of a language's text. */
  readonly lineOf: (language: Language) => number;
}

export function tellFact({ fact, path }: LoadedFact): Teller {
  const texts = LANGUAGES.flatMap((language) => {
    const text = fact.text[language];
    return text === undefined ? [] : [toText(language, text.whatsapp, text.sms)];
  });
  return { kind: 'facts', id: fact.id, path, state: null, texts, lineOf: findLine(path) };
}

/** All fields of a pathway are one text: a person is shown them together. */
export function tellPathway(pathway: Pathway, path: string): Teller {
  const texts = LANGUAGES.map((language) => {
    const { who, needs, cost, first, sms } = pathway.text[language];
    return toText(language, [who, needs, cost, first, sms].join('\n'), '');
  });
  return { kind: 'pathways', id: pathway.id, path, state: pathway.state, texts, lineOf: findLine(path) };
}

function toText(language: Language, full: string, short: string): TellerText {
  return {
    language,
    figures: findFigures(language, full),
    shortFigures: findFigures(language, short),
    prose: `${full}\n${short}`,
  };
}

/** Only looked for when something is wrong. */
function findLine(path: string): (language: Language) => number {
  return (language) => parseYaml(readFileSync(path, 'utf8')).lineOf(['text', language]);
}
