/**
 * How a fact is said. The one place where answers are composed, so that none leaves without its source and its date, and
 * none that is past its date leaves at all. Last comes the code by which a copy of it can be checked.
 */
import type { Fact, FactText, Source } from '../src/core/fact.ts';
import type { Knowledge } from '../src/core/knowledge.ts';
import type { Language } from '../src/core/language.ts';
import type { TurnMessage } from '../src/core/turn.ts';
import { formatDay } from '../src/language/dates.ts';
import { pickLanguage } from '../src/language/fallbacks.ts';
import { phrase } from './talk.ts';
import type { Together, Voice } from './talk.ts';

/** What an answer needs to know of whom it is for; also outside a turn. */
export interface AnswerVoice extends Voice {
  readonly knowledge: Pick<Knowledge, 'freshness' | 'codeOf'>;
  readonly message: Pick<TurnMessage, 'channel' | 'nowMs'>;
}

/** What facts and legal pathways have in common. */
type Sourced = Pick<Fact, 'sources'>;
type SmsText = Pick<FactText, 'sms'>;

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
export function composeAnswer(talk: AnswerVoice, fact: Fact): string {
  const freshness = talk.knowledge.freshness(fact, talk.message.nowMs);
  if (freshness === 'expired') return composeExpired(talk, fact);
  const due = freshness === 'due';
  return talk.message.channel === 'sms' ? composeForSms(talk, fact, due) : composeForWhatsApp(talk, fact, due);
}

function composeForWhatsApp(talk: AnswerVoice, fact: Fact, due: boolean): string {
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
    phrase(talk, 'answer.code', { code: talk.knowledge.codeOf(fact, language) }),
  ].join('\n\n');
}

/** A fact's SMS text is whole: it names its source and its date. Each further line may cost another segment. */
function composeForSms(talk: AnswerVoice, fact: Fact, due: boolean): string {
  const { text, language } = textOf(fact, talk.language);
  const answer = due ? `${text.sms} ${warnShortly(talk, fact, text.sms)}` : text.sms;
  return [...noteLanguage(talk, language), answer, talk.knowledge.codeOf(fact, language)].join('\n');
}

/** Enough to know the beginning of an answer by. */
const FIRST_WORDS = 20;

/** The last sentence of an SMS text: it bears the date, and mostly the source too. */
function lastSentenceOf({ sms }: SmsText): string {
  return sms.slice(sms.lastIndexOf('. ') + 1).trim();
}

/** The same where it stands alone: "Source: uscis.gov, as of 2026-05-29." */
export function closingOf(fact: Sourced, text: SmsText): string {
  const sentence = lastSentenceOf(text);
  const namesSource = fact.sources.some((source) => sentence.includes(siteOf(source)));
  return namesSource ? sentence : `${siteOf(officialSource(fact))}. ${sentence}`;
}

/** How an answer by SMS begins, and what must be read with it: source, date and warning. Null where nothing is cut. */
export function togetherOf(talk: AnswerVoice, fact: Fact): Together | null {
  const freshness = talk.knowledge.freshness(fact, talk.message.nowMs);
  if (talk.message.channel !== 'sms' || freshness === 'expired') return null;
  return bindSms(talk, fact, textOf(fact, talk.language).text, freshness === 'due');
}

/** The same of any text with sources and a date. */
export function bindSms(talk: Voice, fact: Sourced, text: SmsText, isDue: boolean): Together {
  const warning = isDue ? ` ${warnShortly(talk, fact, text.sms)}` : '';
  return {
    start: text.sms.slice(0, FIRST_WORDS),
    end: lastSentenceOf(text) + warning,
    endApart: closingOf(fact, text) + warning,
  };
}

/** The official site is not named a second time. */
export function warnShortly(talk: Voice, fact: Sourced, sms: string): string {
  const site = siteOf(officialSource(fact));
  return sms.includes(site) ? phrase(talk, 'answer.due_plain') : phrase(talk, 'answer.due_short', { site });
}

function composeExpired(talk: AnswerVoice, fact: Fact): string {
  const date = formatDay(talk.language, fact.verifiedOn);
  const { publisher, url } = officialSource(fact);
  const lines = [phrase(talk, 'answer.expired', { date }), phrase(talk, 'answer.source', { publisher, url })];
  return [lines.join('\n'), phrase(talk, 'answer.expired_offer')].join('\n\n');
}

function noteLanguage(talk: AnswerVoice, language: Language): readonly string[] {
  if (language === talk.language) return [];
  return [phrase(talk, 'answer.only_in', { language: phrase(talk, `language.name.${language}`) })];
}

export function officialSource(fact: Sourced): Source {
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
export function siteOf({ url }: Source): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/[/?#].*$/, '');
}
