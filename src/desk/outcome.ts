/** What the store says of an attempt on a case, as an answer to the page. */
import type { AnswerTaken } from '../core/desk-cases-api.ts';
import type { AnswerOutcome, CaseOutcome } from '../core/desk.ts';
import type { CaseId, OutboxId } from '../core/ids.ts';
import { refuse } from './route.ts';
import type { OpenCall } from './route.ts';

/** @throws {Refusal} unless it is done */
export function valueOrRefuse<Value>(outcome: CaseOutcome<Value>): Value {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'taken':
      return refuse('taken', { owner: outcome.owner });
    case 'wrong_state':
      return refuse('wrong_state', { state: outcome.state });
    case 'not_found':
      return refuse('not_found');
  }
}

/** @throws {Refusal} when nothing is sent and nothing waits */
export function takenOrRefuse(outcome: CaseOutcome<AnswerOutcome>): AnswerTaken {
  const answer = valueOrRefuse(outcome);
  switch (answer.kind) {
    case 'queued':
    case 'parked':
      return answer;
    case 'window_closed':
      return refuse('window_closed');
    case 'not_allowed':
      return refuse('not_allowed', { why: answer.why });
  }
}

/** The router has seen that there is such a case, and that it is theirs. */
export function caseIdOf({ params }: OpenCall): CaseId {
  return params['caseId'] as CaseId;
}

/** Whatever was asked for: the store knows whether the case has such a message. */
export function messageIdOf({ params }: OpenCall): OutboxId {
  return params['messageId'] as OutboxId;
}
