/**
 * "I would like to talk to a real person, please": a wish that people word in many ways and that must work from any
 * point, so it is read by its parts and not from a list of sentences. Whole messages only: somebody who says more has
 * something to say that must be heard first.
 */
import type { Language } from '../core/language.ts';
import { editDistance } from '../knowledge/edit-distance.ts';
import { remember } from '../knowledge/remember.ts';
import { soundOf } from '../knowledge/sound.ts';

/** Parts of the wish, on folded text: what may come before, the wish itself, with whom, what may come after. */
const PARTS = {
  es: {
    before: 'hola|buenas|buenos dias|buenas tardes|buenas noches|por favor|disculpe|oiga|yo|si',
    wish: '(?:(?:quiero|quisiera|necesito|puedo|podria|deseo|me gustaria|prefiero|puede|quiere|como puedo) )?(?:hablar|platicar|conversar|chatear|comunicarme|contactar|contactarme)(?: (?:con|cn|a))?|(?:quiero|necesito|pasame|paseme|comunicame|comuniqueme|deme|me pasa|me pasas)(?: (?:con|a))?',
    whom: '(?:un |una |algun |alguna |el |la )?(?:alguien|persona|humano|humana|ser humano|agente|asesor|asesora|operador|operadora|trabajador social|trabajadora social|gente|voluntario|voluntaria)(?: (?:real|de verdad|humana|humano|de ustedes|del equipo))?',
  },
  en: {
    before: 'hi|hello|hey|please|sorry|yes|ok',
    wish: '(?:(?:i want|i need|i would like|id like|i d like|i like|can i|could i|may i|how can i|let me|i prefer|wanna|i wanna)(?: to)? )?(?:talk|speak|chat)(?: (?:to|with))?|(?:i want|i need|get me|give me|connect me (?:to|with)|transfer me to|put me through to)',
    whom: '(?:a |an |the |some )?(?:someone|somebody|person|human|human being|agent|operator|representative|real person|live person|live agent|advisor|counselor|volunteer|people)(?: (?:real|please|there|from your team))?',
  },
  pt: {
    before: 'oi|ola|bom dia|boa tarde|boa noite|por favor|desculpe|sim',
    wish: '(?:(?:quero|queria|gostaria de|preciso|posso|poderia|da pra|prefiro|como posso) )?(?:falar|conversar)(?: com)?|(?:quero|preciso de|me passa|me passe|passa)(?: (?:para|com|pra))?',
    whom: '(?:um |uma |un |una |o |a )?(?:alguem|pessoa|humano|humana|ser humano|agente|atendente|operador|operadora|gente)(?: (?:real|de verdade|de voces|da equipe|humano))?',
  },
  fr: {
    before: 'bonjour|bonsoir|salut|svp|s il vous plait|s il te plait|pardon|oui',
    wish: '(?:(?:je veux|je voudrais|j aimerais|je souhaite|j ai besoin de|puis je|est ce que je peux|je peux|peut on|comment) )?(?:parler|discuter)(?: (?:a|avec))?|(?:je veux|je voudrais|j ai besoin d|passez moi|passe moi)',
    whom: '(?:un |une |l )?(?:quelqu un|kelkun|kelqun|personne|humain|etre humain|agent|conseiller|conseillere|operateur|vraie personne|benevole)(?: (?:reelle|reel|de vrai|humaine|humain|de l equipe))?',
  },
  ht: {
    before: 'bonjou|bonswa|alo|tanpri|eskize m|wi',
    wish: '(?:(?:mwen|m) (?:vle|ta vle|ta renmen|bezwen|ka) |eske (?:mwen|m) ka |vle |bezwen )?(?:pale|koze)(?: (?:ak|avek|ave))?|(?:mwen|m) (?:vle|bezwen)',
    whom: '(?:yon |kek )?(?:moun|moun toutbon|vre moun|ajan|konseye|operate|moun ki vivan)(?: (?:toutbon|tout bon|vivan|nan ekip la))?',
  },
} as const satisfies Record<Language, { readonly before: string; readonly wish: string; readonly whom: string }>;

const AFTER =
  'por favor|porfavor|porfa|please|now|ahora|ya|ahorita|urgente|svp|s il vous plait|tanpri|agora|maintenant|kounye a|gracias|thanks';

const PATTERNS = Object.values(PARTS).map(
  ({ before, wish, whom }) => new RegExp(`^(?:(?:${before}) )*(?:${wish}) (?:${whom})(?: (?:${AFTER}))*$`, 'u'),
);

/** Longer messages say more than the wish. */
const MOST_WORDS = 14;
const SHORTEST_WORD = 3;
/** Below this many sounds too many words resemble each other. */
const SHORTEST_PART = 4;

interface Part {
  readonly word: string;
  readonly sound: string;
}

const WORDS: ReadonlySet<string> = new Set(
  [...Object.values(PARTS).flatMap((parts) => Object.values(parts)), AFTER].join(' ').match(/[a-z]+/gu),
);
/** What somebody may have meant: short words resemble too many others. */
const MEANT: readonly Part[] = [...WORDS]
  .map((word) => ({ word, sound: soundOf(word) }))
  .filter(({ sound }) => sound.length >= SHORTEST_PART);

/** The word of the parts that this one sounds like, or misses by one slip; else the word itself. */
const repair = remember((word: string): string => {
  if (word.length < SHORTEST_WORD || WORDS.has(word)) return word;
  const sound = soundOf(word);
  const meant =
    MEANT.find((part) => part.sound === sound) ??
    MEANT.find((part) => isNear(part.sound, sound)) ??
    MEANT.find((part) => isNear(part.word, word));
  return meant?.word ?? word;
});

function isNear(one: string, other: string): boolean {
  return Math.abs(one.length - other.length) <= 1 && editDistance(one, other) <= 1;
}

/** @param folded - the whole message, folded; a long one is folded to nothing */
export function isHumanRequest(folded: string): boolean {
  if (folded === '') return false;
  if (fits(folded)) return true;
  const words = folded.split(' ');
  return words.length <= MOST_WORDS && fits(words.map(repair).join(' '));
}

function fits(text: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(text));
}
