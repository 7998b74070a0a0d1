/** Every conversation, by the name under which it begins. Made anew for each bot: the engine writes into them. */
import type { Dialog } from 'botbuilder-dialogs';
import { askDialog, noneOfTheseDialog } from './ask.ts';
import { ChooseLanguageDialog } from './choose-language.ts';
import { dangerDialog } from './danger.ts';
import { DeleteMyDataDialog } from './delete-my-data.ts';
import { helpDialog } from './help.ts';
import { humanDialog } from './human.ts';
import { mainMenuDialog, oldChoiceDialog, outOfRangeDialog, thanksDialog, writeDialog } from './main-menu.ts';
import { notTextDialog } from './not-text.ts';
import { optInDialog, optOutDialog } from './opt-out.ts';
import { showFactDialog } from './show-fact.ts';
import { unservedDialog } from './unserved.ts';

export const DIALOGS = {
  ask: askDialog,
  'none-of-these': noneOfTheseDialog,
  'show-fact': showFactDialog,
  'main-menu': mainMenuDialog,
  write: writeDialog,
  thanks: thanksDialog,
  'old-choice': oldChoiceDialog,
  'out-of-range': outOfRangeDialog,
  human: humanDialog,
  danger: dangerDialog,
  help: helpDialog,
  'not-text': notTextDialog,
  unserved: unservedDialog,
  'opt-out': optOutDialog,
  'opt-in': optInDialog,
  'choose-language': () => new ChooseLanguageDialog(),
  'delete-my-data': () => new DeleteMyDataDialog(),
} as const satisfies Record<string, () => Dialog>;

export type DialogId = keyof typeof DIALOGS;
