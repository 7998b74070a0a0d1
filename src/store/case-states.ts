/** How a case goes back to the queue, whoever or whatever puts it there. */
import type { ExpressionBuilder } from 'kysely';
import type { Database } from './schema.ts';

/** For `set`. Somebody who was answered waits from now on: nobody has them any more. */
export function backInQueue(eb: ExpressionBuilder<Database, 'cases'>, nowMs: number) {
  return {
    state: 'waiting' as const,
    owner: null,
    lease_until: 0,
    parked_until: null,
    waiting_since: eb.fn.coalesce('waiting_since', eb.val(nowMs)),
  };
}
