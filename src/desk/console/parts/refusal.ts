/** Why something was not done, in the agent's language. */
import type { Asked, RefusalSeen } from '../ask.ts';
import { useSpeech } from '../phrases.ts';
import type { PhraseKey, Say } from '../phrases.ts';

export function explain(say: Say, refusal: RefusalSeen): string {
  const { code, owner, retryAfterSeconds, fault, state, why } = refusal;
  if (retryAfterSeconds !== undefined) return say('refusal.too_many_tries', { seconds: retryAfterSeconds });
  if (fault !== undefined) return say(`password.${fault}`);
  if (owner !== undefined) return say('refusal.taken', { name: owner.name });
  if (state !== undefined) return say('refusal.wrong_state', { state: say(`state.${state}`) });
  // A code without a sentence of its own is found below.
  const key = `refusal.${why ?? code}` as PhraseKey;
  const sentence = say(key);
  return sentence === key ? say('refusal.failed') : sentence;
}

/** Null when it was done. */
export function explainAsked(say: Say, asked: Asked<unknown>): string | null {
  switch (asked.kind) {
    case 'done':
      return null;
    case 'unreachable':
      return say('refusal.unreachable');
    case 'refused':
      return explain(say, asked.refusal);
  }
}

export function useExplain(): (asked: Asked<unknown>) => string | null {
  const { say } = useSpeech();
  return (asked) => explainAsked(say, asked);
}
