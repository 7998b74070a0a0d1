/** Gives the desk the bot's own words, so that agents and bot say the same: verified answers, and a few requests. */
import { composeAnswer, officialSource, textOf } from '../../dialogs/answer.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Fact, Source } from '../core/fact.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Language } from '../core/language.ts';
import type { Reply } from '../core/reply.ts';
import type { Phrases } from '../language/phrases.ts';

export interface DeskWordsParts {
  readonly knowledge: Pick<Knowledge, 'freshness' | 'codeOf'>;
  readonly phrases: Phrases;
  /** The name of the template that WhatsApp has approved for answers that wait. */
  readonly template: string;
}

export interface AnswerFor {
  readonly language: Language;
  readonly channel: ChannelName;
  readonly nowMs: number;
}

export interface ComposedAnswer {
  /** With source, date and code; in the language that the person most likely knows where there is none in theirs. */
  readonly text: string;
  readonly language: Language;
  readonly isDraft: boolean;
}

export interface DeskWords {
  /** Null when the fact is too old to be sent. */
  answer(fact: Fact, reader: AnswerFor): ComposedAnswer | null;
  /** A fact's own words, for an agent to read. */
  meaning(fact: Fact, language: Language): { readonly title: string; readonly text: string };
  source(fact: Fact): Source;
  askLocation(language: Language): Reply;
  /** "You have an answer": opens WhatsApp's window again when the person writes. */
  answerWaits(language: Language): Reply;
}

export function createDeskWords({ knowledge, phrases, template }: DeskWordsParts): DeskWords {
  return {
    answer: (fact, { language, channel, nowMs }) => {
      if (knowledge.freshness(fact, nowMs) === 'expired') return null;
      const { text, language: found } = textOf(fact, language);
      const voice = { knowledge, phrases, language, message: { channel, nowMs } };
      return { text: composeAnswer(voice, fact), language: found, isDraft: text.status === 'draft' };
    },
    meaning: (fact, language) => {
      const { title, whatsapp } = textOf(fact, language).text;
      return { title, text: whatsapp };
    },
    source: officialSource,
    askLocation: (language) => ({ kind: 'location_request', text: phrases.say(language, 'desk.ask_location') }),
    answerWaits: (language) => {
      const text = phrases.say(language, 'desk.answer_waits');
      return { kind: 'template', name: template, language, variables: [], text };
    },
  };
}
