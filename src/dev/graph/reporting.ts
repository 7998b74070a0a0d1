/** Tells the service what became of its messages: sent, delivered, read, or failed. */
import type { Receipt } from '../courier.ts';
import { reportSteps } from '../status-plan.ts';
import type { AcceptedGraphMessage } from './events.ts';
import { toGraphStatusPlan } from './options.ts';
import type { GraphStatusPlan } from './options.ts';
import type { GraphState } from './state.ts';
import { toStatusValue } from './webhook.ts';
import type { StatusFacts } from './webhook.ts';

/** A report made by hand; what is left out is as in a good one. */
type GraphReportFacts = Pick<StatusFacts, 'id' | 'status' | 'person'> & Partial<StatusFacts>;

export interface GraphReporter {
  planStatuses(plan: Partial<GraphStatusPlan>): void;
  /** Starts the reports of a message that was just taken. */
  follow(message: AcceptedGraphMessage, lateFailure: number | null): void;
  report(facts: GraphReportFacts): Promise<Receipt>;
}

export function createGraphReporter(state: GraphState): GraphReporter {
  const { settings, courier, mail, happened } = state;
  let plan = toGraphStatusPlan(settings.statuses);
  let freeReplies = settings.freeReplies;

  const report = (facts: GraphReportFacts): Promise<Receipt> => {
    happened.status.add({ id: facts.id, status: facts.status, person: facts.person });
    const atMs = settings.clock.nowMs();
    const value = toStatusValue({ atMs, callbackData: null, errorCode: null, pricing: null, ...facts });
    return mail.postReport(value, plan.perPost);
  };

  const priceOf = (message: AcceptedGraphMessage): StatusFacts['pricing'] => {
    if (message.kind === 'template') return 'regular';
    freeReplies -= 1;
    return freeReplies >= 0 ? 'free_customer_service' : 'regular';
  };

  return {
    planStatuses(statuses) {
      plan = toGraphStatusPlan(statuses);
    },
    follow(message, lateFailure) {
      const steps = lateFailure === null ? plan.steps : (['sent', 'failed'] as const);
      const billedStep = plan.steps.includes('delivered') ? 'delivered' : plan.steps[0];
      const price = priceOf(message);
      const reports = reportSteps(steps, plan, settings.random, courier.pause, (status) =>
        report({
          id: message.id,
          status,
          person: message.person,
          callbackData: message.outboxId,
          errorCode: status === 'failed' ? lateFailure : null,
          pricing: status === billedStep ? price : null,
        }),
      );
      courier.track(reports);
    },
    report,
  };
}
