/**
 * What a person may pick. An id says by itself what it means, so a button works days later, whatever was said since; it
 * begins with the version of this way of writing, so that an id of another time is known for one.
 */
import type { Fact } from '../src/core/fact.ts';
import type { FactId } from '../src/core/ids.ts';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../src/core/language.ts';
import type { Language } from '../src/core/language.ts';
import type { Choice } from '../src/core/reply.ts';
import { textOf } from './answer.ts';
import { phrase } from './talk.ts';
import type { Voice } from './talk.ts';

/** What a picked id means. `unknown`: not ours, or of a version that we no longer (or not yet) read. */
export type Picked =
  | { readonly kind: 'menu' | 'ask' | 'human' | 'language_list' | 'help' | 'none' }
  | { readonly kind: 'erase'; readonly step: 'ask' | 'yes' | 'no' }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'fact'; readonly fact: FactId }
  | { readonly kind: 'unknown' };

const SIMPLE_IDS: ReadonlyMap<string, Picked> = new Map<string, Picked>([
  ['v1:menu', { kind: 'menu' }],
  ['v1:menu:ask', { kind: 'ask' }],
  ['v1:menu:language', { kind: 'language_list' }],
  ['v1:menu:help', { kind: 'help' }],
  ['v1:human', { kind: 'human' }],
  ['v1:none', { kind: 'none' }],
  ['v1:erase', { kind: 'erase', step: 'ask' }],
  ['v1:erase:yes', { kind: 'erase', step: 'yes' }],
  ['v1:erase:no', { kind: 'erase', step: 'no' }],
]);

/** @example readChoiceId('v1:lang:ht') // { kind: 'language', language: 'ht' } */
export function readChoiceId(id: string): Picked {
  const simple = SIMPLE_IDS.get(id);
  if (simple !== undefined) return simple;
  const [, kind, value = ''] = /^v1:(fact|lang):([a-z0-9-]{1,100})$/.exec(id) ?? [];
  if (kind === 'lang' && isLanguage(value)) return { kind: 'language', language: value };
  if (kind === 'fact') return { kind: 'fact', fact: value as FactId }; // looked up before use; it may be gone
  return { kind: 'unknown' };
}

export function menuChoice(talk: Voice): Choice {
  return { id: 'v1:menu', title: phrase(talk, 'menu.title.menu') };
}

export function humanChoice(talk: Voice): Choice {
  return { id: 'v1:human', title: phrase(talk, 'menu.title.human') };
}

/** The two that are never missing: a way on, and a way to a person. */
export function wayOut(talk: Voice): readonly Choice[] {
  return [humanChoice(talk), menuChoice(talk)];
}

/** All that the main menu offers. */
export function mainMenu(talk: Voice): readonly Choice[] {
  return [
    { id: 'v1:menu:ask', title: phrase(talk, 'menu.title.ask') },
    humanChoice(talk),
    { id: 'v1:menu:language', title: phrase(talk, 'menu.title.language') },
    { id: 'v1:menu:help', title: phrase(talk, 'menu.title.help') },
    { id: 'v1:erase', title: phrase(talk, 'menu.title.delete') },
  ];
}

export function noneChoice(talk: Voice): Choice {
  return { id: 'v1:none', title: phrase(talk, 'ask.none_title') };
}

export function eraseChoices(talk: Voice): readonly Choice[] {
  return [
    { id: 'v1:erase:yes', title: phrase(talk, 'delete.title.yes') },
    { id: 'v1:erase:no', title: phrase(talk, 'delete.title.no') },
  ];
}

/** Each language under its own name, so that a person finds theirs without reading another. */
export function languageChoices(): readonly Choice[] {
  return LANGUAGES.map((language) => ({ id: `v1:lang:${language}`, title: LANGUAGE_NAMES[language] }));
}

/** WhatsApp shows this much under the title of a row. */
const MAX_DESCRIPTION = 72;

/** A fact under its short name, with the question it answers below it where there is room for one. */
export function factChoice(talk: Voice, fact: Fact): Choice {
  const { text } = textOf(fact, talk.language);
  const question = text.questions[0];
  const choice = { id: `v1:fact:${fact.id}`, title: text.title };
  return question === undefined || question.length > MAX_DESCRIPTION ? choice : { ...choice, description: question };
}
