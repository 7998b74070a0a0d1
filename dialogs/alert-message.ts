/**
 * What is written to people unasked: an answer changed, or was withdrawn. Whoever holds the phone sees the beginning on a
 * locked screen, so it says no more than that there is news; and every such message says how to end them.
 */
import type { ChannelName } from '../src/core/contact.ts';
import type { Fact } from '../src/core/fact.ts';
import type { Knowledge } from '../src/core/knowledge.ts';
import type { Language } from '../src/core/language.ts';
import type { Reply } from '../src/core/reply.ts';
import { pickLanguage } from '../src/language/fallbacks.ts';
import type { Phrases } from '../src/language/phrases.ts';
import { composeAnswer, textOf } from './answer.ts';
import type { AnswerVoice } from './answer.ts';
import { alertsChoice, menuChoice } from './choices.ts';
import { phrase } from './talk.ts';

export interface AlertParts {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** The template that WhatsApp has approved: first the title goes into it, then the answer. */
  readonly template: string;
  /** Whether an SMS with this text costs no more than an answer may. */
  readonly fitsSms: (text: string) => boolean;
}

/** What is to be told, and to whom. */
export interface ChangedAnswer {
  /** Null: withdrawn. */
  readonly fact: Fact | null;
  readonly titles: Readonly<Partial<Record<Language, string>>>;
  readonly channel: ChannelName;
  readonly language: Language;
  /** Whether WhatsApp takes free words for this person now. */
  readonly isWindowOpen: boolean;
  readonly nowMs: number;
}

/** One message, whole: the next one comes only with the next change. */
export function composeAlert(parts: AlertParts, changed: ChangedAnswer): Reply {
  const { channel, isWindowOpen, language } = changed;
  if (channel === 'sms') return { kind: 'text', text: composeForSms(parts, changed) };
  const voice = toVoice(parts, changed);
  const text = composeForWhatsApp(voice, changed);
  if (isWindowOpen) {
    const choices = [alertsChoice(voice), menuChoice(voice)];
    return { kind: 'choices', text, choices, listLabel: phrase(voice, 'menu.label') };
  }
  const variables = [titleOf(changed), shortNews(parts, changed)];
  return { kind: 'template', name: parts.template, language, variables, text };
}

function toVoice({ knowledge, phrases }: AlertParts, { channel, language, nowMs }: ChangedAnswer): AnswerVoice {
  return { knowledge, phrases, language, message: { channel, nowMs } };
}

function composeForWhatsApp(voice: AnswerVoice, changed: ChangedAnswer): string {
  const title = titleOf(changed);
  const news =
    changed.fact === null
      ? [phrase(voice, 'alert.news.withdrawn', { title })]
      : [phrase(voice, 'alert.news.changed', { title }), composeAnswer(voice, changed.fact)];
  return [phrase(voice, 'alert.news.start'), ...news, phrase(voice, 'alert.news.stop')].join('\n\n');
}

/** With as much of the news as two segments hold; an answer is never cut, its code brings it. */
function composeForSms(parts: AlertParts, changed: ChangedAnswer): string {
  const voice = toVoice(parts, changed);
  const title = titleOf(changed);
  const start = phrase(voice, 'alert.news.start_sms');
  if (changed.fact === null) return [start, phrase(voice, 'alert.news.withdrawn', { title })].join('\n');
  const named = [start, phrase(voice, 'alert.news.changed', { title })];
  const answer = composeAnswer(voice, changed.fact);
  const whole = [[...named, answer].join('\n'), [start, answer].join('\n')];
  const code = parts.knowledge.codeOf(changed.fact, textOf(changed.fact, changed.language).language);
  return whole.find(parts.fitsSms) ?? [...named, phrase(voice, 'alert.news.read', { code })].join('\n');
}

/** A template's variable is one line: the answer as a basic phone would get it. */
function shortNews(parts: AlertParts, changed: ChangedAnswer): string {
  const voice = toVoice(parts, { ...changed, channel: 'sms' });
  if (changed.fact !== null) return composeAnswer(voice, changed.fact);
  return phrase(voice, 'alert.news.withdrawn', { title: titleOf(changed) });
}

function titleOf({ titles, language }: ChangedAnswer): string {
  const found = pickLanguage(language, (candidate) => titles[candidate] !== undefined);
  return (found === null ? undefined : titles[found]) ?? 'Faro'; // an answer always has its Spanish title
}
