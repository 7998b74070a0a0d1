/**
 * The way to a person of the team, from everywhere. What we say is what happens: the request is saved, somebody will read
 * it, and we do not know when. No promise.
 */
import type { CaseReason } from '../src/core/case.ts';
import type { TopicSlug } from '../src/core/ids.ts';
import { menuChoice } from './choices.ts';
import { textOf } from './answer.ts';
import { oneReply, phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export const humanDialog = () =>
  oneReply('human', async (context, talk) => {
    const waiting = talk.message.contact.caseWaiting;
    if (!waiting) await openCase(context, talk, talk.last ?? { reason: 'request', topic: null, question: null });
    talk.memory.unknowns = 0;
    const text = phrase(talk, waiting ? 'human.waiting' : 'human.saved');
    await say(context, `${text}\n\n${phrase(talk, 'human.emergency')}`, [menuChoice(talk)]);
  });

interface CaseParts {
  readonly reason: CaseReason;
  readonly topic: TopicSlug | null;
  readonly question: string | null;
}

export async function openCase(context: TurnHandle, talk: Talk, parts: CaseParts): Promise<void> {
  await want(context, {
    kind: 'open_case',
    case: {
      reason: parts.reason,
      urgency: parts.reason === 'danger' ? 'urgent' : 'normal',
      language: talk.language,
      topic: parts.topic,
      summary: summarise(talk, parts),
    },
  });
}

/** Long enough to understand, short enough to read in a list of cases. */
const MAX_QUOTE = 500;

function summarise(talk: Talk, { reason, topic, question }: CaseParts): string {
  const fact = topic === null ? undefined : talk.knowledge.facts.find((candidate) => candidate.topic === topic);
  const title = fact && textOf(fact, talk.language).text.title;
  const text = question?.slice(0, MAX_QUOTE).toWellFormed() ?? null; // half an emoji cannot be encrypted as UTF-8
  return [
    phrase(talk, `human.summary.${reason}`),
    ...(title === undefined ? [] : [phrase(talk, 'human.summary.topic', { title })]),
    ...(text === null ? [] : [phrase(talk, 'human.summary.quote', { text })]),
  ].join('\n');
}
