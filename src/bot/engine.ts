/**
 * The Bot Framework, held at arm's length: everything of it that Faro uses is here, in the adapter and in `dialogs/`.
 * What was designed around (research of November 2026, version 4.23.3, out of support):
 *
 * 1. Without a telemetry client a changed waterfall throws on every later turn: ours has the one that does nothing, and
 *    conversations of another version are never continued (`bot.ts`).
 * 2. Its state has no concurrency control: a turn works on its own copy, and the worker gives a person one at a time.
 * 3. It sends traces: the adapter drops them.
 * 4. Its choice prompts write their own lists: we use none, each channel renders choices.
 * 5. Its prompts swallow "menu" and "stop": those are read before it (`converse`).
 * 6. It sends during the turn: here everything is collected and handed over at the end.
 */
import { NullTelemetryClient } from 'botbuilder-core';
import type { StatePropertyAccessor, TurnContext } from 'botbuilder-core';
import { DialogSet } from 'botbuilder-dialogs';
import type { Dialog, DialogContext, DialogState } from 'botbuilder-dialogs';
import { DIALOGS } from '../../dialogs/all.ts';
import type { DialogId } from '../../dialogs/all.ts';
import { isOurOwnText } from '../../dialogs/check-code.ts';
import { greet } from '../../dialogs/first-contact.ts';
import { saysNoFamily } from '../../dialogs/no-family.ts';
import { sayUnreadable } from '../../dialogs/not-text.ts';
import { readOn } from '../../dialogs/read-on.ts';
import { PASS_ON, phrase, say, TALK } from '../../dialogs/talk.ts';
import type { Heard, Talk, TurnHandle, Unreadable } from '../../dialogs/talk.ts';
import { CollectingAdapter, openContext } from './adapter.ts';
import type { Collected } from './adapter.ts';
import { routeOf, routeOfAnswer } from './routes.ts';
import type { Route } from './routes.ts';
import type { Stack } from './snapshot.ts';
import { isUnderCover } from './under-cover.ts';

interface EngineTurn extends Collected {
  readonly stack: Stack;
}

export interface Engine {
  /** Changes whenever a conversation or a step is added, removed or renamed. */
  readonly version: string;
  /** @param apology - why what was begun is not continued, said before everything else */
  converse(talk: Talk, stack: Stack, apology: string | null): Promise<EngineTurn>;
}

const STATE = Symbol('state');

/**
 * Where the engine looks for its memory scopes before it builds them. They hold nothing of a turn, so the first turn's
 * serve all: built anew each time they were half of a turn's cost (218 µs of processor time, 100 without).
 */
const MEMORY_SCOPES = 'DialogStateManagerConfiguration';

export type DialogTable = Readonly<Record<DialogId, () => Dialog>>;

/** @param table - other conversations than ours, for tests of a deploy */
export function createEngine(table: DialogTable = DIALOGS): Engine {
  const adapter = new CollectingAdapter();
  const dialogs = new DialogSet(oneTurnState);
  dialogs.telemetryClient = new NullTelemetryClient();
  for (const create of Object.values(table)) dialogs.add(create());
  let memoryScopes: unknown;

  return {
    version: dialogs.getVersion(),
    async converse(talk, stack, apology) {
      const { context, collected } = openContext(adapter, textFor(talk));
      // A copy, because the engine writes into it; and some things wait for no conversation in progress.
      const isFresh = stack.length === 0 || isAlarm(talk) || isUnderCover(talk);
      const state: DialogState = { dialogStack: isFresh ? [] : structuredClone([...stack]) };
      context.turnState.set(TALK, talk);
      context.turnState.set(STATE, state);
      if (memoryScopes !== undefined) context.turnState.set(MEMORY_SCOPES, memoryScopes);
      const dc = await dialogs.createContext(context);
      memoryScopes ??= context.turnState.get<unknown>(MEMORY_SCOPES);
      await takeTurn(dc, talk, apology);
      return { ...collected, stack: state.dialogStack };
    },
  };
}

/** The state of the dialogs lives in the turn and nowhere else. */
const oneTurnState: StatePropertyAccessor<DialogState> = {
  get: (context: TurnContext) => Promise.resolve(context.turnState.get(STATE)),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};

/** Prompts want some text even when a button was tapped; what was meant, they read from the talk. */
function textFor({ heard }: Talk): string {
  return heard.kind === 'text' ? heard.text : heard.kind;
}

/** A cry for help, which breaks into everything. */
export function isAlarm(talk: Talk): boolean {
  if (talk.heard.kind !== 'text' || isOurOwnText(talk) || saysNoFamily(talk)) return false;
  return talk.match().outcome === 'danger';
}

function isMore({ heard }: Talk): boolean {
  return heard.kind === 'word' && heard.word === 'more';
}

async function takeTurn(dc: DialogContext, talk: Talk, apology: string | null): Promise<void> {
  if (isAlarm(talk)) return begin(dc, { dialog: 'danger' });
  if (isUnderCover(talk)) return begin(dc, { dialog: 'hide' });
  if (apology !== null) await say(dc.context, apology);
  await introduce(dc, talk);
  if (isMore(talk) && routeOfAnswer(talk) === null) return readOn(dc.context, talk);
  if (isUnreadableAnswer(dc, talk)) return sayUnreadable(dc.context, talk, talk.heard.what, true);
  const route = routeFor(talk, apology !== null);
  if (await isForActive(dc, route)) return;
  await begin(dc, route ?? { dialog: 'ask' });
}

/** What stands above every answer but an alarm. */
async function introduce({ context }: DialogContext, talk: Talk): Promise<void> {
  const { heard, memory } = talk;
  if (talk.unserved !== null) return; // they would not understand it: it waits until they picked a language
  if (heard.kind === 'word' && ['about', 'who'].includes(heard.word)) memory.greeted = true; // they are told all of it at once
  const isWrongMoment = talk.last?.reason === 'danger' || (heard.kind === 'word' && heard.word === 'stop');
  if (!memory.greeted && !isWrongMoment) {
    memory.greeted = true;
    await greet(context, talk);
  }
  if (heard.kind === 'text') await explainCaption(context, talk, heard.captionOf);
}

async function explainCaption(context: TurnHandle, talk: Talk, captionOf: Unreadable | null): Promise<void> {
  if (captionOf === null) return;
  await say(context, phrase(talk, 'not_text.caption'));
  if (captionOf === 'document') await say(context, phrase(talk, 'not_text.papers'));
}

/** Something that we cannot hear or see ends no conversation: it may well have been the answer. */
function isUnreadableAnswer({ activeDialog }: DialogContext, talk: Talk): talk is Talk & { heard: UnreadableHeard } {
  return activeDialog !== undefined && talk.heard.kind === 'unreadable';
}

type UnreadableHeard = Extract<Heard, { kind: 'unreadable' }>;

/** After a restart, what means nothing by itself was an answer to a question that is gone: the main menu then. */
function routeFor(talk: Talk, restarted: boolean): Route | null {
  const route = (hasCode(talk) ? null : routeOfAnswer(talk)) ?? routeOfHeard(talk);
  if (route !== null || !restarted) return route;
  return ['unknown', 'chat'].includes(talk.match().outcome) ? { dialog: 'main-menu' } : null;
}

function routeOfHeard(talk: Talk): Route | null {
  if (talk.unserved !== null) return { dialog: 'unserved' };
  return routeOf(talk.heard) ?? routeOfCode(talk);
}

/** The code of an answer is looked up whatever else the message says: it may be a copy of anything. */
function routeOfCode(talk: Talk): Route | null {
  return hasCode(talk) ? { dialog: 'check-code' } : null;
}

function hasCode({ heard, knowledge }: Talk): boolean {
  return heard.kind === 'text' && knowledge.readCodes(heard.text).length > 0;
}

/** Lets the conversation in progress have the message if it is for it; ends that conversation if it is not. */
async function isForActive(dc: DialogContext, route: Route | null): Promise<boolean> {
  const active = dc.activeDialog;
  if (active === undefined) return false;
  if (route === null || route.dialog === active.id || route.dialog === 'out-of-range') {
    const { result } = await dc.continueDialog();
    return result !== PASS_ON;
  }
  await dc.cancelAllDialogs();
  return false;
}

async function begin(dc: DialogContext, { dialog, options }: Route): Promise<void> {
  await dc.beginDialog(dialog, options);
}
