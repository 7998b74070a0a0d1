/**
 * The words around a name that tell what it means: where somebody is, where they want to go, where they come from; and the
 * names that are words of every day too.
 */
import { compilePhrases } from '../phrases.ts';
import type { Phrases } from '../phrases.ts';

/** What a name stands for in its sentence. */
export type NameRole = 'here' | 'going' | 'origin';

/** In all five languages together, folded: people mix them. Each ends where the name begins. */
const ROLE_WORDS: Readonly<Record<NameRole, readonly string[]>> = {
  here: [
    'estoy|estamos|estando|ando|andamos|andando|vivo|vivimos|viviendo|toy|estou|moro|moramos|vivemos en|em|no|na|nos|por|aqui|aca',
    'llegue|llegamos|quede|quedamos|cheguei|chegamos a|en|em|no|na',
    'aqui|aca|ya|varado|varada|varados|cerca|ahora|ahorita en|de|a',
    'aqui|perto|agora em|no|na|de|do|da',
    'escribo|escribimos|hablo|hablamos|llamo|saludos desde|de',
    'writing|calling|texting from',
    'am|im|were|are|is|live|living|stay|staying|stuck|here|arrived|now|near in|at',
    'near',
    'suis|sommes|est|habite|habitons|vis|vivons|reste|ici|arrive|arrives|bloque|bloques|pres|maintenant a|au|aux|en|dans|de',
    'mwen|m|nou|rete|viv|isit|rive|kounye nan|an|ann|a|o',
  ],
  going: [
    'ir|voy|vamos|irme|irnos|llegar|llego|viajar|cruzar|pasar|subir|regresar|volver|vuelvo|camino|rumbo|iremos a|para|pa|hacia|hasta|por',
    'vou|indo|chegar|chego|atravessar|voltar|viajo a|para|pra|pro|ao|aos|no|na|nos|pros',
    'hacia|hasta|vers',
    'go|going|get|travel|traveling|cross|crossing|heading|come|coming|move|return|back|reach to|into',
    'reach|reaching|enter|entering',
    'aller|vais|allons|va|arriver|passer|partir|retourner|entrer|voyager|route a|au|aux|en|pour|vers|dans',
    'ale|pral|rive|pase|antre|tounen|vwayaje nan|an|ann|o|a|pou',
  ],
  origin: [
    'soy|somos|es|vengo|venimos|viene|sali|salimos|salio|originario|originaria|nacido|nacida|vim|venho|sou|vem de|da|do|del|dos',
    'naci|nacimos|nasci em|en|no|na',
    'vengo|venimos|vine|vinimos|sali|salimos|viaje|camine|caminamos desde',
    'soy|somos|sou|suis|sommes',
    'mwen|m|nou|n|li|yo se', // "nou se ayisyen"
    'am|im|are|were a|an',
    'am|im|are',
    'from',
    'born in',
    'viens|venons|vient|originaire|parti|suis|ne|nee de|du|d|des|a|en|au|aux',
    'soti|sot nan|an|ann|o',
    'soti|sot',
  ],
};

const ROLES = Object.entries(ROLE_WORDS).map(([role, texts]) => ({
  role: role as NameRole, // the keys of a record of roles
  phrases: compilePhrases(texts),
}));

/** What may stand between such a word and the name. */
const ARTICLES = compilePhrases([
  'el|la|los|las|o|os|as|le|les|l|the|d|un',
  'la ciudad|cidade|frontera|zona de|del',
  'ciudad|cidade|ville|vil|city de|of',
]);

/** A word that places what follows it, whoever is there. */
const PLACING = compilePhrases([
  'en|in|em|nan|au|aux|hacia|vers|from|desde',
  'albergue|albergues|abrigo|abrigos|shelter|shelters|consulado|consulate|consulat',
  'albergue|albergues|abrigo|abrigos|consulado de|em|do',
]);

/** The longest of the phrases above. */
const MOST_WORDS = 3;

/** @param start - where the name begins */
export function roleOf(words: readonly string[], start: number): NameRole | null {
  const role = ROLES.find(
    ({ phrases }) => standsBefore(phrases, words, start) || standsBeforeArticle(phrases, words, start),
  );
  return role?.role ?? null;
}

/** Whether the word right before a name says that it is one of a place: "en quito", but not "en el pueblo" (Puebla). */
export function isPlaced(words: readonly string[], start: number): boolean {
  return [PLACING, ...ROLES.map(({ phrases }) => phrases)].some((phrases) => standsBefore(phrases, words, start));
}

function standsBefore(phrases: Phrases, words: readonly string[], end: number): boolean {
  return startsWithin(end).some((start) => start + phrases.lengthAt(words, start) === end);
}

function standsBeforeArticle(phrases: Phrases, words: readonly string[], end: number): boolean {
  return startsWithin(end).some(
    (start) => start + ARTICLES.lengthAt(words, start) === end && standsBefore(phrases, words, start),
  );
}

function startsWithin(end: number): readonly number[] {
  return Array.from({ length: Math.min(MOST_WORDS, end) }, (_, index) => end - 1 - index);
}

/**
 * Names that mean something else more often than not, folded: "el paso siguiente", "se usa así", "mi hijo Santiago". They
 * count when they are all that is written, or when a word of place or their country says so.
 */
const EVERYDAY_NAMES: ReadonlySet<string> = new Set([
  'altar',
  'chama', // "she calls", in Portuguese
  'chamo',
  'camarones',
  'chad',
  'chile',
  'china',
  'david',
  'el paso',
  'india',
  'iran',
  'jeremi',
  'jeremie',
  'la paz',
  'leon',
  'lima',
  'natal',
  'progreso',
  'quito',
  'salvador',
  'santiago',
  'turbo',
  'usa',
  'victoria',
]);

/** Two letters are too few to be a name by themselves, whatever they stand for. */
export function isEverydayName(name: string): boolean {
  return name.length <= 2 || EVERYDAY_NAMES.has(name);
}

/** Words of every day that one slip makes a name, folded. More are near to one, but hardly stand where a name would. */
const ORDINARY_WORDS: ReadonlySet<string> = new Set([
  'afoga',
  'arriba',
  'barrados',
  'calle',
  'cancha',
  'casada',
  'casado',
  'change',
  'chanje',
  'chien',
  'chyen',
  'conge',
  'cuenta',
  'cunada',
  'cunhada',
  'encerrada',
  'franse',
  'jamais',
  'janti',
  'manana',
  'marco',
  'medecin',
  'medico',
  'paraguas',
  'plazo',
  'pueblo',
  'quitte',
  'seria',
  'serie',
  'serio',
  'sirve',
  'tampoco',
  'terca',
  'valiz',
]);

export function isOrdinaryWord(word: string): boolean {
  return ORDINARY_WORDS.has(word);
}
