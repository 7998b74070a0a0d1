/** What a turn of the bot wants done besides its reply. The worker does it in the turn's own transaction. */
import type { NewCase } from './case.ts';
import type { Language } from './language.ts';

export type Effect =
  | { readonly kind: 'open_case'; readonly case: NewCase }
  /** The person confirmed that everything about them is to be deleted. `receipt` is the short code they were given. */
  | { readonly kind: 'erase'; readonly receipt: string }
  | { readonly kind: 'opt_out' }
  | { readonly kind: 'opt_in' }
  /** The person chose a language, so replies outside a turn (agents, alerts) can use it. */
  | { readonly kind: 'set_language'; readonly language: Language };
