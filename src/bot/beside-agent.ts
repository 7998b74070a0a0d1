/**
 * While an agent has somebody's case, the bot and the agent never talk at once: the bot is silent. But what must work at
 * any time still does: STOP and START, the deletion of everything, the word that hides us, and an alarm, which makes the
 * case urgent without a word.
 */
import { readYesNo } from '../../dialogs/yes-no.ts';
import type { GlobalWord, Talk } from '../../dialogs/talk.ts';
import type { Stack } from './snapshot.ts';
import { isUnderCover } from './under-cover.ts';

/**
 * - `ours`: the bot acts and answers, as always.
 * - `alarm`: the team is told; nothing is said.
 * - `agents`: the agent reads it.
 */
export type Matter = 'ours' | 'alarm' | 'agents';

const ALWAYS_OURS: readonly GlobalWord[] = ['stop', 'start', 'delete'];

/** @param isAlarm - whether the text is a cry for help */
export function whoseMatter(talk: Talk, stack: Stack, isAlarm: boolean): Matter {
  const { heard } = talk;
  if (isAlarm) return 'alarm';
  if (isUnderCover(talk)) return 'ours'; // nor does the agent write to them
  switch (heard.kind) {
    case 'word':
      return ALWAYS_OURS.includes(heard.word) ? 'ours' : 'agents';
    case 'picked':
      if (heard.picked.kind === 'case_theme' && heard.picked.theme === 'danger') return 'alarm';
      return heard.picked.kind === 'erase' ? 'ours' : 'agents';
    case 'text':
      // A yes is ours only where we asked for it; anything else is said to the agent.
      return isDeleting(stack) && readYesNo(heard.text) !== null ? 'ours' : 'agents';
    case 'out_of_range':
    case 'unreadable':
    case 'location':
      return 'agents';
  }
}

function isDeleting(stack: Stack): boolean {
  return stack.at(-1)?.id === 'delete-my-data';
}
