/**
 * Answers to the interview in people's own words, in all five languages together: people mix them. What is not clear is
 * no answer: it is asked again, for a wrong one would hide a way from them, or show them one that is not theirs.
 */
import type { Country } from '../src/core/country.ts';
import { DESTINATIONS } from '../src/core/pathway.ts';
import type { Destination, InterviewQuestion } from '../src/core/pathway.ts';
import type { Point } from '../src/core/place.ts';
import { fold, wordsOf } from '../src/knowledge/fold.ts';
import { compilePhrases } from '../src/knowledge/phrases.ts';
import { sidesOf } from './find-help.ts';
import { namedPlace, statedPlace } from './whereabouts.ts';
import type { Atlas } from './whereabouts.ts';
import { readYesNo } from './yes-no.ts';

export type ReadAnswer =
  | { readonly kind: 'answer'; readonly answer: string }
  | { readonly kind: 'skip' }
  /** They named a country, which may be their own or one that they pass through. */
  | { readonly kind: 'home_or_not'; readonly country: Country }
  | { readonly kind: 'unclear' };

const UNCLEAR: ReadAnswer = { kind: 'unclear' };

export function readAnswer(atlas: Atlas, question: InterviewQuestion, text: string): ReadAnswer {
  const words = wordsOf(fold(text));
  const whole = words.join(' ');
  if (SKIPS.has(whole)) return { kind: 'skip' };
  if (question === 'nationality') return answer(atlas.knowledge.countries.nationality(text));
  if (question === 'location') return readLocation(atlas, text, words);
  if (words.length > MAX_WORDS) return UNCLEAR; // a story
  switch (question) {
    case 'destination':
      return answer(ANYWHERE.has(whole) ? 'any' : readDestination(atlas, text));
    case 'fear':
      return answer(readFear(text, words));
    case 'family':
      return FAR_RELATIVES.occursIn(words) ? UNCLEAR : answer(readNamed(FAMILY, words));
    case 'offer':
      return answer(readNamed(OFFER, words));
    case 'situation':
      return answer(readNamed(SITUATION, words));
  }
}

/** Whether a text asks something: then it may be no answer, whatever it names. */
export function isQuestion(text: string): boolean {
  return /[?？]/u.test(text) || ASKING.lengthAt(wordsOf(fold(text)), 0) > 0;
}

const ASKING = compilePhrases([
  'cuanto|cuanta|cuantos|como|donde|cuando|que|quien|cual|puedo|podemos|hay|necesito',
  'es verdad|cierto',
  'me|nos dijeron',
  'how|what|where|when|who|which|can|is|are|do|does|will|should',
  'quanto|quanta|como|onde|quando|quem|qual|posso',
  'e verdade',
  'combien|comment|ou|quand|qui|quel|quelle|puis|peut|dois',
  'est ce',
  'konbyen|kijan|ki|kibo|kile|eske|kote|kouman',
]);

function answer(found: string | null): ReadAnswer {
  return found === null ? UNCLEAR : { kind: 'answer', answer: found };
}

/** An answer is short. */
const MAX_WORDS = 12;

const SKIPS = listed([
  'saltar, salto, paso, pasar, omitir, prefiero no decir, prefiero no decirlo, prefiero no contestar, no quiero decir, no se, no lo se',
  'skip, pass, prefer not to say, i prefer not to say, rather not say, i dont know, i do not know, dont know, not sure, idk',
  'pular, prefiro nao dizer, prefiro nao responder, nao sei, nao quero dizer',
  'passer, je prefere ne pas dire, je prefere ne pas repondre, je ne sais pas, je sais pas',
  'sote, m pa konnen, mwen pa konnen, m pito pa di, mwen pito pa di, mwen prefere pa di',
]);

const ANYWHERE = listed([
  'cualquiera, cualquiera de los tres, los tres, todos, me da igual, da igual, donde sea',
  'any, any of them, any of the three, anywhere, all, all of them, all three, wherever',
  'qualquer, qualquer um, os tres, todos, tanto faz',
  'n importe, n importe lequel, n importe ou, les trois, tous, peu importe',
  'nenpot, nenpot kote, tou le twa, tout',
]);

function listed(lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap((list) => list.split(', ')));
}

/** Where they are is not where they want to go: each part of the sentence is read by itself. */
function readDestination(atlas: Atlas, text: string): Destination | null {
  const parts = text.split(/[,.;\n]| (?:y|and|e|et|ak|epi|pero|but|mas|mais) /iu);
  const wanted = parts.flatMap((part) => (statedPlace(atlas, part) === null ? destinationIn(atlas, part) : []));
  const [destination, ...others] = new Set(wanted);
  return destination !== undefined && others.length === 0 ? destination : null;
}

function destinationIn(atlas: Atlas, text: string): readonly Destination[] {
  const code = namedPlace(atlas, text)?.country.code;
  return DESTINATIONS.filter((destination) => destination === code);
}

const AT_HOME = compilePhrases([
  'mi pais|casa|tierra|pueblo',
  'en casa',
  'my country|home',
  'at home',
  'meu pais',
  'minha casa|terra|cidade',
  'em casa',
  'mon pays',
  'chez moi|nous',
  'peyi mwen|m|nou',
  'lakay',
]);

const ON_THE_WAY = compilePhrases([
  'en camino|ruta|transito|viaje',
  'en el camino',
  'de paso',
  'on the|my way|road|route',
  'in transit',
  'no caminho',
  'a caminho',
  'de passagem',
  'em viagem',
  'en route|chemin|voyage',
  'sur la route',
  'sou|nan wout',
]);

function readLocation(atlas: Atlas, text: string, words: readonly string[]): ReadAnswer {
  const isElsewhere = words.some((word) => GOING.has(word)); // "voy para Estados Unidos" is not where they are
  const country = (statedPlace(atlas, text) ?? (isElsewhere ? null : namedPlace(atlas, text)))?.country ?? null;
  if (country !== null && isDestination(country)) return answer(country.code);
  const isHome = AT_HOME.occursIn(words);
  const isOnTheWay = ON_THE_WAY.occursIn(words);
  if (isHome !== isOnTheWay) return answer(isHome ? 'home' : 'on_the_way');
  return country === null ? UNCLEAR : { kind: 'home_or_not', country };
}

function isDestination({ code }: Country): boolean {
  return DESTINATIONS.some((destination) => destination === code);
}

/** A pin on the map, as an answer to where they are. Near a border it does not say on which side. */
export function readPin({ knowledge }: Atlas, point: Point): ReadAnswer {
  const [city, ...others] = sidesOf(knowledge.places.nearestCities(point));
  const country = city === undefined || others.length > 0 ? null : knowledge.countries.find(city.country);
  if (country === null) return UNCLEAR;
  return isDestination(country) ? answer(country.code) : { kind: 'home_or_not', country };
}

const GOING = new Set(
  'voy vamos ir irme quiero rumbo go going want vou vamos indo quero vais allons aller veux pral ale vle'.split(' '),
);

/**
 * A yes in many words, a no only in few. "No puedo volver, me matan" begins with "no" and means the opposite; and a wrong
 * no would hide asylum from somebody who is in danger.
 */
function readFear(text: string, words: readonly string[]): string | null {
  const bare = readYesNo(text);
  if (bare !== null) return bare;
  if (UNAFRAID.has(words.join(' '))) return 'no';
  if (words.some((word) => NEGATIONS.has(word))) return null;
  return readYesNo(words[0] ?? '') === 'yes' || AFRAID.occursIn(words) ? 'yes' : null;
}

const AFRAID = compilePhrases([
  'miedo|temo|tememos|temor',
  'afraid|scared|fear',
  'medo|temo',
  'peur|crains',
  'm|mwen|nou pe',
  'un poco|peu', // so little is enough to ask a lawyer
  'a little',
  'um pouco',
  'yon ti',
]);

const UNAFRAID = listed([
  'no tengo miedo, no tengo ningun miedo, no temo, no me da miedo, no gracias, no nadie',
  'no i am not, no im not, i am not, im not, not afraid, i am not afraid, im not afraid, no one, no fear, nope',
  'nao tenho medo, nao tenho, nao temo, ninguem',
  'je n ai pas peur, j ai pas peur, pas peur, non merci',
  'm pa pe, mwen pa pe, non m pa pe',
]);

const NEGATIONS = new Set(
  'no not dont doesnt isnt never nao nem nunca non pas ne ni n jamais pa sin sem sans san without'.split(' '),
);

const NONE = listed([
  'no, ninguno, ninguna, nada, nadie, nada de esto, nada de eso, no tengo, no tengo a nadie, no tengo familia, no hay',
  'none, nothing, no one, nobody, none of these, none of this, i have none, i have nobody, i have no one, no family, nope',
  'nao, nenhum, nenhuma, nada, ninguem, nada disso, nenhum desses, nao tenho, nao tenho ninguem',
  'non, aucun, aucune, rien, rien de tout ca, je n ai personne, je n en ai pas, pas de famille',
  'non, okenn, anyen, pesonn, okenn nan sa yo, pa genyen, pa gen, m pa genyen, mwen pa genyen, m pa gen, mwen pa gen, m pa gen pesonn',
]);

type Named = readonly (readonly [answer: string, words: ReturnType<typeof compilePhrases>])[];

const FAMILY: Named = [
  ['citizen', compilePhrases(['ciudadan*|citizen*|cidada*|citoyen*|sitwayen*'])],
  ['resident', compilePhrases(['residen*|rezidan*', 'green card', 'tarjeta verde'])],
  ['protected', compilePhrases(['asilo|asilad*|asylum|asylee*|asile|azil|refugi*|refij*'])],
];

/** No law of the three countries counts them as close family. */
const FAR_RELATIVES = compilePhrases([
  'tio|tia|tios|primo|prima|primos|sobrin*|cunad*|abuel*|amig*|novio|novia|suegr*|yerno|nuera',
  'uncle*|aunt*|cousin*|niece*|nephew*|friend*|grand*|boyfriend|girlfriend|fiance*',
  'avo|avos|cunhad*|namorad*|sogr*',
  'oncle*|tante*|neveu*|ami|amie|amis|beau|belle|copain|copine',
  'tonton|matant|kouzen*|kouzin*|zanmi|granme|granpe',
]);

const OFFER: Named = [
  ['job', compilePhrases(['trabaj*|emple*|job*|work*|emprego*|trabalh*|travail*|emploi*|travay|patron'])],
  [
    'study',
    compilePhrases([
      'estud*|escuela|universidad|beca|study*|studies|school|college|university|scholarship',
      'escola|faculdade|universidade|bolsa|etud*|ecole|universite|bourse|etid*|lekol|inivesite',
    ]),
  ],
];

const SITUATION: Named = [
  [
    'victim',
    compilePhrases(['victim*|vitima*|viktim*|abus*|maltrat*|violencia|violence|violans|trata|trafficking|traite']),
  ],
  [
    'child_alone',
    compilePhrases([
      'menor|menores|mineur*|minor|minors|unaccompanied|alone|sozinh*|seul|seule',
      'estoy solo|sola',
      'pou kont mwen|m',
    ]),
  ],
  [
    'wants_home',
    compilePhrases([
      'volver|regresar a mi|casa',
      'irme a mi',
      'go|return|back home',
      'return|back to my',
      'voltar para|pra|ao|a casa|minha|meu',
      'rentrer|retourner chez|dans|au|en',
      'tounen|retounen lakay|nan|an|ayiti',
    ]),
  ],
];

/** The one answer that is named. Several, or "not a citizen", say too little. */
function readNamed(named: Named, words: readonly string[]): string | null {
  if (NONE.has(words.join(' '))) return 'none';
  if (words.some((word) => NEGATIONS.has(word))) return null;
  const [found, ...others] = named.filter(([, phrases]) => phrases.occursIn(words));
  return found !== undefined && others.length === 0 ? found[0] : null;
}
