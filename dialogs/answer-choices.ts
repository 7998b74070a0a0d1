/** What may be picked under an answer: whether it helped, a person, what is near to it, the menu. */
import type { Fact } from '../src/core/fact.ts';
import type { Choice } from '../src/core/reply.ts';
import { factChoice, feedbackChoices, humanChoice, menuChoice, wishAlertChoice } from './choices.ts';
import type { Talk } from './talk.ts';

/** More would bury the question whether the answer helped. */
const MAX_RELATED = 2;

/** In this order on every channel: a person is never further away than the third line. */
export function answerChoices(talk: Talk, fact: Fact): readonly Choice[] {
  return [
    ...feedbackChoices(talk, fact),
    humanChoice(talk),
    ...relatedChoices(talk, fact),
    ...alertChoices(talk, fact),
    menuChoice(talk),
  ];
}

/** Only where an alert could be sent, and nobody is asked twice. */
function alertChoices(talk: Talk, fact: Fact): readonly Choice[] {
  const { mayBeAlerted, alerts } = talk.message.contact;
  return mayBeAlerted && !alerts.includes(fact.id) ? [wishAlertChoice(talk, fact)] : [];
}

/** The facts that an editor put beside this one, as far as they may be served. */
export function relatedChoices(talk: Talk, fact: Fact): readonly Choice[] {
  return fact.related
    .flatMap((id) => talk.knowledge.find(id) ?? [])
    .filter((related) => talk.knowledge.freshness(related, talk.message.nowMs) !== 'expired')
    .slice(0, MAX_RELATED)
    .map((related) => factChoice(talk, related));
}
