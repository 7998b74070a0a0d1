/**
 * Languages that Faro does not speak, told so that it can say so in them: by their letters where nobody else on this road
 * has those, and else by their commonest words.
 *
 * Goal: never for a message in one of our five languages, however misspelt; to miss one now and then costs less, for then
 * we say in Spanish that we do not know. Non-goal: languages of one's own written in another's letters (Hindi in Latin).
 */
import type { UnservedLanguage } from '../core/language.ts';
import { OURS_WITHOUT_ACCENTS, UNSERVED_LETTERS, UNSERVED_WORDS } from './unserved-words.ts';

/** Enough to tell any language, and what bounds the time. */
const MAX_CHARACTERS = 600;
/** One letter may be an ornament, as in "(ツ)". */
const FEWEST_LETTERS = 2;
/** One word may be a name, or be taken from somewhere; two different ones are not by chance. */
const FEWEST_WORDS = 2;
/** Half of any text are its commonest words; a person who mixes languages uses fewer of the other's. */
const WORD_SHARE = 0.3;

/** @returns null when the message is in one of our languages, in none we know, or when it cannot be told */
export function identifyUnserved(text: string): UnservedLanguage | null {
  const read = text.slice(0, MAX_CHARACTERS).normalize('NFC').slice(0, MAX_CHARACTERS).toLowerCase();
  const script = findScript(read);
  if (script === 'latin') return identifyByWords(read);
  return script === null ? null : READ_AS[script](read);
}

type Script = keyof typeof READ_AS;

/** Which language each script is: often there is only one on this road, else the letters or the words tell. */
const READ_AS = {
  arabic: identifyArabic,
  han: () => 'zh',
  kana: () => 'ja',
  hangul: () => 'ko',
  cyrillic: identifyCyrillic,
  devanagari: (text) => (countWords(text, NEPALI) > countWords(text, HINDI) ? 'ne' : 'hi'),
  bengali: () => 'bn',
  gurmukhi: () => 'pa',
  gujarati: () => 'gu',
  tamil: () => 'ta',
  telugu: () => 'te',
  ethiopic: identifyEthiopic,
  georgian: () => 'ka',
  armenian: () => 'hy',
} as const satisfies Record<string, (text: string) => UnservedLanguage>;

/** The letters of each script, and for how many of ours one of them stands. */
const SCRIPTS: readonly { readonly script: Script | 'latin'; readonly letters: RegExp; readonly weight: number }[] = [
  { script: 'latin', letters: /\p{Script=Latin}/gu, weight: 1 },
  { script: 'arabic', letters: /\p{Script=Arabic}/gu, weight: 1 },
  { script: 'kana', letters: /[\p{Script=Hiragana}\p{Script=Katakana}]/gu, weight: 2 },
  { script: 'han', letters: /\p{Script=Han}/gu, weight: 3 },
  { script: 'hangul', letters: /\p{Script=Hangul}/gu, weight: 2 },
  { script: 'cyrillic', letters: /\p{Script=Cyrillic}/gu, weight: 1 },
  { script: 'devanagari', letters: /\p{Script=Devanagari}/gu, weight: 1 },
  { script: 'bengali', letters: /\p{Script=Bengali}/gu, weight: 1 },
  { script: 'gurmukhi', letters: /\p{Script=Gurmukhi}/gu, weight: 1 },
  { script: 'gujarati', letters: /\p{Script=Gujarati}/gu, weight: 1 },
  { script: 'tamil', letters: /\p{Script=Tamil}/gu, weight: 1 },
  { script: 'telugu', letters: /\p{Script=Telugu}/gu, weight: 1 },
  { script: 'ethiopic', letters: /\p{Script=Ethiopic}/gu, weight: 2 },
  { script: 'georgian', letters: /\p{Script=Georgian}/gu, weight: 1 },
  { script: 'armenian', letters: /\p{Script=Armenian}/gu, weight: 1 },
];

const NOT_LATIN = /(?!\p{Script=Latin})\p{L}/u;

/** The script of most letters. Names of forms and offices stay Latin in any language, so not all need be. */
function findScript(text: string): Script | 'latin' | null {
  if (!NOT_LATIN.test(text)) return 'latin'; // nearly all messages
  const weights = SCRIPTS.map(({ script, letters, weight }) => {
    const found = count(text, letters);
    return { script, weight: found < FEWEST_LETTERS ? 0 : found * weight };
  });
  // Japanese is written with Chinese characters too, Chinese never with kana.
  const kana = weights.find(({ script }) => script === 'kana')?.weight ?? 0;
  const counted = weights.map((one) => (one.script === 'han' && kana > 0 ? { ...one, weight: 0 } : one));
  const best = counted.reduce((most, one) => (one.weight > most.weight ? one : most));
  return best.weight === 0 ? null : best.script;
}

/** The letters that Arabic itself has not: those of Pashto, of Urdu, and the ones that Persian shares with both. */
function identifyArabic(text: string): UnservedLanguage {
  if (/[ټډړږښڼېۍ]/u.test(text)) return 'ps';
  const urdu = count(text, /[ٹڈڑںےہھ]/gu);
  const persian = count(text, /[پچژگکی]/gu);
  const arabic = count(text, /[كيةىأإ]/gu);
  if (urdu > arabic) return 'ur';
  return persian > arabic ? 'fa' : 'ar';
}

/** Letters that Ukrainian has and Russian has not, or the other way; in a short message words and endings must do. */
function identifyCyrillic(text: string): UnservedLanguage {
  if (/[ыэёъәқңғүұһө]/u.test(text)) return 'ru';
  if (/[іїєґ]/u.test(text)) return 'uk';
  const ukrainian = countWords(text, UKRAINIAN) + count(text, /(?:[аиуя]ти|йти)(?!\p{L})/gu);
  return ukrainian > countWords(text, RUSSIAN) ? 'uk' : 'ru';
}

/** The two share their letters, but each has syllables that the other hardly writes. */
function identifyEthiopic(text: string): UnservedLanguage {
  const tigrinya = count(text, /[ኣሓኽቐ-ቝዀ]/gu) + 2 * countWords(text, TIGRINYA);
  const amharic = count(text, /አ/gu) + 2 * countWords(text, AMHARIC);
  return tigrinya > amharic ? 'ti' : 'am';
}

const UKRAINIAN = wordSet('де що як або та це мене вас нас коли чому хто дуже будь ласка допоможе треба зараз тому');
const RUSSIAN = wordSet(
  'и что как где или это меня мне вас мы с для нет сколько когда почему кто очень можно надо сейчас',
);
const NEPALI = wordSet(
  'छ छु छन् छैन हो म मलाई मेरो मेरा हामी हामीलाई तपाईं लाई गर्न गर्नु हुन्छ चाहिन्छ चाहन्छु कसरी कति कहाँ सक्छु सक्छ पनि र वा यहाँ भयो थियो नेपाल नेपाली',
);
const HINDI = wordSet(
  'है हैं हूँ हूं था मैं मुझे मेरा मेरी मेरे का की के को में से और हम हमें क्या नहीं कैसे कहाँ कहां चाहिए चाहता चाहती यह वह पर भी रहा रही कर आप',
);
const TIGRINYA = wordSet('እዩ እየ ኢና እዮም ኣነ ኣብ ናይ ናብ ንሕና ከመይ እንታይ ኣሎ ኣለኒ የለን ድዩ ክሳብ ምስ ግን ደሓን ሓገዝ ዑቕባ እፈልጥ ይኽእል ክኸውን');
const AMHARIC = wordSet('ነው ነኝ እኔ ውስጥ ወደ እንዴት ምን አለ አለኝ የለም ግን እባክዎ እፈልጋለሁ እርዳታ ጥገኝነት እና ከ ላይ እባክህ እባክሽ እችላለሁ');

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function countWords(text: string, known: ReadonlySet<string>): number {
  return (text.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => known.has(word)).length;
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

type ByWords = keyof typeof UNSERVED_WORDS;

const BY_WORD: ReadonlyMap<string, readonly ByWords[]> = indexWords();
const LETTERS = Object.entries(UNSERVED_LETTERS) as readonly (readonly [ByWords, RegExp])[]; // the table's own keys
const ANY_LETTER = new RegExp(LETTERS.map(([, letters]) => letters.source).join('|'), 'u');

function indexWords(): ReadonlyMap<string, readonly ByWords[]> {
  const index = new Map<string, ByWords[]>();
  for (const [language, words] of Object.entries(UNSERVED_WORDS) as [ByWords, string][])
    // the table's own keys
    for (const word of new Set(words.split(/\s+/).flatMap(waysToWrite)))
      index.set(word, [...(index.get(word) ?? []), language]);
  return index;
}

function waysToWrite(word: string): readonly string[] {
  const bare = word.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ı', 'i').replaceAll('đ', 'd');
  return bare === word || OURS_WITHOUT_ACCENTS.has(bare) ? [word] : [word, bare];
}

/** The language with the most different words of its list, if they are two or more and a fair share of the message. */
function identifyByWords(text: string): UnservedLanguage | null {
  const words = new Set(text.replaceAll(/[’ʼʻ`´]/g, "'").match(/\p{Script=Latin}[\p{Script=Latin}\p{M}']*/gu));
  if (words.size < FEWEST_WORDS) return null;
  const hits = new Map<ByWords, number>();
  for (const word of words) for (const language of languagesOf(word)) hits.set(language, (hits.get(language) ?? 0) + 1);
  const [best, second] = [...hits].sort(([, left], [, right]) => right - left);
  if (best === undefined || best[1] < FEWEST_WORDS || best[1] < WORD_SHARE * words.size) return null;
  return best[1] === second?.[1] ? null : best[0];
}

function languagesOf(word: string): readonly ByWords[] {
  const listed = BY_WORD.get(word) ?? [];
  if (!ANY_LETTER.test(word)) return listed;
  return [
    ...new Set([...listed, ...LETTERS.filter(([, letters]) => letters.test(word)).map(([language]) => language)]),
  ];
}
