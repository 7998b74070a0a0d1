/** How much can be said by SMS without a third segment, for sentences that are worth only what is left over. */
import type { Choice } from '../src/core/reply.ts';

/** Two segments of the cheap alphabet (3GPP TS 23.038: 153 characters each when there are several). */
const MAX_CHARACTERS = 2 * 153;

/** What the lines with the choices leave. */
export function smsRoom(choices: readonly Choice[]): number {
  return choices.reduce((room, { title }) => room - `\n0 ${title}`.length, MAX_CHARACTERS);
}
