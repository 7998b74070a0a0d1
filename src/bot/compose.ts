/** One reply per turn: what was said, paragraph by paragraph, with the choices that were offered last. */
import type { Choice, Reply } from '../core/reply.ts';
import type { Said } from './adapter.ts';

/** WhatsApp's longest list. */
const MAX_CHOICES = 10;

/** @returns null when nothing was said */
export function composeReply(said: readonly Said[], listLabel: string): Reply | null {
  const text = said
    .map((part) => part.text.trim())
    .filter((part) => part !== '')
    .join('\n\n');
  if (text === '') return null;
  const offered = said.findLast((part) => part.choices.length > 0)?.choices ?? [];
  const choices = distinct(offered).slice(0, MAX_CHOICES);
  if (choices.length === 0 && said.some(({ asksForPin }) => asksForPin)) return { kind: 'location_request', text };
  return choices.length === 0 ? { kind: 'text', text } : { kind: 'choices', text, choices, listLabel };
}

/** WhatsApp takes no two choices with one id: two candidates of a search may be the same fact. */
function distinct(choices: readonly Choice[]): readonly Choice[] {
  return [...new Map(choices.map((choice) => [choice.id, choice])).values()];
}
