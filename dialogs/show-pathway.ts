/** One legal pathway: who may ask for it, what it takes, the official first step, and the facts it rests on. */
import type { Day, Fact } from '../src/core/fact.ts';
import type { PathwayId } from '../src/core/ids.ts';
import type { Pathway } from '../src/core/pathway.ts';
import type { Choice } from '../src/core/reply.ts';
import { formatDay } from '../src/language/dates.ts';
import { bindSms, officialSource, warnShortly } from './answer.ts';
import { factChoice, humanChoice, menuChoice } from './choices.ts';
import { showMainMenu } from './main-menu.ts';
import { nameAnswer, questionsChoice } from './pathway-choices.ts';
import { oneReply } from './conversation.ts';
import { phrase, say } from './talk.ts';
import type { Talk, Together, TurnHandle } from './talk.ts';

export const showPathwayDialog = () =>
  oneReply<{ pathway: PathwayId }>('show-pathway', async (context, talk, { pathway: id }) => {
    const pathway = id === undefined ? null : talk.knowledge.pathways.find(id); // a button of another day: it may be gone
    if (pathway !== null) return showPathway(context, talk, pathway);
    await say(context, phrase(talk, 'ask.gone'));
    await showMainMenu(context, talk);
  });

async function showPathway(context: TurnHandle, talk: Talk, pathway: Pathway): Promise<void> {
  // Whoever asks for a person now need not say what it is about.
  talk.memory.last = {
    fact: null,
    topic: talk.knowledge.find(pathway.facts[0])?.topic ?? null,
    reason: 'request',
    question: null,
  };
  await say(context, phrase(talk, 'way.detail'));
  talk.together = togetherOf(talk, pathway);
  await say(context, compose(talk, pathway));
  await say(context, phrase(talk, 'way.facts'), choicesUnder(talk, factsOf(talk, pathway)));
}

/** First the lists of countries that are too long to be said here. */
function factsOf(talk: Talk, { facts, closedFor }: Pathway): readonly Fact[] {
  const lists = closedFor.filter(({ nationality }) => nationality.length > MAX_NAMED).map(({ fact }) => fact);
  return [...new Set([...lists, ...facts])].flatMap((id) => talk.knowledge.find(id) ?? []);
}

/** More facts than these would bury the way to a person. */
const MAX_FACTS = 3;

function choicesUnder(talk: Talk, facts: readonly Fact[]): readonly Choice[] {
  return [
    ...facts.slice(0, MAX_FACTS).map((fact) => factChoice(talk, fact)),
    humanChoice(talk),
    questionsChoice(talk),
    menuChoice(talk),
  ];
}

/** Past its date only its name and its official page are said. */
function compose(talk: Talk, pathway: Pathway): string {
  const freshness = talk.knowledge.pathways.freshness(pathway, talk.message.nowMs);
  if (freshness === 'expired') return composeExpired(talk, pathway);
  const isDue = freshness === 'due';
  if (talk.message.channel === 'whatsapp') return composeForWhatsApp(talk, pathway, isDue);
  const { sms } = pathway.text[talk.language];
  return isDue ? `${sms} ${warnShortly(talk, pathway, sms)}` : sms;
}

function composeForWhatsApp(talk: Talk, pathway: Pathway, isDue: boolean): string {
  const { who, needs, cost, first } = pathway.text[talk.language];
  const { publisher, url } = officialSource(pathway);
  const date = formatDay(talk.language, pathway.verifiedOn);
  const source = phrase(talk, 'answer.source', { publisher, url });
  return [
    [nameOf(talk, pathway), ...stateLines(talk, pathway)].join('\n'),
    phrase(talk, 'way.part.who', { text: who }),
    phrase(talk, 'way.part.needs', { text: needs }),
    phrase(talk, 'way.part.cost', { text: cost }),
    [
      ...(pathway.lawyerFirst ? [phrase(talk, 'way.lawyer')] : []),
      phrase(talk, 'way.part.first', { text: first }),
      phrase(talk, 'way.page', { url: pathway.url }),
    ].join('\n'),
    isDue
      ? `${phrase(talk, 'answer.due', { date })}\n${source}`
      : `${source}\n${phrase(talk, 'answer.verified', { date })}`,
  ].join('\n\n');
}

function composeExpired(talk: Talk, pathway: Pathway): string {
  const date = formatDay(talk.language, pathway.verifiedOn);
  return [
    nameOf(talk, pathway),
    phrase(talk, 'answer.expired', { date }),
    phrase(talk, 'way.page', { url: pathway.url }),
  ].join('\n');
}

function nameOf(talk: Talk, { text, destination }: Pathway): string {
  const country = nameAnswer(talk, 'destination', destination) ?? destination;
  return `${text[talk.language].title} (${country})`;
}

/** Whose answers led here is forgotten, so every closing is said to everybody. */
function stateLines(talk: Talk, { state, closedFor }: Pathway): readonly string[] {
  const day = (since: Day): string => formatDay(talk.language, since);
  const general = state.kind === 'open' ? [] : [phrase(talk, `way.state.${state.kind}`, { date: day(state.since) })];
  const forSome = closedFor.map(({ nationality, since }) => {
    const names = nationality.flatMap((code) => talk.knowledge.countries.find(code)?.names[talk.language] ?? []);
    if (names.length > MAX_NAMED || names.length < nationality.length) {
      return phrase(talk, 'way.closed_for_list', { number: nationality.length, date: day(since) });
    }
    return phrase(talk, 'way.closed_for', { countries: names.join(', '), date: day(since) });
  });
  return [...general, ...forSome];
}

/** Of longer lists the fact below tells the countries. */
const MAX_NAMED = 6;

/** By SMS its source and date are read with it, however it is cut. */
function togetherOf(talk: Talk, pathway: Pathway): Together | null {
  const freshness = talk.knowledge.pathways.freshness(pathway, talk.message.nowMs);
  if (talk.message.channel !== 'sms' || freshness === 'expired') return null;
  return bindSms(talk, pathway, pathway.text[talk.language], freshness === 'due');
}
