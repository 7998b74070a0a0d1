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
import type { Choice, Reply } from '../core/reply.ts';
import type { VitalAnswer } from '../core/spend.ts';
import type { TeamHours } from '../core/team.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../core/turn.ts';
import { NO_TEAM } from '../knowledge/team/team-hours.ts';
import { FIRST_GUESS } from '../language/fallbacks.ts';
import type { Phrases } from '../language/phrases.ts';
import { answerAtPace, withPace } from './at-pace.ts';
import type { Turn } from './at-pace.ts';
import { whoseMatter } from './beside-agent.ts';
import { composeReply } from './compose.ts';
import { createEngine, isAlarm as isCryForHelp } from './engine.ts';
import type { Engine } from './engine.ts';
import { openTalk } from './open-talk.ts';
import type { OpenTalk } from './open-talk.ts';
import { readPace } from './pace.ts';
import { MAX_PAGE_SEGMENTS, takePage } from './pages.ts';
import type { Page, PageStyle } from './pages.ts';
import { randomReceipt } from './receipt.ts';
import { freshMemory, openSnapshot, recall } from './snapshot.ts';
import type { OpenedSnapshot, Stack, StoredDialogs } from './snapshot.ts';

type RestartReason = 'version' | 'error';

export interface BotParts {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** Unless given, nobody answers on this installation. */
  readonly team?: TeamHours;
  /** As the channel will write it. */
  readonly sms?: { readonly transliterate: boolean };
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
    team: parts.team ?? NO_TEAM,
    sms: parts.sms ?? { transliterate: true },
    version: `${parts.dialogsVersion ?? DIALOGS_VERSION}.${engine.version}`,
    newReceipt: parts.newReceipt ?? randomReceipt,
    onRestart: parts.onRestart ?? (() => {}),
  };
  return { turn: (snapshot, message) => takeTurn(room, snapshot, message) };
}

interface Room {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  readonly team: TeamHours;
  readonly engine: Engine;
  readonly sms: { readonly transliterate: boolean };
  readonly version: string;
  readonly newReceipt: () => string;
  readonly onRestart: (reason: RestartReason, error?: unknown) => void;
}

async function takeTurn(room: Room, snapshot: unknown, message: TurnMessage): Promise<TurnResult> {
  const opened = recall(snapshot, message);
  const pace = readPace(opened.origin === 'new' ? null : snapshot);
  if (isSilent(message)) return withPace(keepStill(room, opened, message, carrierEffects(message)), pace);
  const { withAgent, hidden } = message.contact;
  const result = withAgent
    ? withPace(await standBeside(room, opened, message), pace)
    : await answerAtPace(turnOf(room, opened, message), pace);
  return hidden ? comeBack(result) : result;
}

function turnOf(room: Room, opened: OpenedSnapshot, message: TurnMessage): Turn {
  return {
    message,
    openTalk: () => openTalk(room, opened, message),
    isAlarm: isDanger,
    answer: () => answer(room, opened, message),
    keepStill: (effects) => keepStill(room, opened, message, effects),
  };
}

/** A cry for help, or its button. */
function isDanger(talk: Talk): boolean {
  const { heard } = talk;
  const isPicked = heard.kind === 'picked' && heard.picked.kind === 'case_theme' && heard.picked.theme === 'danger';
  return isPicked || isCryForHelp(talk);
}

/** Whoever hid is seen again by whatever they write that is not answered under cover. */
function comeBack(result: TurnResult): TurnResult {
  if (wants(result.effects, 'hide')) return result;
  return { ...result, effects: [{ kind: 'come_back' }, ...result.effects] };
}

function wants(effects: readonly Effect[], kind: Effect['kind']): boolean {
  return effects.some((effect) => effect.kind === kind);
}

/** An agent has the conversation: see `beside-agent.ts`. What we had begun to ask is given up without a word. */
async function standBeside(room: Room, opened: OpenedSnapshot, message: TurnMessage): Promise<TurnResult> {
  const talk = openTalk(room, opened, message);
  const matter = whoseMatter(talk, opened.stack, isCryForHelp(talk));
  if (matter === 'ours') return answer(room, opened, message);
  const effects = matter === 'alarm' ? (await answer(room, opened, message)).effects : [];
  return keepStill(room, { ...opened, stack: [] }, message, effects.filter(isAlarm));
}

async function answer(room: Room, opened: OpenedSnapshot, message: TurnMessage): Promise<TurnResult> {
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

function close(room: Room, opened: OpenedSnapshot, { talk, reply: whole, effects, stack }: Ended): TurnResult {
  const { reply, rest } = takeOnePage(room, talk, whole);
  const vital = vitalOf(talk, opened.stack);
  if (wants(effects, 'erase')) return { reply, effects, snapshot: forget(room, opened, talk) };
  if (wants(effects, 'hide')) return { reply, effects, snapshot: leaveNoTrace(room, opened, talk) };
  const chosen = effects.findLast((effect) => effect.kind === 'set_language');
  const language = chosen ? { language: chosen.language, chosen: true, other: null } : talk.languageState;
  const memory: Memory = { ...talk.memory, rest };
  const offered = offeredBy(whole) ?? (readsOn(talk) ? opened.offered : []);
  const snapshot = write(room.version, { ...opened, language, offered, stack, memory }, talk.message);
  return { snapshot, reply, effects, ...(vital === null ? {} : { vital }) };
}

/** What must reach somebody by SMS although there is no more to spend. */
function vitalOf(talk: Talk, before: Stack): VitalAnswer | null {
  const { heard } = talk;
  if (isDanger(talk)) return 'danger';
  const asks =
    heard.kind === 'word' ? heard.word === 'delete' : heard.kind === 'picked' && heard.picked.kind === 'erase';
  return asks || before.at(-1)?.id === 'delete-my-data' ? 'deletion' : null;
}

function takeOnePage({ phrases, sms }: Room, talk: Talk, reply: Reply): Page {
  if (talk.message.channel !== 'sms') return { reply, rest: null };
  const moreLine = (page: number, pages: number): string => phrases.say(talk.language, 'more.line', { page, pages });
  const { maxSegments = MAX_PAGE_SEGMENTS } = talk.message;
  const style: PageStyle = { ...sms, maxSegments, moreLine };
  return takePage(reply, readsOn(talk) ? (talk.rest?.pagesSent ?? 0) : 0, style, talk.together);
}

/** The choices of a long reply stand on its last page; they can be picked before that. */
function offeredBy(reply: Reply): readonly Choice[] | null {
  return reply.kind === 'choices' ? reply.choices : null;
}

function readsOn({ heard, rest }: Talk): boolean {
  return rest !== null && heard.kind === 'word' && heard.word === 'more';
}

/** After a deletion nothing is known but that there was a turn. */
function forget(room: Room, { turns }: OpenedSnapshot, { message }: Talk): Snapshot {
  return write(room.version, { ...openSnapshot(null), turns }, message);
}

/** Nor does anything of what comes next say who we are. */
function leaveNoTrace(room: Room, { turns }: OpenedSnapshot, { languageState, message }: OpenTalk): Snapshot {
  const memory: Memory = { ...freshMemory(), greeted: true };
  return write(room.version, { ...openSnapshot(null), turns, language: languageState, memory }, message);
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
