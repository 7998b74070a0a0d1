/** What a turn of the bot wants done besides its reply. The worker does it in the turn's own transaction. */
import type { CaseAmendment, NewCase } from './case.ts';
import type { CountryCode } from './country.ts';
import type { Claim } from './knowledge.ts';
import type { FactId, FactVersion } from './ids.ts';
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

/** What somebody asked that we have no fact for. Holds nothing that tells who asked. */
export interface OpenQuestion {
  readonly language: Language;
  /** At most 300 characters. Encrypted at rest. */
  readonly text: string;
}

export type Effect =
  /** Opens a case, or adds to the one that is open: a person has one at a time. */
  | { readonly kind: 'open_case'; readonly case: NewCase }
  /** The person says more about the case that is open. Does nothing when none is. */
  | ({ readonly kind: 'amend_case' } & CaseAmendment)
  /** The person needs nobody any more. An urgent case stays open: whoever holds the phone may have said so. */
  | { readonly kind: 'close_case'; readonly line: string }
  /** The open case's person is told at this time if it still waits; `country` is where they said they are. */
  | { readonly kind: 'remind'; readonly atMs: number; readonly country: CountryCode | null }
  /** The person confirmed that everything about them is to be deleted. `receipt` is the short code they were given. */
  | { readonly kind: 'erase'; readonly receipt: string }
  | { readonly kind: 'opt_out' }
  /** The person does not want to be seen with us: nothing that was not sent goes out, and we write nothing first. */
  | { readonly kind: 'hide' }
  /** The person is back from that. */
  | { readonly kind: 'come_back' }
  | { readonly kind: 'opt_in' }
  /** The person chose a language, so replies outside a turn (agents, alerts) can use it. */
  | { readonly kind: 'set_language'; readonly language: Language }
  /** What the person just sent is not kept: its words go in the turn that took them. */
  | { readonly kind: 'forget_message' }
  /** Whether an answer helped: counted by day, fact and language, without who said so. */
  | { readonly kind: 'note_feedback'; readonly fact: FactId; readonly language: Language; readonly helped: boolean }
  /** A question that we had no answer to: noted for the editors, without who asked it. */
  | ({ readonly kind: 'report_question' } & OpenQuestion)
  /** The person passed on a claim that we have no fact for: noted for the team, without who it came from. */
  | ({ readonly kind: 'report_rumour' } & Rumour)
  /** The person wants to be told when this fact's answer changes, in this language. */
  | { readonly kind: 'wish_alert'; readonly fact: FactId; readonly language: Language }
  /** `all`: of corrections too. */
  | { readonly kind: 'stop_alerts'; readonly fact: FactId | 'all' }
  /** Whether the person wants to be told when an answer they were given turns out to be another one. */
  | { readonly kind: 'allow_corrections'; readonly allowed: boolean }
  /** The person was given this answer: kept only of those who said yes to corrections. */
  | {
      readonly kind: 'note_answer';
      readonly fact: FactId;
      readonly version: FactVersion;
      readonly language: Language;
    };
