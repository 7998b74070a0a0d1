/**
 * A question in the person's own words. We answer when one fact fits, ask back when several may, and otherwise say that
 * we do not know: a guess would make us no better than a rumour.
 */
import type { Match } from '../src/core/knowledge.ts';
import { heardClaim, noteClaim } from './claim.ts';
import { withoutTeller } from './claim-text.ts';
import { factChoice, humanChoice, menuChoice, noneChoice, wayOut } from './choices.ts';
import { soundAlarm } from './danger.ts';
import { emergencyLine } from './emergency.ts';
import { answerRequest } from './find-help.ts';
import { placeLine } from './human.ts';
import { showMainMenu } from './main-menu.ts';
import { placesAskedFor } from './place-request.ts';
import { showFact } from './show-fact.ts';
import { oneReply } from './conversation.ts';
import { phrase, questionOf, say, want } from './talk.ts';
import type { LastReply, Talk, TurnHandle } from './talk.ts';
import { waitingOf } from './waiting.ts';
import { namedPlace, rememberPlace } from './whereabouts.ts';

const MAX_CANDIDATES = 3;

export const askDialog = () => oneReply('ask', answerText);

export async function answerText(context: TurnHandle, talk: Talk): Promise<void> {
  const request = placesAskedFor(talk);
  if (request !== null) return answerRequest(context, talk, request);
  const match = talk.match();
  switch (match.outcome) {
    case 'answer':
      return showFact(context, talk, match.candidates[0].fact);
    case 'menu':
      return askWhich(context, talk, match);
    case 'handoff':
      return offerHumanForCase(context, talk, match);
    case 'danger':
      return soundAlarm(context, talk);
    case 'chat':
      return showMainMenu(context, talk);
    case 'unknown':
      return answerUnknown(context, talk);
  }
}

async function answerUnknown(context: TurnHandle, talk: Talk): Promise<void> {
  const claim = heardClaim(talk);
  if (claim === null) return admitIgnorance(context, talk, questionOf(talk), await noteQuestion(context, talk));
  const again = countUnknown(talk);
  remember(talk, { reason: again ? 'unknown_twice' : 'claim' });
  await noteClaim(context, talk, claim, again);
}

/** Longer than any question: a story, and stories name people. */
const MAX_NOTED = 300;

/**
 * Notes for the editors what was asked in vain, without who asked it. What belongs to an emergency, to somebody's own case
 * or to somebody who waits for a person is theirs alone.
 *
 * @returns whether it was noted
 */
async function noteQuestion(context: TurnHandle, talk: Talk): Promise<boolean> {
  const { heard, last, message, language } = talk;
  if (heard.kind !== 'text' || message.contact.caseWaiting) return false;
  if (last?.reason === 'danger' || last?.reason === 'personal_case') return false;
  const isQuestion = heard.text.length <= MAX_NOTED && /\p{L}\s+\p{L}/u.test(heard.text.trim());
  if (!isQuestion) return false;
  await want(context, { kind: 'report_question', language, text: withoutTeller(heard.text) });
  return true;
}

/** None of the facts we offered was meant. The question is the one before the tap. */
export const noneOfTheseDialog = () =>
  oneReply('none-of-these', async (context, talk) => {
    const question = talk.last?.question ?? null;
    if (talk.memory.unknowns > 0) return admitIgnorance(context, talk, question);
    talk.memory.unknowns = 1;
    remember(talk, { question });
    await say(context, phrase(talk, 'ask.none'), wayOut(talk));
  });

async function askWhich(context: TurnHandle, talk: Talk, match: Match): Promise<void> {
  const facts = match.candidates.slice(0, MAX_CANDIDATES).map(({ fact }) => fact);
  remember(talk, { topic: facts[0]?.topic ?? null });
  await say(context, phrase(talk, 'ask.which', { count: facts.length }), [
    ...facts.map((fact) => factChoice(talk, fact)),
    noneChoice(talk),
    humanChoice(talk),
    menuChoice(talk),
  ]);
}

async function offerHumanForCase(context: TurnHandle, talk: Talk, match: Match): Promise<void> {
  const facts = match.candidates.slice(0, MAX_CANDIDATES - 1).map(({ fact }) => fact);
  talk.memory.unknowns = 0;
  remember(talk, { reason: 'personal_case', topic: facts[0]?.topic ?? null });
  const choices = [humanChoice(talk), ...facts.map((fact) => factChoice(talk, fact)), menuChoice(talk)];
  await say(context, phrase(talk, 'ask.personal'), choices);
}

/** Who waits for a person goes on telling: it is kept for that person, and there is nothing more to offer. */
async function keepForTeam(context: TurnHandle, talk: Talk): Promise<void> {
  if (talk.last?.reason === 'danger') return keepForRescue(context, talk);
  await say(context, phrase(talk, 'ask.unknown_waiting'), [menuChoice(talk)]);
}

/** Somebody in danger goes on telling: where they are, they say as often as not in a message of its own. */
async function keepForRescue(context: TurnHandle, talk: Talk): Promise<void> {
  talk.memory.last = talk.last;
  const place = talk.heard.kind === 'text' ? namedPlace(talk, talk.heard.text) : null;
  rememberPlace(talk, place);
  if (place !== null) await want(context, { kind: 'amend_case', line: placeLine(talk, place) });
  const kept = phrase(talk, place === null ? 'ask.unknown_waiting' : 'human.noted');
  await say(context, `${kept}\n\n${emergencyLine(waitingOf(talk))}`, [menuChoice(talk)]);
}

/** The second time in a row a human is not only within reach but offered. */
async function admitIgnorance(context: TurnHandle, talk: Talk, question: string | null, noted = false): Promise<void> {
  if (talk.message.contact.caseWaiting) return keepForTeam(context, talk);
  const again = countUnknown(talk);
  remember(talk, { reason: again ? 'unknown_twice' : 'request', question });
  const key = again ? 'ask.unknown_again' : 'ask.unknown';
  await say(context, phrase(talk, noted ? `${key}_noted` : key), wayOut(talk));
}

/** @returns whether it is the second time in a row, or later */
function countUnknown(talk: Talk): boolean {
  talk.memory.unknowns += 1;
  return talk.memory.unknowns > 1;
}

function remember(talk: Talk, what: Partial<LastReply>): void {
  talk.memory.last = { fact: null, topic: null, reason: 'request', question: questionOf(talk), ...what };
}
