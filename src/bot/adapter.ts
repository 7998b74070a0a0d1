/**
 * The adapter between the dialog engine and a turn. It sends nothing: it keeps what conversations say and want until the
 * turn is over. The engine's own activities (traces of its state, typing) are dropped here.
 */
import { BotAdapter, TurnContext } from 'botbuilder-core';
import type { Activity, ResourceResponse } from 'botbuilder-core';
import type { Effect } from '../core/effect.ts';
import type { Choice } from '../core/reply.ts';

/** A paragraph of the reply, and what may be picked under it. */
export interface Said {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Where the channel can: with the button that sends where they are. */
  readonly asksForPin?: boolean;
}

export interface Collected {
  readonly said: Said[];
  readonly effects: Effect[];
}

const COLLECTED = Symbol('collected');

export class CollectingAdapter extends BotAdapter {
  override sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    const collected: Collected = context.turnState.get(COLLECTED);
    for (const activity of activities) collect(collected, activity);
    return Promise.resolve(activities.map(() => ({ id: '' })));
  }

  override updateActivity(): Promise<void> {
    return Promise.reject(new Error('a turn cannot change what was said before it'));
  }

  override deleteActivity(): Promise<void> {
    return Promise.reject(new Error('a turn cannot take back what was said before it'));
  }

  override continueConversation(): Promise<void> {
    return Promise.reject(new Error('conversations are continued by the worker, through bot.turn'));
  }
}

function collect({ said, effects }: Collected, { type, name, text, channelData, value }: Partial<Activity>): void {
  // What `say`, `askForPin` and `want` of dialogs/talk.ts put there; everything else is dropped.
  const data = channelData as Partial<Said> | undefined;
  if (type === 'message')
    said.push({
      text: text ?? '',
      choices: data?.choices ?? [],
      ...(data?.asksForPin === true && { asksForPin: true }),
    });
  if (type === 'event' && name === 'effect') effects.push(value as Effect);
}

/** Opens a turn of the engine: `text` is what its prompts take for the answer. */
export function openContext(adapter: CollectingAdapter, text: string): { context: TurnContext; collected: Collected } {
  const context = new TurnContext(adapter, { type: 'message', text });
  const collected: Collected = { said: [], effects: [] };
  context.turnState.set(COLLECTED, collected);
  return { context, collected };
}
