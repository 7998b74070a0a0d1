/**
 * Words that mean the same in the middle of every conversation. They are read before any dialog, which would otherwise
 * take "menu" for an answer to its question. A word counts only when it is the whole message.
 *
 * Left out on purpose: "socorro", "auxilio", "sos", "secours", "anmwe" are cries and belong to the matcher that hears
 * danger; "no", "para", "fin" mean other things more often.
 */
import type { Picked } from '../../dialogs/choices.ts';
import type { Need } from '../../dialogs/needs.ts';
import type { GlobalWord, Heard } from '../../dialogs/talk.ts';
import { LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';

const WORDS = {
  menu: {
    es: 'menu, menú, menu principal, inicio, cancelar',
    en: 'menu, main menu, cancel',
    pt: 'menu, menu principal, inicio, cancelar',
    fr: 'menu, menu principal, accueil, annuler',
    ht: 'meni, meni prensipal, anile',
  },
  /** One step back where there are steps; else the menu. */
  back: {
    es: 'atras, volver, regresar, volver atras, anterior, pregunta anterior',
    en: 'back, go back, previous, previous question',
    pt: 'voltar, atras, anterior, pergunta anterior',
    fr: 'retour, precedent, precedente, question precedente, en arriere',
    ht: 'tounen, retounen, tounen deye, kesyon anvan',
  },
  pathways: {
    es: 'vias legales, via legal, caminos, caminos legales, camino legal, visa, visas, como migrar legal, como migrar legalmente, migrar legal, migrar legalmente, quiero migrar legal, quiero migrar legalmente, formas legales, opciones legales, que visas hay',
    en: 'legal pathways, legal pathway, legal ways, legal way, pathways, visa, visas, legal options, how to migrate legally, migrate legally, i want to migrate legally',
    pt: 'caminhos legais, caminho legal, vias legais, caminhos, visto, vistos, como migrar legalmente, como migrar legal, migrar legal, migrar legalmente, quero migrar legalmente, opcoes legais',
    fr: 'voies legales, voie legale, voies, visa, visas, chemins legaux, options legales, comment migrer legalement, migrer legalement, je veux migrer legalement',
    ht: 'chemen legal, chemen legal yo, fason legal, viza, viza yo, wout legal, kijan pou imigre legal, imigre legal, kouman pou imigre legal',
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
  alerts: {
    es: 'avisos, mis avisos, alertas, mis alertas, quitar aviso, quitar avisos, ver mis avisos',
    en: 'alerts, my alerts, remove alert, remove alerts, see my alerts',
    pt: 'avisos, meus avisos, os meus avisos, alertas, meus alertas, remover aviso, remover avisos',
    fr: 'alertes, mes alertes, retirer alerte, retirer alertes, retirer une alerte, retirer des alertes',
    ht: 'alet, alet mwen, alet mwen yo, retire alet',
  },
  stop: {
    es: 'alto, baja, darme de baja, parar, pare, no me escriban, no me escriba, no me escriban mas',
    en: 'stop, stop all, unsubscribe, opt out, stop writing to me, do not write to me',
    pt: 'parar, pare, sair, nao me escreva, nao me escrevam',
    fr: "stop, arret, arreter, arretez, ne m'ecrivez plus, desabonner",
    ht: 'kanpe, sispann, pa ekri m anko',
  },
  about: {
    es: 'faro, que es faro, quien es faro',
    en: 'faro, what is faro, who is faro, about',
    pt: 'faro, o que e faro, o que e o faro, quem e o faro',
    fr: 'faro, c est quoi faro, qu est ce que faro, qui est faro',
    ht: 'faro, kisa faro ye, ki sa faro ye, kiyes faro ye',
  },
  who: {
    es: 'quien eres, quien es, quien es usted, quienes son, quienes son ustedes, quien es este, con quien hablo, de quien es este numero, que numero es este, quien habla, eres un robot, es un robot, usted es un robot, eres un bot, eres una maquina, quien te paga, quien les paga, quien le paga, quien los paga, quien esta detras de esto, puedo confiar en ti, puedo confiar en usted, puedo confiar en ustedes, esto es confiable, es confiable, eres de la migra, son de la migra, eres de migracion, como se que no eres de la migra, como se que no son de la migra, y si eres de la migra, puedo confiar',
    en: 'who are you, who is this, who s this, whos this, who is it, what number is this, whose number is this, are you a robot, are you a bot, are you real, are you human, are you a human, are you a real person, who pays you, who runs this, who is behind this, can i trust you, can i trust this, is this legit, is this real, are you ice, are you immigration, are you the government, you could be ice, can i trust you you could be ice, how do i know you are not ice, how do i know this is not ice, how do i know you re not ice',
    pt: 'quem e voce, quem e, quem sao voces, quem fala, quem esta falando, com quem falo, de quem e esse numero, que numero e esse, voce e um robo, voce e um bot, voces sao um robo, quem te paga, quem paga voces, quem esta por tras disso, posso confiar em voce, posso confiar em voces, posso confiar, isso e confiavel, voces sao da imigracao, voce e da imigracao, como sei que voces nao sao da imigracao',
    fr: 'qui etes vous, qui es tu, c est qui, qui est ce, c est quoi ce numero, a qui est ce numero, qui parle, es tu un robot, etes vous un robot, tu es un robot, vous etes un robot, qui vous paie, qui te paie, qui est derriere, puis je vous faire confiance, puis je te faire confiance, je peux vous faire confiance, etes vous l immigration, comment savoir que vous n etes pas l immigration',
    ht: 'kiyes ou ye, ki moun ou ye, ki moun sa a ye, kiyes sa a ye, nimewo kiyes sa a ye, ki moun k ap pale, eske ou se yon wobo, ou se yon wobo, kiyes ki peye w, kiyes ki peye nou, ki moun ki peye w, eske m ka fe w konfyans, eske mwen ka fe w konfyans, eske ou se imigrasyon, kijan m ka konnen ou pa imigrasyon',
  },
  privacy: {
    es: 'datos, mis datos, ver mis datos, privacidad, que saben de mi, que sabe de mi, que sabes de mi, que guardan de mi, que datos tienen de mi, que datos tienen mios, que hacen con mis datos, comparten mis datos, comparten mi numero, comparten mis datos con migracion, comparten mi numero con migracion, le dan mis datos a la migra, le dan mis datos a migracion, le dan mi numero a migracion, la migra puede ver esto, quien ve mis mensajes, quien lee esto, quien lee mis mensajes',
    en: 'data, my data, show my data, see my data, privacy, what do you know about me, what do you know of me, what do you keep about me, what do you have on me, what data do you have about me, do you share my data, do you share my number, do you share my number with immigration, do you share my data with immigration, do you share my data with ice, do you share my number with ice, do you share my information with ice, who can see this, who sees my messages, who reads this, who reads my messages, can ice see this',
    pt: 'dados, meus dados, os meus dados, ver meus dados, privacidade, o que sabem de mim, o que voces sabem de mim, o que voce sabe de mim, o que voces sabem sobre mim, o que guardam de mim, voces compartilham meus dados, compartilham meus dados, voces passam meu numero para a imigracao, a imigracao pode ver isso, quem le isso, quem le minhas mensagens, quem ve minhas mensagens',
    fr: 'donnees, mes donnees, voir mes donnees, confidentialite, vie privee, que savez vous de moi, que savez vous sur moi, que gardez vous de moi, qu avez vous sur moi, partagez vous mes donnees, vous partagez mes donnees, vous donnez mon numero a l immigration, qui lit mes messages, qui voit mes messages',
    ht: 'prive, privasi, vi prive, done mwen, done mwen yo, done m, enfomasyon mwen, kisa nou konnen sou mwen, kisa ou konnen sou mwen, ki sa nou konnen sou mwen, sa nou konnen sou mwen, kisa nou kenbe sou mwen, eske nou pataje done mwen, eske nou bay imigrasyon nimewo mwen, kiyes ki li mesaj mwen, kiyes ki we mesaj mwen, ki moun ki li mesaj mwen',
  },
  hide: {
    es: 'clima, el clima, pronostico, pronostico del tiempo, ocultar, esconder',
    en: 'weather, the weather, forecast, weather forecast, hide',
    pt: 'clima, o clima, tempo, previsao do tempo, esconder, ocultar',
    fr: 'meteo, la meteo, previsions meteo, cacher',
    ht: 'meteyo, meteo, la meteyo, kache',
  },
  more: {
    es: 'mas, ver mas, leer mas, mas por favor, sigue, siga, seguir, siguiente, continuar, continua, continue',
    en: 'more, see more, read more, read on, more please, next, go on, continue',
    pt: 'mais, ver mais, ler mais, mais por favor, continuar, continua, continue, proximo, seguinte',
    fr: 'suite, la suite, plus, voir plus, lire la suite, continuer, continuez, suivant',
    ht: 'plis, gade plis, li plis, kontinye, swivan',
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

/** That a person is not needed any more, as it is offered and as people say it. */
const CANCEL_CASE_WORDS = {
  es: 'ya no lo necesito, ya no necesito ayuda, ya no necesito hablar con alguien, ya no hace falta',
  en: 'no longer needed, i no longer need it, i do not need it anymore, i dont need it anymore',
  pt: 'nao preciso mais, ja nao preciso, nao preciso mais de ajuda',
  fr: "plus besoin d'aide, je n'en ai plus besoin, plus besoin",
  ht: 'm pa bezwen l anko, mwen pa bezwen l anko, m pa bezwen ankò',
} as const satisfies Record<Language, string>;

/** "Help near me", and where to sleep: words that say no city. What else they say is read by `dialogs/place-request.ts`. */
const NEAR_ME_WORDS = {
  all: {
    es: 'ayuda cerca, ayuda cerca de mi, buscar ayuda cerca, lugares cerca, lugares cerca de mi, quien me ayuda aqui, ayuda aqui',
    en: 'help near me, find help near me, help nearby, places near me, who can help me here, help here',
    pt: 'ajuda perto, ajuda perto de mim, lugares perto, lugares perto de mim, quem me ajuda aqui, ajuda aqui',
    fr: "aide pres de moi, aide pres, de l'aide pres de moi, aide a proximite, lieux pres de moi, qui m'aide ici, aide ici",
    ht: 'ed tou pre, ed tou pre m, ed tou pre mwen, ed toupre, ed toupre m, ed toupre mwen, ed bo kote m, kote ki ka ede m',
  },
  shelter: {
    es: 'albergue, albergues, refugio cerca, albergue cerca, albergues cerca, casa del migrante, casas del migrante, casa de migrantes, donde dormir, donde puedo dormir, lugar para dormir',
    en: 'shelter, shelters, shelter near me, shelters near me, where to sleep, where can i sleep, place to sleep, a place to sleep',
    pt: 'abrigo, abrigos, abrigo perto, abrigo perto de mim, casa do migrante, onde dormir, onde posso dormir, lugar para dormir',
    fr: 'abri, abris, abri pres de moi, hebergement, foyer, ou dormir, ou puis je dormir, endroit pour dormir, maison du migrant',
    ht: 'abri, abri tou pre, kote pou domi, kote pou m domi, kote m ka domi, yon kote pou m domi, kote pou mwen domi',
  },
} as const satisfies Partial<Record<Need, Record<Language, string>>>;

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
  for (const language of LANGUAGES)
    for (const text of listWords(CANCEL_CASE_WORDS[language]))
      found.set(text, { heard: { kind: 'picked', picked: { kind: 'cancel_case' } }, language });
  for (const [need, words] of Object.entries(NEAR_ME_WORDS))
    for (const language of LANGUAGES)
      for (const text of listWords(words[language])) {
        const known = found.has(text);
        found.set(text, { heard: { kind: 'picked', picked: nearMe(need as Need) }, language: known ? null : language }); // the table's own keys
      }
  return found;
}

/** "Help near me" says nothing of what is looked for: it is asked. */
function nearMe(need: Need): Picked {
  return { kind: 'find_help', around: { kind: 'unsaid' }, need: need === 'all' ? null : need };
}

function listWords(words: string): readonly string[] {
  return [...new Set(words.split(',').map(fold))];
}
