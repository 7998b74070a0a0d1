/** What a turn of the bot wants done besides its reply. The worker does it in the turn's own transaction. */
import type { NewCase } from './case.ts';
import type { Claim } from './knowledge.ts';
import type { Language } from './language.ts';
import type { Inbound } from './message.ts';

/** Something people say or offer that we have no fact for. Holds nothing that tells who passed it on. */
export interface Rumour extends Claim {
  readonly language: Language;
  /** WhatsApp's mark on a copied message. */
  readonly forwarded: NonNullable<Inbound['forwarded']> | null;
  /** At most 1,000 characters. Encrypted at rest, with the place and the price. */
  readonly text: string;
}

export type Effect =
  | { readonly kind: 'open_case'; readonly case: NewCase }
  /** The person confirmed that everything about them is to be deleted. `receipt` is the short code they were given. */
  | { readonly kind: 'erase'; readonly receipt: string }
  | { readonly kind: 'opt_out' }
  | { readonly kind: 'opt_in' }
  /** The person chose a language, so replies outside a turn (agents, alerts) can use it. */
  | { readonly kind: 'set_language'; readonly language: Language }
  /** The person passed on a claim that we have no fact for: noted for the team, without who it came from. */
  | ({ readonly kind: 'report_rumour' } & Rumour);
