/** From what came in to what was said, before any conversation has its turn. */
import { readChoiceId } from '../../dialogs/choices.ts';
import type { Heard, Unreadable } from '../../dialogs/talk.ts';
import type { CarrierKeyword, InboundContent } from '../core/message.ts';
import type { Language } from '../core/language.ts';
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
      return heard({ kind: 'unreadable', what: 'location' });
    case 'contacts':
      return heard({ kind: 'unreadable', what: 'contact' });
    case 'form':
    case 'unsupported':
    case 'reaction': // the rest are no turns and do not come here; if one did, this is what we would say of it
    case 'identity_changed':
    case 'edited':
    case 'revoked':
      return heard({ kind: 'unreadable', what: 'other' });
  }
}

const KEYWORD_MEANS = { stop: 'stop', start: 'start', help: 'help' } as const satisfies Record<CarrierKeyword, string>;

const UNREADABLE = {
  voice: 'voice',
  audio: 'voice',
  image: 'picture',
  video: 'picture',
  document: 'picture',
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
  if (word !== null) return { heard: word.heard, wordLanguage: word.language };
  if (isHumanRequest(fold(text))) return heard({ kind: 'word', word: 'human' });
  return heard({ kind: 'text', text, captionOf });
}

/** The choice whose number or very title was typed. */
function pickOffered(text: string, offered: readonly Choice[], language: Language): Heard | null {
  if (offered.length === 0) return null;
  const folded = fold(text);
  const number = readNumber(text, language);
  const choice = number === null ? offered.find(({ title }) => fold(title) === folded) : offered[number - 1];
  if (choice !== undefined && folded !== '') return { kind: 'picked', picked: readChoiceId(choice.id) };
  return number === null || number === 0 ? null : { kind: 'out_of_range', max: offered.length };
}

/** Nothing but spaces and punctuation. An emoji is not blank: some of them are cries for help. */
function isBlank(text: string): boolean {
  return /^[\p{P}\p{Z}\p{C}]*$/u.test(text);
}

function heard(what: Heard): Understood {
  return { heard: what, wordLanguage: null };
}
