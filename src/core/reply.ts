/**
 * What Faro says, before a channel gives it a shape. One reply per turn: WhatsApp bills replies, limits them per
 * person, and does not keep several in order.
 */
import type { Language } from './language.ts';

/** Something the person may pick. Shown as a button, a list row or a number; picked days later, `id` still says what it meant. */
export interface Choice {
  /** Self-describing and versioned, for example `v1:fact:us-asylum-fees`. At most 200 characters. */
  readonly id: string;
  /** At most 20 characters where it must fit a button, 24 in a list: `render` refuses longer ones. */
  readonly title: string;
  /** A second line where the channel has one (WhatsApp lists, at most 72 characters). */
  readonly description?: string;
}

export type Reply =
  | { readonly kind: 'text'; readonly text: string }
  /** One to ten choices. `listLabel` names the button that opens a list (at most 20 characters). */
  | { readonly kind: 'choices'; readonly text: string; readonly choices: readonly Choice[]; readonly listLabel: string }
  | { readonly kind: 'link'; readonly text: string; readonly label: string; readonly url: string }
  | { readonly kind: 'location_request'; readonly text: string }
  /** A message WhatsApp has approved beforehand: the only kind it takes outside its 24-hour window. */
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly language: Language;
      readonly variables: readonly string[];
      /** What SMS sends instead, and what the desk shows. */
      readonly text: string;
    };

export type ReplyKind = Reply['kind'];
