/** All that may stand in a message of ours with this answer, in every language: what a forwarded copy is compared with. */
import type { Fact } from '../src/core/fact.ts';
import { LANGUAGES } from '../src/core/language.ts';
import { CHANNELS } from '../src/core/contact.ts';
import { CODE_PLACE } from '../src/knowledge/compare-copy.ts';
import type { OurWords } from '../src/knowledge/compare-copy.ts';
import { formatDay } from '../src/language/dates.ts';
import { closingOf, officialSource, siteOf } from './answer.ts';
import { answerChoices } from './answer-choices.ts';
import { phrase } from './talk.ts';
import type { Talk } from './talk.ts';

export function ourWords(talk: Talk, fact: Fact): OurWords {
  const texts = LANGUAGES.flatMap((language) => fact.text[language] ?? []);
  const speakers = LANGUAGES.map((language) => ({ ...talk, language }));
  return {
    texts: texts.flatMap(({ whatsapp, sms }) => [whatsapp, sms]),
    around: speakers.flatMap((speaker) => linesAround(speaker, fact)),
    titles: speakers.flatMap((speaker) => [
      ...answerChoices(speaker, fact).map(({ title }) => title),
      phrase(speaker, 'alert.title.wish'),
      phrase(speaker, 'way.title.go_on'),
    ]),
  };
}

function linesAround(talk: Talk, fact: Fact): readonly string[] {
  const date = formatDay(talk.language, fact.verifiedOn);
  return [
    ...CHANNELS.map((channel) =>
      phrase(talk, 'greeting.hello', { carrier: phrase(talk, `greeting.carrier.${channel}`) }),
    ),
    phrase(talk, 'greeting.short'),
    phrase(talk, 'not_text.caption'),
    ...linesOfCheck(talk, fact),
    ...linesOfAlert(talk, fact),
    ...LANGUAGES.map((language) =>
      phrase(talk, 'answer.only_in', { language: phrase(talk, `language.name.${language}`) }),
    ),
    ...fact.sources.map(({ publisher, url }) => phrase(talk, 'answer.source', { publisher, url })),
    phrase(talk, 'answer.verified', { date }),
    phrase(talk, 'answer.due', { date }),
    phrase(talk, 'answer.due_short', { site: siteOf(officialSource(fact)) }),
    phrase(talk, 'answer.due_plain'),
    phrase(talk, 'answer.own_case'),
    phrase(talk, 'answer.code', { code: CODE_PLACE }),
    CODE_PLACE, // by SMS without a word before it
    phrase(talk, 'feedback.ask'),
    ...linesOfPages(talk, fact),
  ];
}

/** Of an answer that was cut, each page but the last ends with its source and the word for more. */
function linesOfPages(talk: Talk, fact: Fact): readonly string[] {
  const closings = LANGUAGES.flatMap((language) => fact.text[language] ?? []).map((text) => closingOf(fact, text));
  const warnings = [
    phrase(talk, 'answer.due_plain'),
    phrase(talk, 'answer.due_short', { site: siteOf(officialSource(fact)) }),
  ];
  const ends = closings.flatMap((closing) => [closing, ...warnings.map((warning) => `${closing} ${warning}`)]);
  const more = phrase(talk, 'more.line', { page: 1, pages: 2 });
  return [more, ...ends.map((end) => `${end}\n${more}`)];
}

/** What stands around an answer that was sent because it changed. */
function linesOfAlert(talk: Talk, fact: Fact): readonly string[] {
  const title = fact.text[talk.language]?.title ?? '';
  return [
    phrase(talk, 'alert.on'),
    phrase(talk, 'alert.since'),
    phrase(talk, 'alert.news.start'),
    phrase(talk, 'alert.news.start_sms'),
    phrase(talk, 'alert.news.changed', { title }),
    phrase(talk, 'alert.news.stop'),
  ];
}

/** Who was told that a copy is true, or is not, may pass that on in turn. */
function linesOfCheck(talk: Talk, fact: Fact): readonly string[] {
  const title = fact.text[talk.language]?.title ?? '';
  return [
    phrase(talk, 'check.verbatim'),
    phrase(talk, 'check.changed'),
    phrase(talk, 'check.others'),
    phrase(talk, 'check.older'),
    phrase(talk, 'check.wrong_code', { title }),
  ];
}
