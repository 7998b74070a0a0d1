/**
 * A question in the person's own words. We answer when one fact fits, ask back when several may, and otherwise say that
 * we do not know: a guess would make us no better than a rumour.
 */
import type { Match } from '../src/core/knowledge.ts';
import { heardClaim, noteClaim } from './claim.ts';
import { factChoice, humanChoice, menuChoice, noneChoice, wayOut } from './choices.ts';
import { soundAlarm } from './danger.ts';
import { showMainMenu } from './main-menu.ts';
import { showFact } from './show-fact.ts';
import { oneReply, phrase, say } from './talk.ts';
import type { LastReply, Talk, TurnHandle } from './talk.ts';

const MAX_CANDIDATES = 3;

export const askDialog = () =>
  oneReply('ask', async (context, talk) => {
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
  });

async function answerUnknown(context: TurnHandle, talk: Talk): Promise<void> {
  const claim = heardClaim(talk);
  if (claim === null) return admitIgnorance(context, talk, questionOf(talk));
  const again = countUnknown(talk);
  remember(talk, { reason: again ? 'unknown_twice' : 'claim' });
  await noteClaim(context, talk, claim, again);
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
  const alarmed = talk.last?.reason === 'danger';
  if (alarmed) talk.memory.last = talk.last;
  const lines = [phrase(talk, 'ask.unknown_waiting'), ...(alarmed ? [phrase(talk, 'human.emergency')] : [])];
  await say(context, lines.join('\n\n'), [menuChoice(talk)]);
}

/** The second time in a row a human is not only within reach but offered. */
async function admitIgnorance(context: TurnHandle, talk: Talk, question: string | null): Promise<void> {
  if (talk.message.contact.caseWaiting) return keepForTeam(context, talk);
  const again = countUnknown(talk);
  remember(talk, { reason: again ? 'unknown_twice' : 'request', question });
  await say(context, phrase(talk, again ? 'ask.unknown_again' : 'ask.unknown'), wayOut(talk));
}

/** @returns whether it is the second time in a row, or later */
function countUnknown(talk: Talk): boolean {
  talk.memory.unknowns += 1;
  return talk.memory.unknowns > 1;
}

function remember(talk: Talk, what: Partial<LastReply>): void {
  talk.memory.last = { fact: null, topic: null, reason: 'request', question: questionOf(talk), ...what };
}

/** Enough for an agent to see what it is about. */
const MAX_QUESTION = 300;

function questionOf({ heard }: Talk): string | null {
  return heard.kind === 'text' ? heard.text.slice(0, MAX_QUESTION).toWellFormed() : null;
}
