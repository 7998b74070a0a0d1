/** The language of the chat, by the person's own choice: kept until they choose again. */
import { ComponentDialog, TextPrompt } from 'botbuilder-dialogs';
import type { DialogTurnResult, PromptValidatorContext, WaterfallStepContext } from 'botbuilder-dialogs';
import { isLanguage } from '../src/core/language.ts';
import type { Language } from '../src/core/language.ts';
import { languageChoices } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { placesAskedFor } from './place-request.ts';
import { showFact } from './show-fact.ts';
import { Conversation } from './conversation.ts';
import { PASS_ON, phrase, say, talkOf, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export interface ChooseLanguageOptions {
  /** Named already, so that there is nothing to ask. */
  readonly language?: Language;
}

const ID = 'choose-language';
const PROMPT = `${ID}/which`;
const KEEP = 'keep';

export class ChooseLanguageDialog extends ComponentDialog<ChooseLanguageOptions> {
  constructor() {
    super(ID);
    this.addDialog(new Conversation<ChooseLanguageOptions>(`${ID}/steps`, [askWhich, switchOver]));
    this.addDialog(new TextPrompt(PROMPT, understandLanguage));
  }

  /** With the steps inside, which the engine would leave out. */
  override getVersion(): string {
    return `${this.id}:${this.dialogs.getVersion()}`;
  }
}

async function askWhich(step: WaterfallStepContext<ChooseLanguageOptions>): Promise<DialogTurnResult> {
  const talk = talkOf(step.context);
  const named: unknown = step.options.language;
  if (isLanguage(named)) return step.next(named);
  await showLanguages(step.context, talk, phrase(talk, 'language.ask'));
  return step.prompt(PROMPT, {});
}

async function switchOver(step: WaterfallStepContext<ChooseLanguageOptions>): Promise<DialogTurnResult> {
  const talk = talkOf(step.context);
  const result: unknown = step.result;
  if (result === PASS_ON) return step.endDialog(PASS_ON);
  if (isLanguage(result)) await speakFromNowOn(step.context, talk, result);
  else await say(step.context, phrase(talk, 'language.kept'));
  await showWhereWeWere(step.context, talk);
  return step.endDialog();
}

async function understandLanguage({ context, recognized, attemptCount }: Asked): Promise<boolean> {
  const talk = talkOf(context);
  const { heard } = talk;
  if (heard.kind === 'picked' && heard.picked.kind === 'language') recognized.value = heard.picked.language;
  else if (isAnotherMatter(talk)) recognized.value = PASS_ON;
  else if (attemptCount > 1) recognized.value = KEEP;
  else {
    await showLanguages(context, talk, phrase(talk, 'language.again'));
    return false;
  }
  return true;
}

type Asked = PromptValidatorContext<string>;

/** Whether a text that answers nothing is a question of its own. */
export function isAnotherMatter(talk: Talk): boolean {
  if (talk.heard.kind !== 'text') return false;
  return placesAskedFor(talk) !== null || !['unknown', 'chat'].includes(talk.match().outcome);
}

async function showLanguages(context: TurnHandle, talk: Talk, text: string): Promise<void> {
  talk.memory.last = talk.last; // so that the answer before this can be said again in the new language
  await say(context, text, languageChoices());
}

async function speakFromNowOn(context: TurnHandle, talk: Talk, language: Language): Promise<void> {
  talk.language = language;
  await want(context, { kind: 'set_language', language });
  await say(context, phrase(talk, 'language.done'));
}

/** An answer that was just given in the wrong language is given again; otherwise the menu. */
async function showWhereWeWere(context: TurnHandle, talk: Talk): Promise<void> {
  const fact = talk.last?.fact === undefined || talk.last.fact === null ? null : talk.knowledge.find(talk.last.fact);
  if (fact === null) return showMainMenu(context, talk);
  return showFact(context, talk, fact);
}
