/**
 * The bot: a message and a snapshot in, a reply and effects out. Pure: it sends and stores nothing, and asks neither the
 * clock nor the network. The dialog engine stands behind `engine.ts` and could be replaced there.
 */
import { DIALOGS_VERSION } from '../../dialogs/version.ts';
import { mainMenu } from '../../dialogs/choices.ts';
import { phrase } from '../../dialogs/talk.ts';
import type { Memory, Talk } from '../../dialogs/talk.ts';
import type { Effect } from '../core/effect.ts';
import type { Knowledge } from '../core/knowledge.ts';
import { isTurn } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../core/turn.ts';
import { FIRST_GUESS } from '../language/fallbacks.ts';
import type { Phrases } from '../language/phrases.ts';
import { composeReply } from './compose.ts';
import { createEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { openTalk } from './open-talk.ts';
import type { OpenTalk } from './open-talk.ts';
import { randomReceipt } from './receipt.ts';
import { freshMemory, openSnapshot } from './snapshot.ts';
import type { OpenedSnapshot, Stack, StoredDialogs } from './snapshot.ts';

type RestartReason = 'version' | 'error';

export interface BotParts {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** Only tests and drills set it: another deploy, as it were. */
  readonly dialogsVersion?: string;
  /** Told when a conversation in progress was given up, and why; `error` is what the engine threw, if it did. */
  readonly onRestart?: (reason: RestartReason, error?: unknown) => void;
  /** The receipt for a deletion. Random, and nothing that is known about the person. */
  readonly newReceipt?: () => string;
}

/** Each turn has exactly one reply, or none where silence is right. A turn never throws for what a person sent. */
export function createBot(parts: BotParts, engine: Engine = createEngine()): Bot {
  const room: Room = {
    ...parts,
    engine,
    version: `${parts.dialogsVersion ?? DIALOGS_VERSION}.${engine.version}`,
    newReceipt: parts.newReceipt ?? randomReceipt,
    onRestart: parts.onRestart ?? (() => {}),
  };
  return { turn: (snapshot, message) => takeTurn(room, snapshot, message) };
}

interface Room {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  readonly engine: Engine;
  readonly version: string;
  readonly newReceipt: () => string;
  readonly onRestart: (reason: RestartReason, error?: unknown) => void;
}

async function takeTurn(room: Room, snapshot: unknown, message: TurnMessage): Promise<TurnResult> {
  const opened = openSnapshot(snapshot);
  if (isSilent(message)) return keepStill(room, opened, message, carrierEffects(message));
  const restart = findRestart(room, opened);
  try {
    if (restart !== null) room.onRestart(restart);
    return await converse(room, opened, message, restart);
  } catch (error) {
    room.onRestart('error', error);
    return converse(room, opened, message, 'error').catch(() => sayOnlySorry(room, opened, message));
  }
}

/** Reactions, edits and the like ask for no answer; a carrier's keyword may have been answered by the carrier. */
function isSilent({ content }: TurnMessage): boolean {
  return !isTurn(content) || (content.kind === 'keyword' && content.handledByCarrier);
}

function carrierEffects({ content }: TurnMessage): readonly Effect[] {
  if (content.kind !== 'keyword' || content.keyword === 'help') return [];
  return [{ kind: content.keyword === 'stop' ? 'opt_out' : 'opt_in' }];
}

/** A conversation of another version is given up only when there is one in progress: otherwise nothing is lost. */
function findRestart(room: Room, { origin, version, stack }: OpenedSnapshot): RestartReason | null {
  if (origin === 'foreign') return 'error';
  return stack.length > 0 && version !== room.version ? 'version' : null;
}

async function converse(
  room: Room,
  opened: OpenedSnapshot,
  message: TurnMessage,
  restart: RestartReason | null,
): Promise<TurnResult> {
  const talk = openTalk(room, opened, message);
  const apology = restart === null ? null : room.phrases.say(talk.language, `restart.${restart}`);
  const { said, effects, stack } = await room.engine.converse(talk, restart === null ? opened.stack : [], apology);
  if (mustKeepStill(talk)) return keepStill(room, opened, message, effects.filter(isAlarm));
  const reply = composeReply(said, room.phrases.say(talk.language, 'menu.label'));
  if (reply === null) throw new Error('a turn of the bot said nothing');
  return close(room, opened, { talk, reply, effects, stack });
}

/** By SMS, who said STOP hears nothing until START; but a cry for help still reaches our team. */
function mustKeepStill({ message, heard }: Talk): boolean {
  const comesBack = heard.kind === 'word' && heard.word === 'start';
  return message.channel === 'sms' && message.contact.optedOut && !comesBack;
}

function isAlarm(effect: Effect): boolean {
  return effect.kind === 'open_case' && effect.case.urgency === 'urgent';
}

interface Ended {
  readonly talk: OpenTalk;
  readonly reply: Reply;
  readonly effects: readonly Effect[];
  readonly stack: Stack;
}

function close(room: Room, opened: OpenedSnapshot, { talk, reply, effects, stack }: Ended): TurnResult {
  if (effects.some(({ kind }) => kind === 'erase')) return { reply, effects, snapshot: forget(room, opened, talk) };
  const chosen = effects.findLast((effect) => effect.kind === 'set_language');
  const language = chosen ? { language: chosen.language, chosen: true, other: null } : talk.languageState;
  const offered = reply.kind === 'choices' ? reply.choices : [];
  const snapshot = write(room.version, { ...opened, language, offered, stack, memory: talk.memory }, talk.message);
  return { snapshot, reply, effects };
}

/** After a deletion nothing is known but that there was a turn. */
function forget(room: Room, { turns }: OpenedSnapshot, { message }: Talk): Snapshot {
  return write(room.version, { ...openSnapshot(null), turns }, message);
}

/** A turn that changes nothing but the count: what was offered and begun before it stands. */
function keepStill(room: Room, opened: OpenedSnapshot, message: TurnMessage, effects: readonly Effect[]): TurnResult {
  const version = opened.stack.length > 0 ? opened.version : room.version;
  return { snapshot: write(version, opened, message), reply: null, effects };
}

/** When even a fresh start failed. No conversation runs here, so nothing of theirs can fail again. */
function sayOnlySorry(room: Room, opened: OpenedSnapshot, message: TurnMessage): TurnResult {
  if (message.channel === 'sms' && message.contact.optedOut) return keepStill(room, opened, message, []);
  const language = opened.language.language ?? FIRST_GUESS;
  const voice = { language, phrases: room.phrases };
  const choices = mainMenu(voice);
  const text = `${phrase(voice, 'restart.error')}\n\n${phrase(voice, 'menu.ask')}`;
  const reply: Reply = { kind: 'choices', text, choices, listLabel: phrase(voice, 'menu.label') };
  const memory: Memory = { ...freshMemory(), greeted: opened.memory.greeted };
  return {
    snapshot: write(room.version, { ...opened, offered: choices, stack: [], memory }, message),
    reply,
    effects: [],
  };
}

function write(version: string, now: Omit<OpenedSnapshot, 'origin' | 'version'>, { nowMs }: TurnMessage): Snapshot {
  const dialogs: StoredDialogs = { stack: now.stack, memory: now.memory, otherLanguage: now.language.other };
  return {
    v: 1,
    turns: now.turns + 1,
    lastTurnAtMs: nowMs,
    language: now.language.language,
    languageChosen: now.language.chosen,
    offered: now.offered,
    dialogsVersion: version,
    dialogs,
  };
}
