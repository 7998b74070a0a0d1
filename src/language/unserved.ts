/** What is said to people whose language Faro does not speak, each in their own, over `locales/unserved.json`. */
import texts from '../../locales/unserved.json' with { type: 'json' };
import type { UnservedLanguage } from '../core/language.ts';

interface UnservedText {
  /** The language's own name for itself. */
  readonly name: string;
  /** `draft` until somebody who speaks it has read it. */
  readonly status: string;
  /** The title of the choice to talk to a person. At most 20 characters: it must fit a button. */
  readonly human: string;
  /** All of it, in at most 300 characters. */
  readonly whatsapp: string;
  /** The same in short: with the numbered languages below it, no more than two segments of any alphabet. */
  readonly sms: string;
}

export const UNSERVED_TEXTS = texts satisfies Record<UnservedLanguage, UnservedText>;
