/** Whether facts and pathways agree on which programmes are open, closed or unsettled, and since when. */
import type { Language } from '../../core/language.ts';
import type { PathwayState } from '../../core/pathway.ts';
import { fold } from '../fold.ts';
import type { Problem } from '../problem.ts';
import type { LoadedRegister, ProgrammeEntry } from './register-file.ts';
import { agree } from './figure.ts';
import type { Figure } from './figure.ts';
import type { Teller, TellerText } from './teller.ts';

/** What a text says of something that is closed; folded. */
const CLOSED_WORDS: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:closed?|end(?:s|ed)?|stop(?:s|ped)?|suspended|paused?|cancelled|no longer|not open|over|bans?)\b|does not exist/,
  es: /\b(?:cerr\w+|termin\w+|acab\w+|suspend\w+|pausa|cancel\w+|ya no|prohibicion|fren\w+|parad[ao]s|deten\w+)\b|no existe|no abrio/,
  pt: /\b(?:fech\w+|termin\w+|acab\w+|encerr\w+|suspend\w+|suspens\w+|pausa|cancel\w+|parad[ao]s|nao (?:existe|ha)|nao \w+ mais|proibicao)\b/,
  fr: /\b(?:ferm\w+|fini\w*|termine\w*|suspend\w*|pause|annul\w+|plus|interdiction|arrete\w*|bloque\w*|fin)\b|n existe/,
  ht: /\b(?:femen?|fini|kanpe|sispann|poz|anile|entediksyon|pa egziste|bloke|rete)\b|pa (?:gen|egziste)|pa \w+ anko/,
};

/** What a text says of something that courts or governments are changing; folded. */
const UNSETTLED_WORDS: Readonly<Record<Language, RegExp>> = {
  en: /\b(?:courts?|judges?|lawsuits?|chang(?:e|es|ed|ing)|depends|do not know|could not confirm|proposed)\b/,
  es: /\b(?:tribunal\w*|cortes?|juez|jueza|juicios?|cambi\w+|depende|no sabemos|no pudimos|propuso)\b/,
  pt: /\b(?:tribuna\w*|cortes?|juiz|juiza|processos?|mud\w+|depende|nao sabemos|nao conseguimos|propos)\b/,
  fr: /\b(?:tribuna\w*|cours?|juges?|proces|chang\w+|depend|ne savons|propose)\b/,
  ht: /\b(?:tribinal|jij|lakou|pwose|chanje|chanjman|depann|pa konnen|pwopoze)\b/,
};

/** Every fact or pathway that states another state or day than the register. */
export function checkProgrammes(loaded: LoadedRegister, tellers: readonly Teller[]): readonly Problem[] {
  return loaded.register.programmes.flatMap((entry, index) => {
    const line = loaded.lineOf('programmes', index);
    const theirs = tellers.filter((teller) => entry[teller.kind].includes(teller.id));
    return [
      ...checkEntry(entry, loaded.path, line),
      ...theirs.flatMap((teller) =>
        teller.state === null ? checkText(teller, entry, line) : checkState(teller, teller.state, entry, line),
      ),
    ];
  });
}

function checkEntry({ programme, state, since }: ProgrammeEntry, file: string, line: number): readonly Problem[] {
  if ((state === 'open') === (since === undefined)) return [];
  const cure = state === 'open' ? 'is open, so remove "since"' : `is ${state}; say "since" when`;
  return [{ file, line, code: 'contradiction', message: `"${programme}" ${cure}` }];
}

function checkState(teller: Teller, state: PathwayState, entry: ProgrammeEntry, line: number): readonly Problem[] {
  const since = state.kind === 'open' ? undefined : state.since;
  const isSame = state.kind === entry.state && isSameDay(since, entry.since);
  if (isSame) return [];
  const message =
    `is ${state.kind}${since === undefined ? '' : ` since ${since}`}, but register.yaml:${line} says that ` +
    `"${entry.programme}" is ${entry.state}${entry.since === undefined ? '' : ` since ${entry.since}`}; make them agree`;
  return [{ file: teller.path, line: 1, code: 'contradiction', message }];
}

/** The shorter one may say only the month or the year. */
function isSameDay(left = '', right = ''): boolean {
  return left === right || (left !== '' && right !== '' && (left.startsWith(right) || right.startsWith(left)));
}

function checkText(teller: Teller, entry: ProgrammeEntry, line: number): readonly Problem[] {
  return teller.texts.flatMap((text): Problem[] => {
    const lack = whatLacks(text, entry);
    if (lack === null) return [];
    const message =
      `${lack} in ${text.language}, but register.yaml:${line} says that "${entry.programme}" is ${entry.state}` +
      `${entry.since === undefined ? '' : ` since ${entry.since}`}; make them agree`;
    return [{ file: teller.path, line: teller.lineOf(text.language), code: 'contradiction', message }];
  });
}

function whatLacks({ language, figures, prose }: TellerText, { state, since }: ProgrammeEntry): string | null {
  const said = fold(prose);
  if (state === 'closed' && !CLOSED_WORDS[language].test(said)) return 'has no word for closed';
  if (state === 'unsettled' && !UNSETTLED_WORDS[language].test(said)) return 'has no word for what is still changing';
  if (since === undefined) return null;
  const day = toFigure(since);
  return figures.some(({ figure }) => agree(figure, day)) ? null : `does not say ${since}`;
}

function toFigure(day: string): Figure {
  const [year = 0, month = null, date = null] = day.split('-').map(Number);
  return { kind: 'date', year, month, day: date };
}
