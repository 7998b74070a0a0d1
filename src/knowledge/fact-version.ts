/**
 * By what a changed answer is known: a hash of what a fact says in Spanish and English, the languages that are compared
 * with the evidence, and of its verdict. Accents and punctuation do not count, and neither does the day of the evidence:
 * somebody who looked again and found everything as it was has changed nothing.
 */
import { createHash } from 'node:crypto';
import { WITHDRAWN } from '../core/edition.ts';
import type { Edition, Editions } from '../core/edition.ts';
import type { Fact } from '../core/fact.ts';
import type { FactId, FactVersion } from '../core/ids.ts';
import { LANGUAGES } from '../core/language.ts';
import { fold } from './fold.ts';
import { freshnessOf } from './freshness.ts';

/** 72 bits: two texts of one fact never meet by chance. */
const VERSION_CHARACTERS = 12;

const known = new WeakMap<Fact, FactVersion>();

/** The version of a fact's answer, whether it is served or not. A fact never changes while we run, so it is hashed once. */
export function versionOf(fact: Fact): FactVersion {
  const version = known.get(fact) ?? hashFact(fact);
  known.set(fact, version);
  return version;
}

function hashFact({ text, verdict, verifiedOn }: Fact): FactVersion {
  const said = [text.es, text.en].flatMap(({ whatsapp, sms }) => [
    fold(whatsapp),
    fold(sms.replaceAll(verifiedOn, '')),
  ]);
  const hash = createHash('sha256').update(JSON.stringify([verdict, ...said]));
  return hash.digest('base64url').slice(0, VERSION_CHARACTERS) as FactVersion; // branded here and nowhere else
}

/**
 * @param facts - all that could be read
 * @param silent - those whose last change was only one of wording
 * @param unread - those whose files are broken just now
 */
export function editionsOf(
  { facts, silent, unread }: Readonly<Record<'silent' | 'unread', readonly FactId[]>> & { facts: readonly Fact[] },
  nowMs: number,
): Editions {
  const quiet = new Set(silent);
  return { current: facts.map((fact) => toEdition(fact, !quiet.has(fact.id), nowMs)), unread };
}

function toEdition(fact: Fact, announce: boolean, nowMs: number): Edition {
  return {
    fact: fact.id,
    version: freshnessOf(fact, nowMs) === 'expired' ? WITHDRAWN : versionOf(fact),
    titles: Object.fromEntries(
      LANGUAGES.flatMap((language) => {
        const title = fact.text[language]?.title;
        return title === undefined ? [] : [[language, title]];
      }),
    ),
    announce,
  };
}
