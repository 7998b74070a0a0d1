/** Which conversation each thing that was heard begins. Null: a text, for whichever conversation has the turn. */
import type { DialogId } from '../../dialogs/all.ts';
import type { Picked } from '../../dialogs/choices.ts';
import type { GlobalWord, Heard } from '../../dialogs/talk.ts';

export interface Route {
  readonly dialog: DialogId;
  readonly options?: object;
}

export function routeOf(heard: Heard): Route | null {
  switch (heard.kind) {
    case 'picked':
      return routeOfPicked(heard.picked);
    case 'word':
      return { dialog: WORD_BEGINS[heard.word] };
    case 'out_of_range':
      return { dialog: 'out-of-range' };
    case 'unreadable':
      return { dialog: 'not-text', options: { what: heard.what } };
    case 'text':
      return null;
  }
}

const WORD_BEGINS = {
  menu: 'main-menu',
  hello: 'main-menu',
  human: 'human',
  delete: 'delete-my-data',
  help: 'help',
  language: 'choose-language',
  stop: 'opt-out',
  start: 'opt-in',
  thanks: 'thanks',
} as const satisfies Record<GlobalWord, DialogId>;

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
    case 'erase':
      return { dialog: 'delete-my-data', options: picked.step === 'no' ? { refused: true } : {} };
    case 'fact':
      return { dialog: 'show-fact', options: { fact: picked.fact } };
    case 'unknown':
      return { dialog: 'old-choice' };
  }
}
