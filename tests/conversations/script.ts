/**
 * Golden conversations: what a person does, turn by turn, and what they then see. Each script is played once on WhatsApp
 * and once by SMS, through the real store: what is known between two turns comes out of the database.
 */
import { createBot } from '../../src/bot/bot.ts';
import type { Engine } from '../../src/bot/engine.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { findKeyword } from '../../src/channels/sms/keywords.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/core/clock.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Language } from '../../src/core/language.ts';
import type { Inbound, InboundContent } from '../../src/core/message.ts';
import type { Choice, Reply } from '../../src/core/reply.ts';
import type { SmsLimits } from '../../src/core/spend.ts';
import type { Bot } from '../../src/core/turn.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import type { PersonKey } from '../fakes/people.ts';
import { realKnowledge } from '../fakes/real-knowledge.ts';
import { TEAMS } from '../fakes/team.ts';
import type { TeamName } from '../fakes/team.ts';
import type { Between, Line } from './lines.ts';

/** What the person does. Exactly one of `say`, `tap` and `send`. */
interface Step {
  /** Typed. By SMS, carriers' keywords are recognised first, as they are in the service. */
  readonly say?: string;
  /** The id of a choice. By SMS its number is typed, or its title when it was not just offered. */
  readonly tap?: string;
  readonly title?: string;
  readonly send?: InboundContent;
  readonly forwarded?: Inbound['forwarded'];
  /** Another version of the dialogs is deployed before this turn. */
  readonly deploy?: string;
  /** So many seconds after the turn before, instead of the usual minute. */
  readonly secondsLater?: number;
  /** So much later than the turn before, besides the usual minute. */
  readonly hoursLater?: number;
  /** What is found in the database before this turn, instead of what was written. */
  readonly damage?: unknown;
  /** How many cases come before theirs, from this turn on. */
  readonly waitingBefore?: number;
  /** An agent takes their case before this turn, or gives it back. */
  readonly agent?: 'takes' | 'leaves';
}

export interface Seen {
  /** Lines of text, or null when nothing was sent. */
  readonly reply: readonly string[] | null;
  /** WhatsApp only: "buttons" or "list", then one line per choice. */
  readonly choices?: readonly string[];
  /** SMS only: what the reply costs. */
  readonly segments?: number;
  readonly effects?: readonly Effect[];
  /** Why dialogs began anew. */
  readonly restarted?: readonly string[];
}

/** A step, and what was seen on each channel. */
export type Turn = Step & Partial<Record<ChannelName, Seen>>;

export interface Script {
  readonly about: string;
  /** Which facts there are: three invented ones unless it is said to be the content that we ship. */
  readonly world?: 'real';
  readonly who: PersonKey;
  /** What the chat is in at the end. */
  readonly language: Language | null;
  /** Who answers people; nobody unless given. The first message is of a Saturday, 6:00 in Mexico City. */
  readonly team?: TeamName;
  /** What SMS may cost; as much as it will unless given. */
  readonly smsLimits?: SmsLimits;
  /** How many segments arrive as one message where the person is; two unless given. */
  readonly smsSegments?: 1;
  readonly turns: readonly Turn[];
}

export interface Played {
  readonly seen: readonly Seen[];
  /** What is known of the person after each turn. */
  readonly between: readonly Between[];
  readonly language: Language | null;
}

/**
 * @param line - where it is had; closed by whoever opened it
 * @param engine - another one than the service has, for a look inside
 */
export async function play(script: Script, channel: ChannelName, line: Line, engine?: Engine): Promise<Played> {
  const restarts: string[] = [];
  const deployed = new Map<string, Bot>();
  let bot = deploy('1');
  let nowMs = TODAY_MS;
  const seen: Seen[] = [];
  const between: Between[] = [];

  function deploy(version: string): Bot {
    const made = deployed.get(version) ?? createBotOf(script, version, (reason) => restarts.push(reason), engine);
    deployed.set(version, made);
    return made;
  }

  for (const [index, step] of script.turns.entries()) {
    if (step.deploy !== undefined) bot = deploy(step.deploy);
    const usualMs = step.secondsLater === undefined ? MINUTE_MS : step.secondsLater * SECOND_MS;
    nowMs += (index === 0 ? 0 : usualMs) + (step.hoursLater ?? 0) * HOUR_MS;
    const { reply, effects, after } = await line.take({
      content: contentOf(step, channel, between.at(-1)?.snapshot?.offered ?? []),
      ...(step.forwarded === undefined ? {} : { forwarded: step.forwarded }),
      nowMs,
      bot,
      damage: 'damage' in step ? { found: step.damage } : null,
      waitingBefore: step.waitingBefore ?? null,
      agent: step.agent ?? null,
      maxSegments: script.smsSegments ?? 2,
    });
    seen.push(describe(reply, channel, effects, restarts.splice(0)));
    between.push(after);
  }
  return { seen, between, language: between.at(-1)?.snapshot?.language ?? null };
}

function createBotOf({ world, team }: Script, dialogsVersion: string, onRestart: (reason: string) => void, engine?: Engine): Bot {
  const parts = {
    knowledge: world === 'real' ? realKnowledge() : createFakeKnowledge(),
    phrases: createPhrases(),
    team: TEAMS[team ?? 'unstaffed'],
    dialogsVersion,
    onRestart,
    newReceipt: () => 'ABCD-2345',
  };
  return createBot(parts, engine);
}

function contentOf(step: Step, channel: ChannelName, offered: readonly Choice[]): InboundContent {
  if (step.send !== undefined) return step.send;
  if (step.tap === undefined) return typed(step.say ?? '', channel);
  const place = offered.findIndex(({ id }) => id === step.tap);
  const title = offered[place]?.title ?? step.title ?? '';
  if (channel === 'whatsapp') return { kind: 'choice', id: step.tap, title };
  return typed(place === -1 ? title : String(place + 1), channel);
}

function typed(text: string, channel: ChannelName): InboundContent {
  const keyword = channel === 'sms' ? findKeyword(text) : null;
  return keyword === null ? { kind: 'text', text } : { kind: 'keyword', text, ...keyword };
}

/** Renders the reply as the channel will: what does not fit its limits throws here. */
function describe(
  reply: Reply | null,
  channel: ChannelName,
  effects: readonly Effect[],
  restarted: readonly string[],
): Seen {
  const rest = { ...(effects.length > 0 && { effects }), ...(restarted.length > 0 && { restarted }) };
  if (reply === null) return { reply: null, ...rest };
  if (channel === 'sms') {
    const body = renderSms(reply, { transliterate: true });
    return { reply: body.split('\n'), segments: countSegments(body).segments, ...rest };
  }
  const choices = describeChoices(reply);
  return { reply: reply.text.split('\n'), ...(choices.length > 0 && { choices }), ...rest };
}


function describeChoices(reply: Reply): readonly string[] {
  const content = renderWhatsApp(reply);
  if (content.type !== 'interactive') return [];
  const { interactive } = content;
  if (interactive.type === 'button')
    return ['buttons', ...interactive.action.buttons.map(({ reply: { id, title } }) => `${title} (${id})`)];
  if (interactive.type !== 'list') return [interactive.type];
  const rows = interactive.action.sections.flatMap((section) => section.rows);
  const lines = rows.map(({ id, title, description = '' }) => `${title} (${id}) ${description}`.trim());
  return [`list: ${interactive.action.button}`, ...lines];
}
