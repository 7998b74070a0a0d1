/** How often each answer helped and did not, by day and language. No contact, and a day instead of a time. */
import { startOfDay } from '../core/clock.ts';
import type { FactId } from '../core/ids.ts';
import type { Language } from '../core/language.ts';
import type { Db } from './dialect.ts';

interface Feedback {
  readonly fact: FactId;
  readonly language: Language;
  readonly helped: boolean;
}

/** Runs inside a turn's transaction. */
export async function countFeedback(db: Db, { fact, language, helped }: Feedback, nowMs: number): Promise<void> {
  await db
    .insertInto('feedback')
    .values({ day: startOfDay(nowMs), fact, language, helped: helped ? 1 : 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['day', 'fact', 'language', 'helped'])
        .doUpdateSet((eb) => ({ count: eb('feedback.count', '+', 1) })),
    )
    .execute();
}
