/**
 * Somebody writes a language that we do not speak. We say so in that language, with the ways on: one of ours, or a
 * person. Danger is not heard in those languages, so the emergency number is in every text.
 */
import type { UnservedLanguage } from '../src/core/language.ts';
import type { Choice } from '../src/core/reply.ts';
import { UNSERVED_TEXTS } from '../src/language/unserved.ts';
import { humanChoice, languageChoices } from './choices.ts';
import { quoteLine } from './human.ts';
import { oneReply } from './conversation.ts';
import { say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

export const unservedDialog = () =>
  oneReply('unserved', async (context, talk) => {
    if (talk.unserved === null) return;
    await tellTeam(context, talk);
    const { whatsapp, sms } = UNSERVED_TEXTS[talk.unserved];
    const onSms = talk.message.channel === 'sms';
    const isAlarmed = talk.last?.reason === 'danger'; // what they go on telling belongs to that case
    talk.memory.last = isAlarmed ? talk.last : { fact: null, topic: null, reason: 'request', question: quote(talk) };
    await say(context, onSms ? sms : whatsapp, [
      // By SMS the text says to write 0: one line more would be a third segment.
      ...(onSms ? [] : [humanIn(talk, talk.unserved)]),
      ...languageChoices(),
    ]);
  });

/** The answer to what their request is about: somebody of the team may read that language. */
async function tellTeam(context: TurnHandle, talk: Talk): Promise<void> {
  if (talk.awaited !== 'case_words' || talk.heard.kind !== 'text' || !talk.message.contact.caseWaiting) return;
  await want(context, { kind: 'amend_case', line: quoteLine(talk, talk.heard.text) });
}

/** The way to a person, named so that they can read it. */
function humanIn(talk: Talk, language: UnservedLanguage): Choice {
  return { ...humanChoice(talk), title: UNSERVED_TEXTS[language].human };
}

/** Enough for somebody of the team who reads that language to see what it is about. */
const MAX_QUOTE = 300;

function quote({ heard }: Talk): string | null {
  return heard.kind === 'text' ? heard.text.slice(0, MAX_QUOTE).toWellFormed() : null;
}
