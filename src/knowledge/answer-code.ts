/**
 * The short code under every answer, by which anybody who was passed a copy can ask whether it is what we say:
 * `FARO-K7M2P`. Three signs name the fact, two the text it has today in one language. The two are also a check: a code
 * with one wrong sign names no other answer (a test tries them all).
 *
 * Nothing is stored. A code is computed from what is said, so it is the same on every machine, and another one as soon as
 * the text or the day of its evidence is another.
 */
import { createHash } from 'node:crypto';
import type { Fact, FactText } from '../core/fact.ts';
import type { FactId } from '../core/ids.ts';
import type { AnswerCode } from '../core/knowledge.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { fold } from './fold.ts';

/** Crockford's: no I, L, O or U, which are taken for other signs. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const FACT_SIGNS = 3;
const TEXT_SIGNS = 2;

const SEPARATOR = String.raw`[\s\p{Pd}_:.]{0,3}`;
const SIGN = '[0-9A-TV-Z]';
const FIVE = `${SIGN}(?:[ \\p{Pd}]?${SIGN}){4}`;
/** As it is written, copied or typed: any capitals, spaces or no hyphen, O for 0. */
const NAMED = new RegExp(String.raw`(?<![\p{L}\p{N}])FAR[O0](${SEPARATOR})(${FIVE})(?![\p{L}\p{N}])`, 'giu');
/** The five signs alone, as a whole message. */
const BARE = new RegExp(String.raw`^\s*()(${FIVE})[\s.!?]*$`, 'iu');

export interface AnswerCodes {
  codeOf(fact: Fact, language: Language): string;
  readCodes(text: string): readonly AnswerCode[];
}

export function createAnswerCodes(facts: readonly Fact[]): AnswerCodes {
  const bySigns = nameFacts(facts);
  const signsOf = new Map([...bySigns].map(([signs, fact]) => [fact.id, signs]));

  function decode(signs: string): Pick<AnswerCode, 'fact' | 'language'> {
    const fact = bySigns.get(signs.slice(0, FACT_SIGNS));
    if (fact === undefined) return { fact: null, language: null };
    const language = LANGUAGES.find((candidate) => textSigns(fact, candidate) === signs.slice(FACT_SIGNS));
    return { fact: fact.id, language: language ?? null };
  }

  function readOne(match: RegExpExecArray, isNamed: boolean): AnswerCode | null {
    const [whole, separator = '', written = ''] = match;
    const found = decode(canonical(written));
    if (found.language === null && !(isNamed && isSurely(separator, written))) return null;
    return { start: match.index, end: match.index + whole.length, ...found };
  }

  return {
    codeOf: (fact, language) =>
      `FARO-${signsOf.get(fact.id) ?? factSigns(fact.id, 0)}${textSigns(fact, language) ?? ''}`,
    readCodes(text) {
      const plain = toPlainWidth(text);
      const bare = BARE.exec(plain);
      const found = bare === null ? [] : [readOne(bare, false)];
      return [...found, ...[...plain.matchAll(NAMED)].map((match) => readOne(match, true))].filter(
        (code) => code !== null,
      );
    },
  };
}

/** "faro tengo 5 hijos" is no code, unless it is exactly one: so what is not written like one must be right. */
function isSurely(separator: string, written: string): boolean {
  if (!/^[0-9a-z]{5}$/i.test(written)) return false;
  return /^\p{Pd}$/u.test(separator) || (/\d/.test(written) && /[a-z]/i.test(written));
}

function canonical(written: string): string {
  return written
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
}

/** Some keyboards of Asia write Ｋ７. As long as before, so that places stay the same. */
function toPlainWidth(text: string): string {
  return text.replaceAll(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfe_e0));
}

/** Two facts that would have the same signs: the later id takes the next ones. None of the shipped facts has to. */
function nameFacts(facts: readonly Fact[]): ReadonlyMap<string, Fact> {
  const named = new Map<string, Fact>();
  for (const fact of facts.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    let attempt = 0;
    while (named.has(factSigns(fact.id, attempt))) attempt += 1;
    named.set(factSigns(fact.id, attempt), fact);
  }
  return named;
}

function factSigns(id: FactId, attempt: number): string {
  return toSigns(['fact', id, attempt], FACT_SIGNS);
}

const known = new WeakMap<FactText, string>();

/** Null when the fact has no text in that language. A fact never changes while we run, so each text is hashed once. */
function textSigns(fact: Fact, language: Language): string | null {
  const text = fact.text[language];
  if (text === undefined) return null;
  const signs =
    known.get(text) ??
    toSigns(['text', fact.id, language, fact.verifiedOn, fold(text.whatsapp), fold(text.sms)], TEXT_SIGNS);
  known.set(text, signs);
  return signs;
}

function toSigns(what: readonly (string | number)[], count: number): string {
  const hash = createHash('sha256').update(JSON.stringify(what)).digest();
  return Array.from({ length: count }, (_, index) => SIGNS.charAt((hash[index] ?? 0) % SIGNS.length)).join('');
}
