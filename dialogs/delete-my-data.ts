/**
 * "Delete my data": explained, confirmed, done, with a receipt. Nothing but a clear yes deletes; whatever else is said
 * is taken for itself, and we say that nothing was deleted.
 */
import { ComponentDialog, DialogReason, TextPrompt } from 'botbuilder-dialogs';
import type {
  DialogInstance,
  DialogTurnResult,
  PromptValidatorContext,
  WaterfallStepContext,
} from 'botbuilder-dialogs';
import { isAnotherMatter } from './choose-language.ts';
import { eraseChoices } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { Conversation } from './conversation.ts';
import { PASS_ON, phrase, say, talkOf, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { readYesNo } from './yes-no.ts';

export interface DeleteMyDataOptions {
  /** The person said no before we asked: with a button of another day. A yes of another day is asked again. */
  readonly refused?: boolean;
}

const ID = 'delete-my-data';
const PROMPT = `${ID}/sure`;
const YES = 'yes';
const NO = 'no';

export class DeleteMyDataDialog extends ComponentDialog<DeleteMyDataOptions> {
  constructor() {
    super(ID);
    this.addDialog(new Conversation<DeleteMyDataOptions>(`${ID}/steps`, [explain, act]));
    this.addDialog(new TextPrompt(PROMPT, understandConfirmation));
  }

  override getVersion(): string {
    return `${this.id}:${this.dialogs.getVersion()}`;
  }

  /** Interrupted by a word that works everywhere ("menu", "agent"): the person must not wonder whether it was done. */
  protected override async onEndDialog(context: TurnHandle, _instance: DialogInstance, reason: DialogReason) {
    if (reason === DialogReason.cancelCalled) await say(context, phrase(talkOf(context), 'delete.kept'));
  }
}

async function explain(step: WaterfallStepContext<DeleteMyDataOptions>): Promise<DialogTurnResult> {
  const talk = talkOf(step.context);
  if (step.options.refused === true) return step.next(NO);
  await say(step.context, phrase(talk, 'delete.ask'), eraseChoices(talk));
  return step.prompt(PROMPT, {});
}

async function act(step: WaterfallStepContext<DeleteMyDataOptions>): Promise<DialogTurnResult> {
  const talk = talkOf(step.context);
  const result: unknown = step.result;
  if (result === YES) {
    await erase(step.context, talk);
    return step.endDialog();
  }
  await say(step.context, phrase(talk, 'delete.kept'));
  if (result === PASS_ON) return step.endDialog(PASS_ON);
  if (talk.message.contact.withAgent) return step.endDialog(); // they go on with the agent, not with a menu
  await showMainMenu(step.context, talk);
  return step.endDialog();
}

async function erase(context: TurnHandle, talk: Talk): Promise<void> {
  const receipt = talk.newReceipt();
  await want(context, { kind: 'erase', receipt });
  await say(context, phrase(talk, 'delete.done', { receipt }));
}

async function understandConfirmation({
  context,
  recognized,
  attemptCount,
}: PromptValidatorContext<string>): Promise<boolean> {
  const talk = talkOf(context);
  const answer = readAnswer(talk);
  if (answer !== null) recognized.value = answer;
  else if (isAnotherMatter(talk)) recognized.value = PASS_ON;
  else if (attemptCount > 1) recognized.value = NO;
  else {
    await say(context, phrase(talk, 'delete.again'), eraseChoices(talk));
    return false;
  }
  return true;
}

function readAnswer({ heard }: Talk): string | null {
  if (heard.kind === 'picked' && heard.picked.kind === 'erase' && heard.picked.step !== 'ask') return heard.picked.step;
  if (heard.kind !== 'text') return null;
  return readYesNo(heard.text);
}
