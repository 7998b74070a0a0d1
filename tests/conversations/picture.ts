/** Golden conversations as the person sees them: bubbles, buttons, lists, what an SMS costs, and what is done besides. */
import type { ChannelName } from '../../src/core/contact.ts';
import type { InboundContent } from '../../src/core/message.ts';
import { LANGUAGE_NAMES } from '../../src/core/language.ts';
import { PEOPLE } from '../fakes/people.ts';
import type { Script, Seen, Turn } from './script.ts';

const CHANNEL_NAMES = { whatsapp: 'WhatsApp', sms: 'SMS' } as const satisfies Record<ChannelName, string>;

/** Below this, two phones do not fit side by side. */
const MIN_BESIDE = 100;
/** Longer lines are no easier to read. */
const MAX_COLUMN = 72;
const GAP = '  │  ';

/** What is tapped, by the name under which it was shown last. */
function nameTaps({ turns, ...script }: Script): Script {
  const shown = new Map<string, string>();
  const named = turns.map((turn) => {
    const title = turn.title ?? shown.get(turn.tap ?? '');
    for (const line of turn.whatsapp?.choices ?? []) {
      const [, name, id] = /^(.*?) \((v\d+:[^)]*)\)/.exec(line) ?? [];
      if (name !== undefined && id !== undefined) shown.set(id, name);
    }
    return title === undefined ? turn : { ...turn, title };
  });
  return { ...script, turns: named };
}

/** @param width - columns of the terminal */
export function drawConversation(name: string, written: Script, width: number): string {
  const script = nameTaps(written);
  const title = [`${name}: ${script.about}`, `${personOf(script)}\n`];
  const beside = width >= MIN_BESIDE;
  const column = Math.min(MAX_COLUMN, beside ? Math.floor((width - GAP.length) / 2) : width);
  if (!beside) return [...title, drawPhone(script, 'whatsapp', column), drawPhone(script, 'sms', column)].join('\n');
  const heads = [CHANNEL_NAMES.whatsapp, CHANNEL_NAMES.sms] as const;
  const turns = script.turns.map((turn) =>
    putBeside(drawTurn(turn, 'whatsapp', column), drawTurn(turn, 'sms', column), column),
  );
  return [...title, putBeside([heads[0], ''], [heads[1], ''], column), ...turns].join('\n');
}

function personOf({ who, world }: Script): string {
  const { name, story } = PEOPLE[who];
  return `${name}. ${story}${world === 'real' ? ' The facts are those that Faro ships.' : ''}`;
}

function drawPhone(script: Script, channel: ChannelName, width: number): string {
  const turns = script.turns.map((turn) => drawTurn(turn, channel, width).join('\n'));
  return [CHANNEL_NAMES[channel], '', ...turns].join('\n');
}

function putBeside(left: readonly string[], right: readonly string[], width: number): string {
  const count = Math.max(left.length, right.length);
  return Array.from({ length: count }, (_, index) =>
    `${pad(left[index] ?? '', width)}${GAP}${right[index] ?? ''}`.trimEnd(),
  ).join('\n');
}

/** What the person says stands on the right, as on a phone. */
function drawTurn(turn: Turn, channel: ChannelName, width: number): readonly string[] {
  const seen = turn[channel];
  const before = meanwhileOf(turn).map((line) => `  (${line})`);
  const inner = Math.floor(width * INDENTED);
  return [
    ...before,
    ...drawBubble(saidLines(turn, inner - 4), inner).map((line) => ' '.repeat(width - inner) + line),
    ...(seen === undefined ? ['(not played yet)'] : drawSeen(seen, channel, width)),
    '',
  ];
}

/** A bubble takes this much of the width. */
const INDENTED = 0.92;

function drawSeen(seen: Seen, channel: ChannelName, width: number): readonly string[] {
  const inner = Math.floor(width * INDENTED);
  const bubble =
    seen.reply === null
      ? ['  (nothing is sent)']
      : drawBubble(seen.reply.flatMap((line) => wrap(line, inner - 4)), inner);
  return [
    ...bubble,
    ...drawChoices(seen.choices ?? []).flatMap((line) => wrap(line, width)),
    ...besidesOf(seen, channel).flatMap((line) => wrap(`  ${line}`, width)),
  ];
}

function drawBubble(lines: readonly string[], width: number): readonly string[] {
  const inner = width - 4;
  return [
    `╭${'─'.repeat(width - 2)}╮`,
    ...lines.map((line) => `│ ${pad(line, inner)} │`),
    `╰${'─'.repeat(width - 2)}╯`,
  ];
}

function drawChoices([head, ...choices]: readonly string[]): readonly string[] {
  if (head === undefined) return [];
  const rows = choices.map(splitChoice);
  if (head === 'buttons') return [`  ${rows.map(({ title }) => `[ ${title} ]`).join(' ')}`];
  return [`  [ ${head.replace(/^list: /, '')} ]`, ...rows.map(({ title, about }) => `   • ${title}${about && `: ${about}`}`)];
}

interface ChoiceLine {
  readonly title: string;
  readonly about: string;
}

/** As `script.ts` writes them: the title, the id in brackets, the second line. */
function splitChoice(line: string): ChoiceLine {
  const [, title = line, about = ''] = /^(.*?) \((?:v\d+:)[^)]*\) ?(.*)$/.exec(line) ?? [];
  return { title, about };
}

function besidesOf(seen: Seen, channel: ChannelName): readonly string[] {
  const effects = (seen.effects ?? []).map(({ kind }) => kind.replaceAll('_', ' '));
  const { segments = 0 } = seen;
  return [
    ...(channel === 'sms' && segments > 0 ? [`${segments} ${segments === 1 ? 'segment' : 'segments'}`] : []),
    ...(effects.length > 0 ? [`→ ${effects.join(', ')}`] : []),
    ...(seen.restarted ?? []).map((reason) => `→ begun anew: ${reason}`),
  ];
}

function meanwhileOf({ deploy, hoursLater, damage, waitingBefore, agent, forwarded }: Turn): readonly string[] {
  return [
    ...(hoursLater === undefined ? [] : [`${hoursLater} hours later`]),
    ...(deploy === undefined ? [] : ['another version is deployed']),
    ...(damage === undefined ? [] : ['what the database held is damaged']),
    ...(waitingBefore === undefined ? [] : [`${waitingBefore} people wait before them`]),
    ...(agent === undefined ? [] : [agent === 'takes' ? 'an agent takes the case' : 'the agent gives it back']),
    ...(forwarded === undefined ? [] : [`forwarded ${forwarded}`]),
  ];
}

function saidLines(turn: Turn, width: number): readonly string[] {
  return saidBy(turn).split('\n').flatMap((line) => wrap(line, width));
}

function saidBy({ say, tap, title, send }: Turn): string {
  if (say !== undefined) return say.length > MAX_SAID ? `${say.slice(0, MAX_SAID)}… (${say.length} characters)` : say;
  if (send !== undefined) return sentBy(send);
  return `▸ ${title ?? tap ?? ''}`;
}

const MAX_SAID = 300;

function sentBy(content: InboundContent): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'choice':
      return `▸ ${content.title}`;
    case 'keyword':
      return content.text;
    case 'location':
      return '(a location)';
    default:
      return `(${content.kind.replaceAll('_', ' ')})`;
  }
}

/** The same as Markdown, for docs/conversations.md. */
export function writeConversation(name: string, written: Script): string {
  const script = nameTaps(written);
  const turns = script.turns.flatMap((turn) => [writeSaid(turn), writeSeen(turn, 'whatsapp'), writeSeen(turn, 'sms')]);
  return [`### ${name}`, script.about, personOf(script), ...turns].join('\n\n');
}

function writeSaid(turn: Turn): string {
  const meanwhile = meanwhileOf(turn).map((line) => `*(${line})* `);
  return `${meanwhile.join('')}**▶ ${escape(saidBy(turn)).replaceAll(/\s*\n\s*/g, ' / ')}**`;
}

function writeSeen(turn: Turn, channel: ChannelName): string {
  const seen = turn[channel];
  if (seen === undefined) return '';
  const { reply, choices = [] } = seen;
  const lines = reply === null ? ['(nothing is sent)'] : [...reply, ...drawChoices(choices).map((line) => line.trim())];
  const besides = besidesOf(seen, channel);
  const head = [CHANNEL_NAMES[channel], ...besides].join(' · ');
  return [head, '```text', ...lines, '```'].join('\n');
}

function escape(text: string): string {
  return text.replaceAll(/[\\*_`<>[\]]/g, String.raw`\$&`);
}

/** In which language a conversation ends, for the list of all. */
export function languageOf({ language }: Script): string {
  return language === null ? 'none yet' : LANGUAGE_NAMES[language];
}

/** Words that are longer than the line are cut: an address in a bubble. */
function wrap(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = line;
  while (widthOf(rest) > width) {
    const head = cutTo(rest, width);
    const space = head.lastIndexOf(' ');
    const cut = space > width / 3 ? space : head.length;
    lines.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** In columns of a terminal: an emoji takes two. */
function widthOf(text: string): number {
  return [...GRAPHEMES.segment(text)].reduce((sum, { segment }) => sum + columnsOf(segment), 0);
}

function columnsOf(grapheme: string): number {
  return /\p{Emoji_Presentation}/u.test(grapheme) ? 2 : 1;
}

function cutTo(text: string, width: number): string {
  let head = '';
  let columns = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    columns += columnsOf(segment);
    if (columns > width) break;
    head += segment;
  }
  return head;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}
