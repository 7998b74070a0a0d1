/** What Faro and its peers learn from: each fact's titles and sample questions, in all languages. */
import type { Fact } from '../../src/core/fact.ts';
import type { FactId } from '../../src/core/ids.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import type { Language } from '../../src/core/language.ts';
import type { Row } from './question-bank.ts';

export interface Phrasing {
  readonly fact: FactId;
  readonly language: Language;
  readonly question: string;
}

export function phrasingsOf(facts: readonly Fact[]): readonly Phrasing[] {
  return facts.flatMap((fact) =>
    LANGUAGES.flatMap((language) => {
      const text = fact.text[language];
      if (text === undefined) return [];
      return [text.title, ...text.questions].map((question) => ({ fact: fact.id, language, question }));
    }),
  );
}

/** Letters and digits in lower case without accents: what a peer is given, and what "word for word" means here. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Rows that no phrasing holds word for word: finding those again would prove nothing. */
export function unseenRows(rows: readonly Row[], phrasings: readonly Phrasing[]): readonly Row[] {
  const seen = new Set(phrasings.map(({ question }) => plainText(question)));
  return rows.filter(({ text }) => !seen.has(plainText(text)));
}
