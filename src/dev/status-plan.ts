/** How the fakes report what became of a message. */
import { shuffle } from './random.ts';
import type { Random } from './random.ts';

export interface Pacing {
  /** Pause before each report. */
  readonly delayMs: number;
  /** `in_order` waits until a report was taken before it brings the next one; the others do not wait. */
  readonly order: 'in_order' | 'reversed' | 'shuffled';
  /** How often each report is brought. */
  readonly times: number;
}

export interface StatusPlan<Step extends string> extends Pacing {
  /** Which steps are reported; none for benchmarks. */
  readonly steps: readonly Step[];
}

/**
 * Brings the reports of one message as paced.
 *
 * @param bring - brings one report; resolves when it was taken or given up
 */
export async function reportSteps<Step extends string>(
  steps: readonly Step[],
  pacing: Pacing,
  random: Random,
  pause: (delayMs: number) => Promise<void>,
  bring: (step: Step) => Promise<unknown>,
): Promise<void> {
  const underWay: Promise<unknown>[] = [];
  for (const step of arrange(steps, pacing.order, random)) {
    await pause(pacing.delayMs);
    const reports = Array.from({ length: pacing.times }, () => bring(step));
    underWay.push(...reports);
    if (pacing.order === 'in_order') await Promise.all(reports);
  }
  await Promise.all(underWay);
}

function arrange<Step>(steps: readonly Step[], order: Pacing['order'], random: Random): readonly Step[] {
  switch (order) {
    case 'in_order':
      return steps;
    case 'reversed':
      return steps.toReversed();
    case 'shuffled':
      return shuffle(steps, random);
  }
}
