/** MORE: the rest of what did not fit into one SMS. Whatever conversation is in progress stays as it is. */
import { showMainMenu } from './main-menu.ts';
import { phrase, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export async function readOn(context: TurnHandle, talk: Talk): Promise<void> {
  talk.memory.last = talk.last; // it is still the same reply
  talk.memory.awaits = talk.awaited;
  if (talk.rest !== null) {
    talk.together = talk.rest.together ?? null;
    return say(context, talk.rest.text);
  }
  await say(context, phrase(talk, 'more.none'), talk.offered);
  if (talk.offered.length === 0) await showMainMenu(context, talk);
}
