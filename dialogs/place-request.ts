/**
 * "Albergue en Juárez", "estoy en Tapachula", "where can I sleep tonight": a message that asks for places near somebody, or
 * only says where they are. It is read word by word: what says more than that is a question, and has better answers.
 */
import type { FoundLocation, Places } from '../src/core/place.ts';
import { fold, wordsOf } from '../src/knowledge/fold.ts';
import { compilePhrases } from '../src/knowledge/phrases.ts';
import { needAt } from './needs.ts';
import type { Need } from './needs.ts';
import { isAlarmed } from './talk.ts';
import type { Talk } from './talk.ts';

export interface PlaceRequest {
  readonly found: FoundLocation;
  /** Null: they only say where they are. */
  readonly need: Need | null;
}

/** Longer texts are stories. */
const MAX_WORDS = 25;
/** "Santo Domingo, República Dominicana". */
const MAX_NAME_WORDS = 4;

/** The places that somebody asks for: by what they need, or by saying only where they are. */
export function placesAskedFor(talk: Talk): PlaceRequest | null {
  if (talk.heard.kind !== 'text') return null;
  const request = readPlaceRequest(talk.knowledge.places, talk.heard.text);
  if (request === null || request.need !== null) return request;
  if (isAlarmed(talk)) return null; // they tell it to whoever comes to them
  // A country alone is asked about in many ways: what we have to say of it comes first.
  const isClear = request.found.kind !== 'country' || ['unknown', 'chat'].includes(talk.match().outcome);
  return isClear ? request : null;
}

/** @returns null when it is about something else */
export function readPlaceRequest(places: Pick<Places, 'locate' | 'besides'>, text: string): PlaceRequest | null {
  const words = wordsOf(fold(text));
  // Most messages are about something else, and names are not looked for in them: that is what costs.
  if (words.length > MAX_WORDS || readWords(words).others > MAX_OTHERS + MAX_NAME_WORDS) return null;
  const { need, others, isNear } = readWords(places.besides(text));
  const found = places.locate(text);
  if (need === null) return others === 0 && found.kind !== 'none' ? { found, need } : null;
  if (found.kind === 'none' && need !== 'shelter' && !isNear) return null;
  return others <= OTHERS_ALLOWED[need] ? { found, need } : null;
}

/** The need that a message names, in answer to what they look for: with a word more than that at most. */
export function readNeed(text: string): Need | null {
  const words = wordsOf(fold(text));
  if (words.length > MAX_WORDS) return null;
  const { need, others } = readWords(words);
  return others <= 1 ? need : null;
}

/** So many words may be about something else: a bed is asked for in many ways, a lawyer has more to answer. */
const OTHERS_ALLOWED = {
  shelter: 2,
  legal: 0,
  refuge: 0,
  documents: 0,
  health: 0,
  family_search: 0,
  all: 0,
} as const satisfies Record<Need, number>;
const MAX_OTHERS = Math.max(...Object.values(OTHERS_ALLOWED));

interface ReadWords {
  /** The first that is named; "all" only when nothing else is. */
  readonly need: Need | null;
  /** Words that belong to no such request. */
  readonly others: number;
  /** Whether they say "near me". */
  readonly isNear: boolean;
}

function readWords(words: readonly string[]): ReadWords {
  const needs: Need[] = [];
  let others = 0;
  let isNear = false;
  let at = 0;
  while (at < words.length) {
    const named = needAt(words, at);
    const near = NEAR_ME.lengthAt(words, at);
    if (FOOD.lengthAt(words, at) > 0) isNear = true; // it is asked for where one is
    if (named !== null) needs.push(named.need);
    else if (near > 0) isNear = true;
    else if (!FILLERS.has(words[at] ?? '')) others += 1;
    at += Math.max(named?.length ?? 0, near, 1);
  }
  return { need: needs.find((need) => need !== 'all') ?? needs[0] ?? null, others, isNear };
}

const FOOD = compilePhrases(['comida|comidas|comedor|comedores|food|nourriture|manje']);

const NEAR_ME = compilePhrases([
  'cerca|cercano|cercana|cercanos',
  'cerca de mi|aqui|nosotros',
  'near|close|nearby|closest|nearest',
  'near|close to|by me|us|here',
  'perto|proximo',
  'perto de mim|nos',
  'pres|proche',
  'pres de moi|nous|chez',
  'tou pre|pre',
  'pre mwen|m|nou|isit',
]);

/** Words that people put around what they look for and where they are, folded. */
const FILLERS = new Set(
  [
    'no tengo tenemos fabor ayudenme urjente nesesito nesecito nesesitamos ijo ija ijos ijas',
    'hola buenas buenos dias tardes noches oiga disculpe por favor porfa gracias urgente',
    'donde adonde hay habra encuentro consigo conseguir queda quedan busco buscando buscamos necesito necesitamos quiero',
    'queremos quisiera ocupo puedo podemos se sabe saben alguien algun alguna algunos algo un una unos unas el la los las lo',
    'de del en a al para pa con por y o que me nos mi mis yo soy estoy estamos ando andamos llegue llegamos vivo acabo llegar',
    'aqui aca ahora ahorita hoy ya esta este noche manana gratis gratuito gratuita seguro segura barato ciudad zona lugar',
    'lugares familia familias hijo hija hijos hijas nino nina ninos ninas bebe mujer mujeres hombre hombres esposa esposo mama',
    'solo sola migrante migrantes inmigracion migracion inmigrantes embarazada ayudame ayudeme',
    'hi hello please where is are there any some a an the in at for to of and or me my us we i im am do you know need want',
    'looking look find get can could someone somebody who tonight now today here night free safe cheap city place places with',
    'family families kids kid child children son daughter baby woman women man men wife husband migrants migrant immigration',
    'arrived just living live stay staying stuck',
    'oi ola bom dia boa onde tem ha um uma uns umas o os as no na nos nas em do da dos das para pra com e eu estou estamos',
    'moro moramos cheguei chegamos preciso precisamos quero queremos procuro procurando procuramos achar encontrar posso aqui',
    'hoje agora noite filho filha filhos filhas crianca criancas mulher mulheres homem sozinho sozinha seguro imigracao',
    'imigrantes cidade meu minha meus minhas gratuita',
    'bonjour bonsoir salut svp s il vous plait ou y est ce qu que t un une des le la les l d du au aux en dans et je j ai suis',
    'nous sommes on avons cherche cherchons besoin veux voudrais trouver peux puis peut pour avec ma mon mes famille enfants',
    'enfant bebe femme femmes homme soir nuit aujourd hui ici maintenant gratuit gratuite ville vis habite migrants arrive',
    'bonjou bonswa tanpri kote ki gen genyen yon nan an pou m mwen nou n ap chache bezwen vle jwenn ka la isit kounye a aswe',
    'jodi fanmi timoun pitit ti fanm gason ak avek gratis migran yo ye rete viv te fek vil pa mwenm',
    // Of a city in its state: the state says no more than the city does.
    'chiapas tabasco tamaulipas coahuila sonora jalisco guerrero puebla hidalgo nuevo leon baja california bc texas tx ny fl',
    'florida arizona az illinois il ontario quebec',
  ].flatMap((line) => line.split(' ')),
);
