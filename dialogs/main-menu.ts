/** The main menu, and the other places where a conversation that is over says how to go on. */
import { mainMenu, wayOut } from './choices.ts';
import { offerToGoOn } from './pathway-choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function showMainMenu(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, 'menu.ask'), [...offerToGoOn(talk), ...mainMenu(talk)]);
}

export const mainMenuDialog = () => oneReply('main-menu', showMainMenu);

/** Somebody picked "ask a question": the next thing they write is one, whatever it is. */
export const writeDialog = () =>
  oneReply('write', async (context, talk) => say(context, phrase(talk, 'menu.write'), wayOut(talk)));

export const thanksDialog = () =>
  oneReply('thanks', async (context, talk) => say(context, phrase(talk, 'ask.thanks'), wayOut(talk)));

/** An id that we do not know: of a version before or after ours. */
export const oldChoiceDialog = () =>
  oneReply('old-choice', async (context, talk) => {
    await say(context, phrase(talk, 'ask.old_choice'));
    await showMainMenu(context, talk);
  });

/** "7" where five things were offered: the same five again. */
export const outOfRangeDialog = () =>
  oneReply('out-of-range', async (context, talk) => {
    talk.memory.last = talk.last;
    talk.memory.awaits = talk.awaited;
    await say(context, phrase(talk, 'ask.out_of_range', { max: talk.offered.length }), talk.offered);
  });
