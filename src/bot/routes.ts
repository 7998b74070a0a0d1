/** Which conversation each thing that was heard begins. Null: a text, for whichever conversation has the turn. */
import type { DialogId } from '../../dialogs/all.ts';
import type { Picked } from '../../dialogs/choices.ts';
import { asksWhere } from '../../dialogs/interview-question.ts';
import type { InterviewMove } from '../../dialogs/pathway-choices.ts';
import type { Awaited, GlobalWord, Heard, Talk } from '../../dialogs/talk.ts';

export interface Route {
  readonly dialog: DialogId;
  readonly options?: object;
}

/** MORE is not here: it leaves every conversation where it is (`engine.ts`). */
export function routeOf(heard: Heard): Route | null {
  switch (heard.kind) {
    case 'picked':
      return routeOfPicked(heard.picked);
    case 'word':
      return heard.word === 'more' ? null : { dialog: WORD_BEGINS[heard.word] };
    case 'out_of_range':
      return { dialog: 'out-of-range' };
    case 'unreadable':
      return { dialog: 'not-text', options: { what: heard.what } };
    case 'location':
      return { dialog: 'find-help' };
    case 'text':
      return null;
  }
}

/** What is an answer to the question that stood under the last reply, and to nothing else. */
export function routeOfAnswer(talk: Talk): Route | null {
  const { awaited, heard, unserved } = talk;
  if (awaited === 'case_language') {
    if (heard.kind === 'text') return { dialog: 'case-language-name' }; // also in letters of that language
    if (heard.kind === 'picked' && heard.picked.kind === 'language')
      return { dialog: 'case-language', options: { language: heard.picked.language } };
  }
  if (awaited === 'interview' || awaited === 'interview_go_on') return routeOfInterview(talk);
  return awaited !== null && heard.kind === 'text' && unserved === null ? routeOfWords(awaited) : null;
}

function routeOfWords(awaited: Awaited): Route | null {
  if (awaited === 'case_words') return { dialog: 'case-words' };
  if (awaited === 'need') return { dialog: 'find-help-need' };
  return awaited.startsWith('place:') ? { dialog: 'find-help-place' } : null;
}

function routeOfInterview(talk: Talk): Route | null {
  const { heard, rest, unserved } = talk;
  switch (heard.kind) {
    case 'text':
    case 'out_of_range':
      return unserved === null ? move('heard') : null;
    case 'word':
      if (heard.word === 'back') return move('back');
      return heard.word === 'more' && rest === null ? move('go_on') : null; // "go on", and there is nothing to read
    case 'location':
      return asksWhere(talk) ? move('heard') : null;
    default:
      return null;
  }
}

function move(kind: InterviewMove['kind']): Route {
  return { dialog: 'find-pathway', options: { move: { kind } } };
}

const WORD_BEGINS = {
  menu: 'main-menu',
  back: 'main-menu',
  pathways: 'find-pathway',
  hello: 'main-menu',
  human: 'human',
  delete: 'delete-my-data',
  help: 'help',
  about: 'about',
  who: 'about',
  privacy: 'privacy',
  hide: 'hide',
  language: 'choose-language',
  alerts: 'alerts',
  stop: 'opt-out',
  start: 'opt-in',
  thanks: 'thanks',
} as const satisfies Record<Exclude<GlobalWord, 'more'>, DialogId>;

function routeOfPicked(picked: Picked): Route {
  switch (picked.kind) {
    case 'menu':
      return { dialog: 'main-menu' };
    case 'ask':
      return { dialog: 'write' };
    case 'human':
      return { dialog: 'human' };
    case 'help':
      return { dialog: 'help' };
    case 'none':
      return { dialog: 'none-of-these' };
    case 'language_list':
      return { dialog: 'choose-language' };
    case 'language':
      return { dialog: 'choose-language', options: { language: picked.language } };
    case 'case_theme':
      if (picked.theme === 'danger') return { dialog: 'danger' };
      return { dialog: 'case-theme', options: { theme: picked.theme } };
    case 'case_language':
      return { dialog: 'case-language', options: { language: picked.language } };
    case 'cancel_case':
      return { dialog: 'case-cancel' };
    case 'erase':
      return { dialog: 'delete-my-data', options: picked.step === 'no' ? { refused: true } : {} };
    case 'feedback':
      return { dialog: 'feedback', options: { fact: picked.fact, helped: picked.helped } };
    case 'alerts':
      return { dialog: 'alerts' };
    case 'wish_alert':
      return { dialog: 'wish-alert', options: { fact: picked.fact, version: picked.version } };
    case 'stop_alerts':
      return { dialog: 'stop-alerts', options: { fact: picked.fact } };
    case 'corrections':
      return { dialog: 'corrections', options: { wanted: picked.wanted } };
    case 'interview':
      return { dialog: 'find-pathway', options: { move: picked.move } };
    case 'pathway':
      return { dialog: 'show-pathway', options: { pathway: picked.pathway } };
    case 'more_pathways':
      return { dialog: 'more-pathways', options: { pathways: picked.pathways } };
    case 'find_help':
      return { dialog: 'find-help', options: { around: picked.around, need: picked.need } };
    case 'privacy':
      return { dialog: 'privacy' };
    case 'hide_help':
      return { dialog: 'hide-help' };
    case 'fact':
      return { dialog: 'show-fact', options: { fact: picked.fact } };
    case 'unknown':
      return { dialog: 'old-choice' };
  }
}
