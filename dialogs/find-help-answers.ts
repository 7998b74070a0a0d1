/** Answers in people's own words to the two questions on the way to help near them. What is another matter is heard as one. */
import { answerText } from './ask.ts';
import { isAnotherMatter } from './choose-language.ts';
import { wayOut } from './choices.ts';
import { emergencyLine } from './emergency.ts';
import { answerRequest, askWhere, awaitPlace } from './find-help.ts';
import { needAwaited } from './needs.ts';
import type { Need } from './needs.ts';
import { readNeed, readPlaceRequest } from './place-request.ts';
import { oneReply } from './conversation.ts';
import { isAlarmed, phrase, questionOf, say } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { waitingOf } from './waiting.ts';
import { knownPlace } from './whereabouts.ts';

/** We asked where they are. */
export const findHelpPlaceDialog = () =>
  oneReply('find-help-place', async (context, talk) => {
    const asked = needAwaited(talk.awaited);
    if (talk.heard.kind !== 'text') return askWhere(context, talk, asked);
    const { text } = talk.heard;
    const { places } = talk.knowledge;
    const request = readPlaceRequest(places, text);
    if (request !== null) return answerRequest(context, talk, { ...request, need: request.need ?? asked });
    if (isAnotherMatter(talk)) return answerText(context, talk);
    const need = readNeed(text) ?? asked;
    const found = places.locate(text);
    if (found.kind !== 'none') return answerRequest(context, talk, { found, need });
    return sayNotFound(context, talk, need);
  });

/** The second time in a row a human is not only within reach but offered. */
async function sayNotFound(context: TurnHandle, talk: Talk, need: Need | null): Promise<void> {
  talk.memory.unknowns += 1;
  awaitPlace(talk, need);
  if (talk.memory.unknowns === 1) return say(context, phrase(talk, 'near.not_found'), wayOut(talk));
  if (!isAlarmed(talk)) {
    talk.memory.last = { fact: null, topic: null, reason: 'unknown_twice', question: questionOf(talk) };
  }
  const text = [phrase(talk, 'near.not_found_again'), emergencyLine(waitingOf(talk))].join('\n\n');
  await say(context, text, wayOut(talk));
}

/** We asked what they look for. An answer that we do not understand gets everything: nobody is asked twice. */
export const findHelpNeedDialog = () =>
  oneReply('find-help-need', async (context, talk) => {
    const city = knownPlace(talk)?.city ?? null;
    if (talk.heard.kind !== 'text' || city === null) return askWhere(context, talk, null);
    const request = readPlaceRequest(talk.knowledge.places, talk.heard.text);
    if (request !== null && request.found.kind !== 'none') return answerRequest(context, talk, request);
    const need = readNeed(talk.heard.text);
    if (need === null && isAnotherMatter(talk)) return answerText(context, talk);
    if (need === null) await say(context, phrase(talk, 'near.unclear'));
    await answerRequest(context, talk, { found: { kind: 'city', city }, need: need ?? 'all' });
  });
