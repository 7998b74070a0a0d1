/** What a turn is told of its person, and how one turn changes it for the next message of the same claim. */
import type { Effect } from '../core/effect.ts';
import type { TurnMessage } from '../core/turn.ts';
import type { Claim } from '../store/turns.ts';

export type ContactNow = Omit<TurnMessage['contact'], 'mayBeAlerted'>;

export function contactOf(claim: Claim): ContactNow {
  const { knownSinceMs, language, optedOut, hidden, openCase, hasClosedCase, waitingBefore } = claim;
  return {
    knownSinceMs,
    chosenLanguage: language,
    caseWaiting: openCase === 'waiting',
    withAgent: openCase === 'taken',
    caseKept: keptCase(openCase !== null, hasClosedCase),
    waitingBefore,
    optedOut,
    hidden,
    alerts: claim.alerts,
    corrections: claim.corrections,
  };
}

function keptCase(hasOpen: boolean, hasClosed: boolean): ContactNow['caseKept'] {
  if (hasOpen) return 'open';
  return hasClosed ? 'closed' : null;
}

/** Whoever has the number or the account now: nothing is known of them. */
export function asStranger(contact: ContactNow): ContactNow {
  return { ...contact, ...UNKNOWN, ...NO_ALERTS };
}

const UNKNOWN = { knownSinceMs: null, chosenLanguage: null } as const;
const NO_ALERTS = { alerts: [], corrections: false } as const;

/** What the store does with an effect, as far as this person's next message can see it. */
export function afterEffect(contact: ContactNow, effect: Effect): ContactNow {
  switch (effect.kind) {
    case 'open_case':
      return { ...contact, caseWaiting: true, caseKept: 'open' };
    case 'close_case':
      return { ...contact, caseWaiting: false };
    case 'opt_in':
      return { ...contact, optedOut: false };
    case 'opt_out':
      return { ...contact, ...NO_ALERTS, optedOut: true };
    case 'hide':
      return { ...contact, hidden: true };
    case 'come_back':
      return { ...contact, hidden: false };
    case 'erase':
      return { ...asStranger(contact), caseWaiting: false, withAgent: false, caseKept: null, hidden: false };
    case 'set_language':
      return { ...contact, chosenLanguage: effect.language };
    case 'wish_alert':
      return { ...contact, alerts: [...new Set([...contact.alerts, effect.fact])] };
    case 'stop_alerts':
      if (effect.fact === 'all') return { ...contact, ...NO_ALERTS };
      return { ...contact, alerts: contact.alerts.filter((fact) => fact !== effect.fact) };
    case 'allow_corrections':
      return { ...contact, corrections: effect.allowed };
    case 'amend_case':
    case 'remind':
    case 'forget_message':
    case 'report_rumour':
    case 'report_question':
    case 'note_feedback':
    case 'note_answer':
      return contact;
  }
}
