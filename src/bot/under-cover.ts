/** Whether this turn must look like nothing: see `dialogs/hide.ts`. Cries for help are heard before this is asked. */
import type { GlobalWord, Talk } from '../../dialogs/talk.ts';

export function isUnderCover(talk: Talk): boolean {
  const { heard, message } = talk;
  if (heard.kind === 'word' && heard.word === 'hide') return true;
  return message.contact.hidden && triesTheNumber(talk);
}

/** What somebody says who wants to know whose number this is. */
const TRIES: readonly GlobalWord[] = ['hello', 'thanks', 'who'];

function triesTheNumber(talk: Talk): boolean {
  const { heard } = talk;
  if (heard.kind === 'word') return TRIES.includes(heard.word);
  if (heard.kind === 'text') return talk.match().outcome === 'chat' || !/[\p{L}\p{N}]/u.test(heard.text);
  return heard.kind === 'unreadable' && heard.what === 'sticker';
}
