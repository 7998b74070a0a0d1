/** What a conversation is to the dialog engine. Whoever only needs words of one does without the engine. */
import { WaterfallDialog } from 'botbuilder-dialogs';
import type { DialogTurnResult, WaterfallStep, WaterfallStepContext } from 'botbuilder-dialogs';
import { talkOf } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/**
 * A waterfall that leaves no random number behind: the engine numbers each run for its telemetry, which we do not have,
 * and the same turn would have another snapshot each time.
 */
export class Conversation<Options extends object> extends WaterfallDialog<Options> {
  protected override onStep(step: WaterfallStepContext<Options>): Promise<DialogTurnResult> {
    Object.assign(step.values, { instanceId: this.id });
    return super.onStep(step);
  }
}

/** A conversation that is over when it has spoken once: most are. */
export function oneReply<Options extends object>(
  id: string,
  speak: (context: TurnHandle, talk: Talk, options: Partial<Options>) => Promise<void>,
): Conversation<Options> {
  const step: WaterfallStep<Options> = async (step) => {
    await speak(step.context, talkOf(step.context), step.options);
    return step.endDialog();
  };
  return new Conversation(id, [step]);
}
