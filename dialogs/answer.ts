/**
 * How a fact is said. The one place where answers are composed, so that none leaves without its source and its date, and
 * none that is past its date leaves at all.
 */
import type { Fact, FactText, Source } from '../src/core/fact.ts';
import type { Language } from '../src/core/language.ts';
import { formatDay } from '../src/language/dates.ts';
import { pickLanguage } from '../src/language/fallbacks.ts';
import { phrase } from './talk.ts';
import type { Talk } from './talk.ts';

/** A fact's text for a reader: in their language, or in the one they most likely know besides it. */
export function textOf(fact: Fact, wanted: Language): { readonly text: FactText; readonly language: Language } {
  const language = pickLanguage(wanted, (candidate) => fact.text[candidate] !== undefined) ?? 'en';
  return { text: fact.text[language] ?? fact.text.en, language };
}

/**
 * Writes the answer for the person's channel and language.
 *
 * A `due` fact carries a warning with the day it was last checked and where to check it; of an `expired` one only the
 * official page is given.
 */
export function composeAnswer(talk: Talk, fact: Fact): string {
  const freshness = talk.knowledge.freshness(fact, talk.message.nowMs);
  if (freshness === 'expired') return composeExpired(talk, fact);
  const due = freshness === 'due';
  return talk.message.channel === 'sms' ? composeForSms(talk, fact, due) : composeForWhatsApp(talk, fact, due);
}

function composeForWhatsApp(talk: Talk, fact: Fact, due: boolean): string {
  const { text, language } = textOf(fact, talk.language);
  const date = formatDay(talk.language, fact.verifiedOn);
  const sources = pickSources(fact).map(({ publisher, url }) => phrase(talk, 'answer.source', { publisher, url }));
  const checked = due
    ? [phrase(talk, 'answer.due', { date }), ...sources]
    : [...sources, phrase(talk, 'answer.verified', { date })];
  return [
    ...noteLanguage(talk, language),
    text.whatsapp,
    checked.join('\n'),
    ...(fact.escalate === 'never' ? [] : [phrase(talk, 'answer.own_case')]),
  ].join('\n\n');
}

/** A fact's SMS text is whole: it names its source and its date. Each further line may cost another segment. */
function composeForSms(talk: Talk, fact: Fact, due: boolean): string {
  const { text, language } = textOf(fact, talk.language);
  return [...noteLanguage(talk, language), text.sms, ...(due ? [warnShortly(talk, fact, text.sms)] : [])].join('\n');
}

/** The official site is not named a second time. */
function warnShortly(talk: Talk, fact: Fact, sms: string): string {
  const site = siteOf(officialSource(fact));
  return sms.includes(site) ? phrase(talk, 'answer.due_plain') : phrase(talk, 'answer.due_short', { site });
}

function composeExpired(talk: Talk, fact: Fact): string {
  const date = formatDay(talk.language, fact.verifiedOn);
  const { publisher, url } = officialSource(fact);
  const lines = [phrase(talk, 'answer.expired', { date }), phrase(talk, 'answer.source', { publisher, url })];
  return [lines.join('\n'), phrase(talk, 'answer.expired_offer')].join('\n\n');
}

function noteLanguage(talk: Talk, language: Language): readonly string[] {
  if (language === talk.language) return [];
  return [phrase(talk, 'answer.only_in', { language: phrase(talk, `language.name.${language}`) })];
}

function officialSource(fact: Fact): Source {
  return fact.sources.find((source) => source.official) ?? fact.sources[0];
}

/** Enough to check an answer; more would bury it. */
const MAX_SOURCES = 2;

/** The official one first: of a fact that may have changed, it is where to look. */
function pickSources(fact: Fact): readonly Source[] {
  const official = officialSource(fact);
  return [official, ...fact.sources.filter((source) => source !== official)].slice(0, MAX_SOURCES);
}

/** @example siteOf({ url: 'https://www.uscis.gov/asylum', … }) // 'uscis.gov' */
function siteOf({ url }: Source): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/[/?#].*$/, '');
}
