/** From what came in to what was said, before any conversation has its turn. */
import { readChoiceId } from '../../dialogs/choices.ts';
import type { Heard, Unreadable } from '../../dialogs/talk.ts';
import { readYesNo } from '../../dialogs/yes-no.ts';
import type { CarrierKeyword, InboundContent } from '../core/message.ts';
import type { Language } from '../core/language.ts';
import type { Point } from '../core/place.ts';
import type { Choice } from '../core/reply.ts';
import { isHumanRequest } from './human-request.ts';
import { readNumber } from './numbers.ts';
import { findWord, fold } from './words.ts';

export interface Understood {
  readonly heard: Heard;
  /** The language that a known word belongs to, when it belongs to one alone. */
  readonly wordLanguage: Language | null;
}

/**
 * @param offered - what the last reply offered, in order: "2" means the second of them on every channel
 * @param language - of the chat so far
 */
export function understand(content: InboundContent, offered: readonly Choice[], language: Language): Understood {
  switch (content.kind) {
    case 'text':
      return understandText(content.text, offered, language, null);
    case 'choice':
      return heard({ kind: 'picked', picked: readChoiceId(content.id) });
    case 'keyword':
      return heard({ kind: 'word', word: KEYWORD_MEANS[content.keyword] });
    case 'voice':
    case 'audio':
    case 'image':
    case 'video':
    case 'document':
    case 'sticker': {
      const caption = content.media.caption ?? '';
      if (isBlank(caption)) return heard({ kind: 'unreadable', what: UNREADABLE[content.kind] });
      return understandText(caption, offered, language, UNREADABLE[content.kind]);
    }
    case 'order':
      if (isBlank(content.text ?? '')) return heard({ kind: 'unreadable', what: 'other' });
      return understandText(content.text ?? '', offered, language, 'other');
    case 'location':
      return heard({ kind: 'location', point: roundPoint(content) });
    case 'contacts':
      return heard({ kind: 'unreadable', what: 'contact' });
    case 'unsupported':
      return heard({ kind: 'unreadable', what: 'unsupported' });
    case 'form':
    case 'reaction': // the rest are no turns and do not come here; if one did, this is what we would say of it
    case 'identity_changed':
    case 'edited':
    case 'revoked':
      return heard({ kind: 'unreadable', what: 'other' });
  }
}

/** To the kilometre: nearer than that nobody needs to be known to find a city. */
function roundPoint({ latitude, longitude }: Point): Point {
  return { latitude: Number(latitude.toFixed(2)), longitude: Number(longitude.toFixed(2)) };
}

const KEYWORD_MEANS = { stop: 'stop', start: 'start', help: 'help' } as const satisfies Record<CarrierKeyword, string>;

const UNREADABLE = {
  voice: 'voice',
  audio: 'voice',
  image: 'picture',
  video: 'picture',
  document: 'document',
  sticker: 'sticker',
} as const satisfies Record<string, Unreadable>;

function understandText(
  text: string,
  offered: readonly Choice[],
  language: Language,
  captionOf: Unreadable | null,
): Understood {
  if (isBlank(text)) return heard({ kind: 'unreadable', what: 'sticker' });
  const picked = pickOffered(text, offered, language);
  if (picked !== null) return heard(picked);
  const word = findWord(text);
  if (word !== null && !asksAboutPicture(word.heard, captionOf))
    return { heard: word.heard, wordLanguage: word.language };
  if (isHumanRequest(fold(text))) return heard({ kind: 'word', word: 'human' });
  return heard({ kind: 'text', text, captionOf });
}

/** "Who is this?" under a picture is not about us. */
function asksAboutPicture(word: Heard, captionOf: Unreadable | null): boolean {
  return captionOf !== null && word.kind === 'word' && word.word === 'who';
}

/** The choice whose number or very title was typed. */
function pickOffered(text: string, offered: readonly Choice[], language: Language): Heard | null {
  if (offered.length === 0) return null;
  const folded = fold(text);
  const number = readNumber(text, language);
  const choice = number === null ? findTitle(text, offered) : offered[number - 1];
  if (choice !== undefined && folded !== '') return { kind: 'picked', picked: readChoiceId(choice.id) };
  return number === null || number === 0 ? null : { kind: 'out_of_range', max: offered.length };
}

/** By its very words, or as a bare yes or no under an answer that asks whether it helped. */
function findTitle(text: string, offered: readonly Choice[]): Choice | undefined {
  const folded = fold(text);
  const yesNo = readYesNo(text);
  return offered.find(({ id, title }) => {
    if (fold(title) === folded) return true;
    const picked = yesNo === null ? null : readChoiceId(id);
    return picked?.kind === 'feedback' && picked.helped === (yesNo === 'yes');
  });
}

/** Nothing but spaces and punctuation. An emoji is not blank: some of them are cries for help. */
function isBlank(text: string): boolean {
  return /^[\p{P}\p{Z}\p{C}]*$/u.test(text);
}

function heard(what: Heard): Understood {
  return { heard: what, wordLanguage: null };
}
