/**
 * Golden conversations: what a person does, turn by turn, and what they then see. Each script is played once on WhatsApp
 * and once by SMS, with the snapshot written and read back between the turns, as the database does.
 */
import { createBot } from '../../src/bot/bot.ts';
import { renderSms } from '../../src/channels/sms/render.ts';
import { countSegments } from '../../src/channels/sms/segments.ts';
import { findKeyword } from '../../src/channels/sms/keywords.ts';
import { renderWhatsApp } from '../../src/channels/whatsapp/render.ts';
import { MINUTE_MS } from '../../src/core/clock.ts';
import type { ChannelName } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { Language } from '../../src/core/language.ts';
import type { Inbound, InboundContent } from '../../src/core/message.ts';
import type { Choice, Reply } from '../../src/core/reply.ts';
import type { Bot, Snapshot, TurnMessage } from '../../src/core/turn.ts';
import { createPhrases } from '../../src/language/phrases.ts';
import { createFakeKnowledge, TODAY_MS } from '../fakes/knowledge.ts';
import type { PersonKey } from '../fakes/people.ts';

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
  /** What is found in the database before this turn, instead of what was written. */
  readonly damage?: unknown;
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

export interface Script {
  readonly about: string;
  readonly who: PersonKey;
  /** What the chat is in at the end. */
  readonly language: Language | null;
  readonly turns: readonly (Step & Partial<Record<ChannelName, Seen>>)[];
}

/** @returns what was seen in each turn, and the language at the end */
export async function play(
  script: Script,
  channel: ChannelName,
): Promise<{ readonly seen: readonly Seen[]; readonly language: Language | null }> {
  const restarts: string[] = [];
  const deployed = new Map<string, Bot>();
  let bot = deploy('1');
  let snapshot: Snapshot | null = null;
  let contact = { caseWaiting: false, optedOut: false };
  const seen: Seen[] = [];

  function deploy(version: string): Bot {
    const made: Bot =
      deployed.get(version) ??
      createBot({
        knowledge: createFakeKnowledge(),
        phrases: createPhrases(),
        dialogsVersion: version,
        onRestart: (reason) => restarts.push(reason),
        newReceipt: () => 'ABCD-2345',
      });
    deployed.set(version, made);
    return made;
  }

  for (const [index, step] of script.turns.entries()) {
    if (step.deploy !== undefined) bot = deploy(step.deploy);
    if (step.damage !== undefined) snapshot = step.damage as Snapshot; // it is not one: that is the point
    const message: TurnMessage = {
      channel,
      content: contentOf(step, channel, snapshot?.offered ?? []),
      nowMs: TODAY_MS + index * MINUTE_MS,
      contact,
      ...(step.forwarded === undefined ? {} : { forwarded: step.forwarded }),
    };
    const result = await bot.turn(snapshot, message);
    seen.push(describe(result.reply, channel, result.effects, restarts.splice(0)));
    snapshot = JSON.parse(JSON.stringify(result.snapshot)) as Snapshot; // as the store gives it back
    contact = carryOut(result.effects, contact);
    if (result.effects.some(({ kind }) => kind === 'erase')) snapshot = null;
  }
  return { seen, language: snapshot?.language ?? null };
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

/** What the worker would do, as far as the next turn can see it. */
function carryOut(effects: readonly Effect[], contact: TurnMessage['contact']): TurnMessage['contact'] {
  return effects.reduce((now, { kind }) => {
    switch (kind) {
      case 'open_case':
        return { ...now, caseWaiting: true };
      case 'opt_out':
        return { ...now, optedOut: true };
      case 'opt_in':
        return { ...now, optedOut: false };
      case 'erase':
        return { caseWaiting: false, optedOut: false };
      case 'set_language':
      case 'report_rumour':
        return now;
    }
  }, contact);
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
