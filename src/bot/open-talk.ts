/** All that the conversations have at hand in one turn: what was heard, in which language to answer, what was before. */
import type { Talk } from '../../dialogs/talk.ts';
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

type Parts = Pick<Talk, 'knowledge' | 'phrases' | 'newReceipt'>;

export function openTalk(parts: Parts, opened: OpenedSnapshot, message: TurnMessage): OpenTalk {
  const understood = understand(message.content, opened.offered, opened.language.language ?? FIRST_GUESS);
  const { heard } = understood;
  const foreign = heard.kind === 'text' ? parts.knowledge.identifyUnserved(heard.text) : null;
  const guess = heard.kind === 'text' && foreign === null ? parts.knowledge.identifyLanguage(heard.text) : null;
  const languageState = decideLanguage(opened.language, foreign ?? guess ?? guessByWord(opened, understood));
  let match: Match | null = null;
  return {
    message,
    heard,
    languageState,
    knowledge: parts.knowledge,
    phrases: parts.phrases,
    language: namedLanguage(understood) ?? languageState.language ?? FIRST_GUESS,
    unserved: foreign !== null && isBeyondUs(opened.language, foreign) ? foreign : null,
    memory: { ...opened.memory, last: null },
    last: opened.memory.last,
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

/** "ajan" alone is too short to identify, but only Creole has that word. It settles nothing that is settled already. */
function guessByWord({ language }: OpenedSnapshot, { wordLanguage }: Understood): Language | null {
  return language.language === null ? wordLanguage : null;
}

/** Somebody whose first word is "English" is greeted in English. */
function namedLanguage({ heard }: Understood): Language | null {
  return heard.kind === 'picked' && heard.picked.kind === 'language' ? heard.picked.language : null;
}
