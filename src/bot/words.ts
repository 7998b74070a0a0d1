/**
 * Words that mean the same in the middle of every conversation. They are read before any dialog, which would otherwise
 * take "menu" for an answer to its question. A word counts only when it is the whole message.
 *
 * Left out on purpose: "socorro", "auxilio", "sos", "secours", "anmwe" are cries and belong to the matcher that hears
 * danger; "no", "para", "fin" mean other things more often.
 */
import type { GlobalWord, Heard } from '../../dialogs/talk.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';

const WORDS = {
  menu: {
    es: 'menu, menú, menu principal, inicio, volver, regresar, atras, cancelar',
    en: 'menu, main menu, back, cancel, go back',
    pt: 'menu, menu principal, inicio, voltar, cancelar',
    fr: 'menu, menu principal, accueil, retour, annuler',
    ht: 'meni, meni prensipal, tounen, retounen, anile',
  },
  human: {
    es: '0, agente, humano, una persona, persona, operador, asesor, hablar con alguien, hablar con una persona, hablar con un agente, quiero hablar con alguien, quiero hablar con una persona, quiero un humano',
    en: '0, agent, human, a person, person, operator, talk to a person, talk to a human, talk to someone, speak to someone, i want to talk to a person, i want a human, real person',
    pt: '0, agente, atendente, humano, uma pessoa, pessoa, falar com alguem, falar com uma pessoa, quero falar com alguem, quero falar com uma pessoa',
    fr: "0, agent, humain, une personne, personne, conseiller, parler a quelqu'un, parler a une personne, je veux parler a quelqu'un",
    ht: '0, ajan, moun, yon moun, pale ak yon moun, mwen vle pale ak yon moun, vre moun',
  },
  delete: {
    es: 'borrar, borrar mis datos, borrar datos, borrar todo, eliminar, eliminar mis datos, borre mis datos, borra mis datos',
    en: 'delete, delete my data, delete data, delete everything, erase, erase my data, erase everything, forget me',
    pt: 'apagar, apagar meus dados, apagar os meus dados, apagar tudo, excluir, excluir meus dados',
    fr: 'effacer, effacer mes donnees, tout effacer, supprimer, supprimer mes donnees, efface',
    ht: 'efase, efase done mwen, efase done mwen yo, efase tout',
  },
  help: {
    es: 'ayuda, que puedes hacer, que puede hacer, que haces, que puedo preguntar, como funciona',
    en: 'help, what can you do, what can i ask, how does this work, info',
    pt: 'ajuda, o que voce faz, o que posso perguntar, como funciona',
    fr: 'aide, que peux tu faire, que pouvez vous faire, comment ca marche',
    ht: 'ed, ede m, kisa ou ka fe, kijan sa mache',
  },
  language: {
    es: 'idioma, idiomas, cambiar idioma, cambiar de idioma, lengua',
    en: 'language, languages, change language',
    pt: 'idioma, idiomas, mudar idioma, mudar de idioma, lingua',
    fr: 'langue, langues, changer de langue',
    ht: 'lang, chanje lang',
  },
  stop: {
    es: 'alto, baja, darme de baja, parar, pare, no me escriban, no me escriba, no me escriban mas',
    en: 'stop, stop all, unsubscribe, opt out, stop writing to me, do not write to me',
    pt: 'parar, pare, sair, nao me escreva, nao me escrevam',
    fr: "stop, arret, arreter, arretez, ne m'ecrivez plus, desabonner",
    ht: 'kanpe, sispann, pa ekri m anko',
  },
  start: {
    es: 'alta, start',
    en: 'start, unstop, subscribe',
    pt: 'start',
    fr: 'start',
    ht: 'start',
  },
  thanks: {
    es: 'gracias, muchas gracias, mil gracias, muchisimas gracias, ok gracias, gracias dios le bendiga',
    en: 'thanks, thank you, thank you very much, thanks a lot, ok thanks, thx',
    pt: 'obrigado, obrigada, muito obrigado, muito obrigada, valeu',
    fr: 'merci, merci beaucoup, ok merci',
    ht: 'mesi, mesi anpil, ok mesi',
  },
  hello: {
    es: 'hola, buenas, buenos dias, buenas tardes, buenas noches, hola buenas, hola buenos dias, hola buenas tardes',
    en: 'hello, hi, hey, good morning, good afternoon, good evening',
    pt: 'oi, ola, bom dia, boa tarde, boa noite',
    fr: 'bonjour, bonsoir, salut',
    ht: 'bonjou, bonswa, sak pase, alo bonjou',
  },
} as const satisfies Record<GlobalWord, Record<Language, string>>;

/** What people call each language, in any of the five, alone or in "in English, please". */
const LANGUAGE_WORDS = {
  es: 'espanol, castellano, spanish, espanhol, espagnol, panyol, en espanol, in spanish, en espagnol, an panyol',
  en: 'english, ingles, anglais, angle, in english, english please, en ingles, em ingles, en anglais, an angle',
  pt: 'portugues, portuguese, portugais, potige, em portugues, en portugues, in portuguese, en portugais, an potige',
  fr: 'francais, french, frances, franse, en francais, in french, en frances, em frances, an franse',
  ht: 'kreyol, kreyol ayisyen, creole, haitian, haitian creole, criollo haitiano, crioulo haitiano, an kreyol, en creole, in creole, en kreyol, ayisyen',
} as const satisfies Record<Language, string>;

interface Found {
  readonly heard: Heard;
  /** The only language that has this word, or null when several have it. */
  readonly language: Language | null;
}

/** Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati: a menu in our digits may be answered in one's own. */
const OTHER_DIGITS = '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯੦੧੨੩੪੫੬੭੮੯૦૧૨૩૪૫૬૭૮૯';
const OTHER_DIGIT = new RegExp(`[${OTHER_DIGITS}]`, 'g');

/** Longer than any word above with its punctuation: a long text is not worth folding. */
const MAX_FOLDED = 80;

const FOUND = indexWords();

/**
 * Finds the global word that a whole message is, whatever its capitals, accents and punctuation.
 *
 * @example findWord('  MENÚ! ') // { heard: { kind: 'word', word: 'menu' }, language: … }
 */
export function findWord(text: string): Found | null {
  return FOUND.get(fold(text)) ?? null;
}

/** A short text without accents, capitals, punctuation and doubled spaces; a long one as nothing. */
export function fold(text: string): string {
  if (text.length > MAX_FOLDED) return '';
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(OTHER_DIGIT, (digit) => String(OTHER_DIGITS.indexOf(digit) % 10))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function indexWords(): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>();
  for (const word of Object.keys(WORDS) as GlobalWord[])
    // the table's own keys
    for (const language of LANGUAGES)
      for (const text of listWords(WORDS[word][language])) {
        const known = found.has(text);
        found.set(text, { heard: { kind: 'word', word }, language: known ? null : language });
      }
  for (const language of LANGUAGES)
    for (const text of listWords(LANGUAGE_WORDS[language]))
      found.set(text, { heard: { kind: 'picked', picked: { kind: 'language', language } }, language });
  return found;
}

function listWords(words: string): readonly string[] {
  return [...new Set(words.split(',').map(fold))];
}
