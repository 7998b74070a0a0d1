/** All that the conversations have at hand in one turn: what was heard, in which language to answer, what was before. */
import { keptInterview, nextQuestion } from '../../dialogs/interview.ts';
import type { Heard, Talk } from '../../dialogs/talk.ts';
import type { Match } from '../core/knowledge.ts';
import type { Language } from '../core/language.ts';
import type { TurnMessage } from '../core/turn.ts';
import { decideLanguage, isBeyondUs } from '../language/decide.ts';
import type { LanguageState } from '../language/decide.ts';
import { FIRST_GUESS } from '../language/fallbacks.ts';
import type { OpenedSnapshot } from './snapshot.ts';
import { understand } from './understand.ts';
import type { Understood } from './understand.ts';

/** A talk, and what becomes of the language by it. */
export interface OpenTalk extends Talk {
  readonly languageState: LanguageState;
}

type Parts = Pick<Talk, 'knowledge' | 'phrases' | 'team' | 'newReceipt'>;

export function openTalk(parts: Parts, opened: OpenedSnapshot, message: TurnMessage): OpenTalk {
  const understood = hear(parts, opened, message);
  const { heard } = understood;
  const foreign = heard.kind === 'text' ? parts.knowledge.identifyUnserved(heard.text) : null;
  const guess = heard.kind === 'text' && foreign === null ? parts.knowledge.identifyLanguage(heard.text) : null;
  const languageState = decideLanguage(
    opened.language,
    foreign ?? guess ?? guessByWord(opened, understood) ?? guessByCode(parts, opened, understood),
  );
  let match: Match | null = null;
  return {
    message,
    heard,
    languageState,
    knowledge: parts.knowledge,
    phrases: parts.phrases,
    team: parts.team,
    language: namedLanguage(opened, understood) ?? languageState.language ?? FIRST_GUESS,
    unserved: foreign !== null && isBeyondUs(opened.language, foreign) ? foreign : null,
    together: null,
    memory: {
      ...opened.memory,
      last: null,
      awaits: null,
      sent: null,
      rest: null,
      voices: countVoices(opened, heard),
      interview: keptInterview(opened.memory.interview, message.nowMs),
    },
    last: opened.memory.last,
    awaited: opened.memory.awaits,
    sent: opened.memory.sent,
    rest: opened.memory.rest,
    offered: opened.offered,
    newReceipt: parts.newReceipt,
    match() {
      match ??=
        heard.kind === 'text'
          ? parts.knowledge.match(heard.text, guess ?? languageState.language)
          : { outcome: 'unknown', candidates: [] };
      return match;
    },
  };
}

/** "Haitian" names a language as well; but not to somebody who was asked which country they are from. */
function hear(
  { knowledge }: Parts,
  { offered, language, memory }: OpenedSnapshot,
  { content }: TurnMessage,
): Understood {
  const understood = understand(content, offered, language.language ?? FIRST_GUESS);
  const { heard } = understood;
  const isCreole = heard.kind === 'picked' && heard.picked.kind === 'language' && heard.picked.language === 'ht';
  if (!isCreole || content.kind !== 'text' || memory.awaits !== 'interview' || memory.interview === null)
    return understood;
  const asked = nextQuestion(knowledge.pathways, memory.interview)?.question;
  const isOrigin = asked === 'nationality' && knowledge.countries.nationality(content.text) !== null;
  return isOrigin ? { heard: { kind: 'text', text: content.text, captionOf: null }, wordLanguage: null } : understood;
}

function countVoices({ memory }: OpenedSnapshot, heard: Heard): number {
  return heard.kind === 'unreadable' && heard.what === 'voice' ? memory.voices + 1 : 0;
}

/** "ajan" alone is too short to identify, but only Creole has that word. It settles nothing that is settled already. */
function guessByWord({ language, memory }: OpenedSnapshot, { wordLanguage }: Understood): Language | null {
  if (memory.awaits === 'case_language') return null; // the name of a language is in whichever language
  return language.language === null ? wordLanguage : null;
}

/** Somebody new who sends nothing but a code: an answer in the language that the code is of. */
function guessByCode({ knowledge }: Parts, { language }: OpenedSnapshot, { heard }: Understood): Language | null {
  if (language.language !== null || heard.kind !== 'text') return null;
  return knowledge.readCodes(heard.text)[0]?.language ?? null;
}

/** Somebody whose first word is "English" is greeted in English; but not who was asked which one a person should speak. */
function namedLanguage({ memory }: OpenedSnapshot, { heard }: Understood): Language | null {
  if (memory.awaits === 'case_language') return null;
  return heard.kind === 'picked' && heard.picked.kind === 'language' ? heard.picked.language : null;
}
