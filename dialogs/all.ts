/** Every conversation, by the name under which it begins. Made anew for each bot: the engine writes into them. */
import type { Dialog } from 'botbuilder-dialogs';
import { aboutDialog } from './about.ts';
import { alertsDialog, correctionsDialog, stopAlertsDialog, wishAlertDialog } from './alerts.ts';
import { askDialog, noneOfTheseDialog } from './ask.ts';
import {
  caseCancelDialog,
  caseLanguageDialog,
  caseLanguageNameDialog,
  caseThemeDialog,
  caseWordsDialog,
} from './case.ts';
import { checkCodeDialog } from './check-code.ts';
import { ChooseLanguageDialog } from './choose-language.ts';
import { dangerDialog } from './danger.ts';
import { DeleteMyDataDialog } from './delete-my-data.ts';
import { feedbackDialog } from './feedback.ts';
import { findHelpDialog } from './find-help.ts';
import { findHelpNeedDialog, findHelpPlaceDialog } from './find-help-answers.ts';
import { findPathwayDialog } from './find-pathway.ts';
import { helpDialog } from './help.ts';
import { hideDialog, hideHelpDialog } from './hide.ts';
import { humanDialog } from './human.ts';
import { mainMenuDialog, oldChoiceDialog, outOfRangeDialog, thanksDialog, writeDialog } from './main-menu.ts';
import { notTextDialog } from './not-text.ts';
import { optInDialog, optOutDialog } from './opt-out.ts';
import { morePathwaysDialog } from './pathway-result.ts';
import { privacyDialog } from './privacy.ts';
import { showFactDialog } from './show-fact.ts';
import { showPathwayDialog } from './show-pathway.ts';
import { unservedDialog } from './unserved.ts';

export const DIALOGS = {
  ask: askDialog,
  'none-of-these': noneOfTheseDialog,
  'show-fact': showFactDialog,
  feedback: feedbackDialog,
  'check-code': checkCodeDialog,
  'find-pathway': findPathwayDialog,
  'show-pathway': showPathwayDialog,
  'more-pathways': morePathwaysDialog,
  about: aboutDialog,
  'main-menu': mainMenuDialog,
  write: writeDialog,
  thanks: thanksDialog,
  'old-choice': oldChoiceDialog,
  'out-of-range': outOfRangeDialog,
  human: humanDialog,
  'case-theme': caseThemeDialog,
  'case-words': caseWordsDialog,
  'case-language': caseLanguageDialog,
  'case-language-name': caseLanguageNameDialog,
  'case-cancel': caseCancelDialog,
  'find-help': findHelpDialog,
  'find-help-place': findHelpPlaceDialog,
  'find-help-need': findHelpNeedDialog,
  danger: dangerDialog,
  help: helpDialog,
  'not-text': notTextDialog,
  privacy: privacyDialog,
  hide: hideDialog,
  'hide-help': hideHelpDialog,
  unserved: unservedDialog,
  'opt-out': optOutDialog,
  'opt-in': optInDialog,
  alerts: alertsDialog,
  'wish-alert': wishAlertDialog,
  'stop-alerts': stopAlertsDialog,
  corrections: correctionsDialog,
  'choose-language': () => new ChooseLanguageDialog(),
  'delete-my-data': () => new DeleteMyDataDialog(),
} as const satisfies Record<string, () => Dialog>;

export type DialogId = keyof typeof DIALOGS;
