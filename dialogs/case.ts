/**
 * What a person adds to their request while it waits: what it is about, the language they want to be answered in, that
 * they no longer need it. Each of these works by itself, also days later; none opens a second case.
 */
import type { CaseAmendment, CaseTheme } from '../src/core/case.ts';
import { isLanguage } from '../src/core/language.ts';
import type { Language } from '../src/core/language.ts';
import type { Choice } from '../src/core/reply.ts';
import { answerText } from './ask.ts';
import { placesAskedFor } from './place-request.ts';
import { cancelCaseChoice, caseChoices, caseLanguageChoices, menuChoice, wayOut } from './choices.ts';
import { placeLine, quoteLine } from './human.ts';
import { oneReply } from './conversation.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';
import { rememberPlace, statedPlace } from './whereabouts.ts';

export const caseThemeDialog = () =>
  oneReply<{ theme: CaseTheme }>('case-theme', async (context, talk, { theme = 'other' }) => {
    if (!talk.message.contact.caseWaiting) return sayNoneOpen(context, talk);
    const title = phrase(talk, `human.theme_title.${theme}`);
    await amend(context, { theme, line: phrase(talk, 'human.summary.topic', { title }) });
    await sayNoted(context, talk);
  });

/**
 * The answer to "what is it about?" in their own words. What we have an answer to is answered too: then it is both, and
 * nothing that they wrote is lost.
 */
export const caseWordsDialog = () =>
  oneReply('case-words', async (context, talk) => {
    if (talk.heard.kind !== 'text' || !talk.message.contact.caseWaiting) return answerText(context, talk);
    const place = statedPlace(talk, talk.heard.text);
    rememberPlace(talk, place);
    const lines = [quoteLine(talk, talk.heard.text), ...(place === null ? [] : [placeLine(talk, place)])];
    await amend(context, { line: lines.join('\n') });
    if (isForUs(talk)) return answerText(context, talk);
    await sayNoted(context, talk);
  });

/** A question that we can answer ourselves, and not only what the request is about. */
function isForUs(talk: Talk): boolean {
  return placesAskedFor(talk) !== null || ['answer', 'menu', 'chat'].includes(talk.match().outcome);
}

/** Null: which one is not said yet. */
export const caseLanguageDialog = () =>
  oneReply<{ language: Language | 'other' | null }>('case-language', async (context, talk, { language = null }) => {
    if (!talk.message.contact.caseWaiting) return sayNoneOpen(context, talk);
    if (isLanguage(language)) return noteLanguage(context, talk, phrase(talk, `language.name.${language}`), language);
    talk.memory.awaits = 'case_language';
    if (language === 'other') return say(context, phrase(talk, 'human.language_write'), wayBack(talk));
    await say(context, phrase(talk, 'human.language_ask'), caseLanguageChoices(talk));
  });

/** Longer than the name of any language. */
const MAX_NAME = 40;

/** The name of a language that is none of ours, as the person writes it. */
export const caseLanguageNameDialog = () =>
  oneReply('case-language-name', async (context, talk) => {
    const name = talk.heard.kind === 'text' ? talk.heard.text.replaceAll(/\s+/g, ' ').trim() : '';
    const isName = name !== '' && name.length <= MAX_NAME && talk.message.contact.caseWaiting && !isForUs(talk);
    if (!isName) return answerText(context, talk);
    await noteLanguage(context, talk, name.toWellFormed());
  });

export const caseCancelDialog = () =>
  oneReply('case-cancel', async (context, talk) => {
    if (!talk.message.contact.caseWaiting) return sayNoneOpen(context, talk);
    await want(context, { kind: 'close_case', line: phrase(talk, 'human.summary.cancelled') });
    await say(context, phrase(talk, 'human.cancelled'), wayOut(talk));
  });

async function noteLanguage(context: TurnHandle, talk: Talk, name: string, ours?: Language): Promise<void> {
  const line = phrase(talk, 'human.summary.language', { language: name });
  await amend(context, ours === undefined ? { line } : { line, language: ours });
  await say(context, phrase(talk, 'human.language_noted', { language: name }), wayBack(talk));
}

async function amend(context: TurnHandle, amendment: CaseAmendment): Promise<void> {
  await want(context, { kind: 'amend_case', ...amendment });
}

async function sayNoted(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, 'human.noted'), caseChoices(talk));
}

/** A button of another day: the request it belonged to is closed, or somebody has it. */
async function sayNoneOpen(context: TurnHandle, talk: Talk): Promise<void> {
  await say(context, phrase(talk, 'human.none_open'), wayOut(talk));
}

function wayBack(talk: Talk): readonly Choice[] {
  return [cancelCaseChoice(talk), menuChoice(talk)];
}
