/** The terminal's side of a chat: lines in, answers out. */
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import { countSegments } from '../channels/sms/segments.ts';
import type { ChannelName } from '../core/contact.ts';
import { choicesOf } from './view.ts';
import type { ViewChoice } from './view.ts';
import type { ChatAnswer, ChatSession } from './chat-session.ts';
import type { ChatTurn, Said } from './chat-script.ts';

export interface Terminal {
  readonly input: Readable;
  readonly write: (text: string) => void;
  /** Somebody types: they see their own words already, and want a prompt. */
  readonly interactive: boolean;
  /** Ends the conversation before the input does. */
  readonly signal: AbortSignal;
}

const PROMPT = '> ';

/**
 * Reads lines until there are no more, and shows the answer to each. The number of something that was offered taps it.
 *
 * @param first - said before anything is read
 * @returns all that was said and answered
 */
export async function talk(
  session: ChatSession,
  terminal: Terminal,
  first: string | null,
): Promise<readonly ChatTurn[]> {
  const turns: ChatTurn[] = [];
  const take = async (line: string): Promise<void> => {
    const choice = findChoice(session, line);
    const answer = await (choice === null ? session.say(line) : session.tap(choice));
    const said: Said = choice === null ? { say: line } : { tap: choice.id, title: choice.title };
    turns.push({ said, answer });
    terminal.write(show(answer, session.channel));
  };
  session.onUnasked((answer) =>
    terminal.write(`\n${show(answer, session.channel)}${terminal.interactive ? PROMPT : ''}`),
  );
  if (first !== null) {
    terminal.write(`${PROMPT}${first}\n`);
    await take(first);
  }
  if (terminal.interactive) terminal.write(PROMPT);
  for await (const line of createInterface({ input: terminal.input, crlfDelay: Infinity, signal: terminal.signal })) {
    const text = line.trim();
    if (text !== '' && !terminal.interactive) terminal.write(`${PROMPT}${text}\n`);
    if (text !== '') await take(text);
    if (terminal.interactive) terminal.write(PROMPT);
  }
  return turns;
}

/** By SMS a number is sent as it is: the bot itself must understand it. */
function findChoice({ channel, offered }: ChatSession, line: string): ViewChoice | null {
  if (channel === 'sms' || !/^\d{1,2}$/.test(line)) return null;
  return offered[Number(line) - 1] ?? null;
}

function show(answer: ChatAnswer | null, channel: ChannelName): string {
  if (answer === null) return '(no answer)\n\n';
  const { view, from } = answer;
  const lines = [
    ...(from === 'carrier' ? ['(the telephone company)'] : []),
    view.text,
    ...(view.kind === 'list' ? [`[${view.label}]`] : []),
    ...(view.kind === 'link' ? [`[${view.label}] ${view.url}`] : []),
    ...(view.kind === 'location_request' ? ['[Send location]'] : []),
    ...(view.kind === 'other' ? [`(not shown here: ${view.what})`] : []),
    ...choicesOf(view).map(
      ({ title, description }, index) => `  ${index + 1}  ${title}${description === null ? '' : `: ${description}`}`,
    ),
    ...(channel === 'sms' && from === 'faro' ? [costOf(view.text)] : []),
  ];
  return `${lines.join('\n')}\n\n`;
}

function costOf(text: string): string {
  const { encoding, units, segments } = countSegments(text);
  return `(${encoding}, ${units} characters, ${segments} ${segments === 1 ? 'segment' : 'segments'})`;
}
