/** Writes a chat down as a golden conversation, in the shape that `tests/conversations` plays. */
import { countSegments } from '../channels/sms/segments.ts';
import type { ChannelName } from '../core/contact.ts';
import type { Language } from '../core/language.ts';
import type { ChatAnswer } from './chat-session.ts';
import type { View, ViewChoice } from './view.ts';

/** What the person did in one turn. */
export type Said = { readonly say: string } | { readonly tap: string; readonly title: string };

export interface ChatTurn {
  readonly said: Said;
  readonly answer: ChatAnswer | null;
}

interface Seen {
  readonly reply: readonly string[] | null;
  readonly choices?: readonly string[];
  readonly segments?: number;
}

/**
 * @param who - a person of the tests' cast
 * @param language - what the chat is in at the end
 */
export function toScript(
  turns: readonly ChatTurn[],
  channel: ChannelName,
  who: string,
  language: Language,
): Readonly<Record<string, unknown>> {
  return {
    about: `Saved from the terminal, ${channel}.`,
    who,
    language,
    turns: turns.map(({ said, answer }) => ({ ...said, [channel]: toSeen(answer, channel) })),
  };
}

/** What the carrier says is not the bot's: there, the bot was silent. */
function toSeen(answer: ChatAnswer | null, channel: ChannelName): Seen {
  if (answer === null || answer.from === 'carrier') return { reply: null };
  const { view } = answer;
  const reply = view.text.split('\n');
  if (channel === 'sms') return { reply, segments: countSegments(view.text).segments };
  const choices = toLines(view);
  return choices.length === 0 ? { reply } : { reply, choices };
}

function toLines(view: View): readonly string[] {
  switch (view.kind) {
    case 'text':
      return [];
    case 'buttons':
      return ['buttons', ...view.choices.map(toLine)];
    case 'list':
      return [`list: ${view.label}`, ...view.choices.map(toLine)];
    case 'link':
      return ['cta_url'];
    case 'location_request':
      return ['location_request_message'];
    case 'other':
      return [view.what];
  }
}

function toLine({ id, title, description }: ViewChoice): string {
  return `${title} (${id}) ${description ?? ''}`.trim();
}
