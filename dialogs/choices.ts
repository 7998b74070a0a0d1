/**
 * What a person may pick. An id says by itself what it means, so a button works days later, whatever was said since; it
 * begins with the version of this way of writing, so that an id of another time is known for one.
 */
import { CASE_THEMES } from '../src/core/case.ts';
import type { CaseTheme } from '../src/core/case.ts';
import type { Fact } from '../src/core/fact.ts';
import type { FactId, FactVersion } from '../src/core/ids.ts';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../src/core/language.ts';
import type { Language } from '../src/core/language.ts';
import type { Choice } from '../src/core/reply.ts';
import { versionOf } from '../src/knowledge/fact-version.ts';
import { textOf } from './answer.ts';
import { findHelpChoice, readHelpChoice } from './find-help-choices.ts';
import type { PickedHelp } from './find-help-choices.ts';
import { pathwaysChoice, readPathwayChoice } from './pathway-choices.ts';
import type { PickedPathway } from './pathway-choices.ts';
import { phrase } from './talk.ts';
import type { Voice } from './talk.ts';

/** What a picked id means. `unknown`: not ours, or of a version that we no longer (or not yet) read. */
export type Picked =
  | { readonly kind: 'menu' | 'ask' | 'human' | 'language_list' | 'help' | 'none' | 'privacy' | 'hide_help' }
  | { readonly kind: 'erase'; readonly step: 'ask' | 'yes' | 'no' }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'case_theme'; readonly theme: CaseTheme }
  | { readonly kind: 'case_language'; readonly language: Language | 'other' | null }
  | { readonly kind: 'cancel_case' }
  | { readonly kind: 'feedback'; readonly fact: FactId; readonly helped: boolean }
  /** `version`: of the answer that stood above the button; null when the id does not say. */
  | { readonly kind: 'wish_alert'; readonly fact: FactId; readonly version: FactVersion | null }
  | { readonly kind: 'stop_alerts'; readonly fact: FactId | 'all' }
  | { readonly kind: 'alerts' }
  | { readonly kind: 'corrections'; readonly wanted: boolean }
  | { readonly kind: 'fact'; readonly fact: FactId }
  | PickedPathway
  | PickedHelp
  | { readonly kind: 'unknown' };

const SIMPLE_IDS: ReadonlyMap<string, Picked> = new Map<string, Picked>([
  ['v1:menu', { kind: 'menu' }],
  ['v1:menu:ask', { kind: 'ask' }],
  ['v1:menu:language', { kind: 'language_list' }],
  ['v1:menu:help', { kind: 'help' }],
  ['v1:human', { kind: 'human' }],
  ['v1:none', { kind: 'none' }],
  ['v1:privacy', { kind: 'privacy' }],
  ['v1:privacy:hide', { kind: 'hide_help' }],
  ['v1:alerts', { kind: 'alerts' }],
  ['v1:alerts:stop', { kind: 'stop_alerts', fact: 'all' }],
  ['v1:corrections:yes', { kind: 'corrections', wanted: true }],
  ['v1:corrections:no', { kind: 'corrections', wanted: false }],
  ['v1:case:cancel', { kind: 'cancel_case' }],
  ['v1:case:lang', { kind: 'case_language', language: null }],
  ['v1:case:lang:other', { kind: 'case_language', language: 'other' }],
  ...CASE_THEMES.map((theme) => [`v1:case:${theme}`, { kind: 'case_theme', theme }] as const),
  ...LANGUAGES.map((language) => [`v1:case:lang:${language}`, { kind: 'case_language', language }] as const),
  ['v1:erase', { kind: 'erase', step: 'ask' }],
  ['v1:erase:yes', { kind: 'erase', step: 'yes' }],
  ['v1:erase:no', { kind: 'erase', step: 'no' }],
]);

/** @example readChoiceId('v1:lang:ht') // { kind: 'language', language: 'ht' } */
export function readChoiceId(id: string): Picked {
  const simple = SIMPLE_IDS.get(id);
  if (simple !== undefined) return simple;
  const [, kind, value = ''] = /^v1:(fact|lang|alert-stop):([a-z0-9-]{1,100})$/.exec(id) ?? [];
  if (kind === 'lang' && isLanguage(value)) return { kind: 'language', language: value };
  if (kind === 'fact') return { kind: 'fact', fact: value as FactId }; // looked up before use; it may be gone
  if (kind === 'alert-stop') return { kind: 'stop_alerts', fact: value as FactId }; // as above
  const [, changing, version = null] = /^v1:alert:([a-z0-9-]{1,100})(?::([\w-]{1,20}))?$/.exec(id) ?? [];
  if (changing !== undefined)
    return { kind: 'wish_alert', fact: changing as FactId, version: version as FactVersion | null }; // only compared
  const [, verdict, fact = ''] = /^v1:(yes|no):([a-z0-9-]{1,100})$/.exec(id) ?? [];
  if (verdict !== undefined) return { kind: 'feedback', fact: fact as FactId, helped: verdict === 'yes' }; // as above
  return readPathwayChoice(id) ?? readHelpChoice(id) ?? { kind: 'unknown' };
}

export function menuChoice(talk: Voice): Choice {
  return { id: 'v1:menu', title: phrase(talk, 'menu.title.menu') };
}

export function humanChoice(talk: Voice): Choice {
  return { id: 'v1:human', title: phrase(talk, 'menu.title.human') };
}

/** The same, for something that only a person can hear or see. */
export function lookChoice(talk: Voice, sent: 'voice' | 'picture'): Choice {
  return { ...humanChoice(talk), title: phrase(talk, `not_text.title.${sent}`) };
}

/** The two that are never missing: a way on, and a way to a person. */
export function wayOut(talk: Voice): readonly Choice[] {
  return [humanChoice(talk), menuChoice(talk)];
}

/** All that the main menu offers. */
export function mainMenu(talk: Voice): readonly Choice[] {
  return [
    { id: 'v1:menu:ask', title: phrase(talk, 'menu.title.ask') },
    findHelpChoice(talk),
    pathwaysChoice(talk),
    humanChoice(talk),
    { id: 'v1:menu:language', title: phrase(talk, 'menu.title.language') },
    { id: 'v1:menu:help', title: phrase(talk, 'menu.title.help') },
    eraseChoice(talk),
  ];
}

export function noneChoice(talk: Voice): Choice {
  return { id: 'v1:none', title: phrase(talk, 'ask.none_title') };
}

/** Whether an answer helped. */
export function feedbackChoices(talk: Voice, { id }: Fact): readonly Choice[] {
  return [
    { id: `v1:yes:${id}`, title: phrase(talk, 'feedback.title.yes') },
    { id: `v1:no:${id}`, title: phrase(talk, 'feedback.title.no') },
  ];
}

/** "Tell me if it changes": with the version of what stands above it, for it may be tapped days later. */
export function wishAlertChoice(talk: Voice, fact: Fact): Choice {
  return { id: `v1:alert:${fact.id}:${versionOf(fact)}`, title: phrase(talk, 'alert.title.wish') };
}

/** Under the name of the fact, as it stands in the list of what somebody wants to be told of. */
export function stopAlertChoice(talk: Voice, fact: Fact): Choice {
  return { id: `v1:alert-stop:${fact.id}`, title: textOf(fact, talk.language).text.title };
}

export function stopAllAlertsChoice(talk: Voice): Choice {
  return { id: 'v1:alerts:stop', title: phrase(talk, 'alert.title.all') };
}

export function alertsChoice(talk: Voice): Choice {
  return { id: 'v1:alerts', title: phrase(talk, 'alert.title.mine') };
}

export function correctionsChoice(talk: Voice, wanted: boolean): Choice {
  const answer = wanted ? 'yes' : 'no';
  return { id: `v1:corrections:${answer}`, title: phrase(talk, `alert.title.${answer}`) };
}

/** The way to the question whether to erase everything. */
export function eraseChoice(talk: Voice): Choice {
  return { id: 'v1:erase', title: phrase(talk, 'menu.title.delete') };
}

export function privacyChoice(talk: Voice): Choice {
  return { id: 'v1:privacy', title: phrase(talk, 'privacy.title.mine') };
}

/** What to do when somebody else has the phone. */
export function hideHelpChoice(talk: Voice): Choice {
  return { id: 'v1:privacy:hide', title: phrase(talk, 'hide.title.help') };
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

/** What a request for a person may be about; with the way to be answered in another language. */
export function themeChoices(talk: Voice): readonly Choice[] {
  return [
    ...CASE_THEMES.map((theme) => ({
      id: `v1:case:${theme}`,
      title: phrase(talk, `human.theme_title.${theme}`),
      description: phrase(talk, `human.theme.${theme}`),
    })),
    caseLanguageChoice(talk),
  ];
}

/** Under everything that is said of a request that waits. */
export function caseChoices(talk: Voice): readonly Choice[] {
  return [cancelCaseChoice(talk), caseLanguageChoice(talk), menuChoice(talk)];
}

export function cancelCaseChoice(talk: Voice): Choice {
  return { id: 'v1:case:cancel', title: phrase(talk, 'human.title.cancel') };
}

function caseLanguageChoice(talk: Voice): Choice {
  return { id: 'v1:case:lang', title: phrase(talk, 'human.title.language') };
}

export function caseLanguageChoices(talk: Voice): readonly Choice[] {
  return [
    ...LANGUAGES.map((language) => ({ id: `v1:case:lang:${language}`, title: LANGUAGE_NAMES[language] })),
    { id: 'v1:case:lang:other', title: phrase(talk, 'human.title.other_language') },
  ];
}

/** A fact under its short name, with the question it answers below it where there is room for one. */
export function factChoice(talk: Voice, fact: Fact): Choice {
  const { text } = textOf(fact, talk.language);
  const question = text.questions[0];
  const choice = { id: `v1:fact:${fact.id}`, title: text.title };
  return question === undefined || question.length > MAX_DESCRIPTION ? choice : { ...choice, description: question };
}
