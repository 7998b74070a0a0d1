/** A turn as fast as people go. What goes faster, or round in circles, gets one plain sentence and then silence. */
import { saySilence } from '../../dialogs/silence.ts';
import type { GlobalWord, Talk } from '../../dialogs/talk.ts';
import { waitingOf } from '../../dialogs/waiting.ts';
import type { Effect } from '../core/effect.ts';
import type { TurnMessage, TurnResult } from '../core/turn.ts';
import type { OpenTalk } from './open-talk.ts';
import {
  causeOf,
  causeOfReplies,
  comeBack,
  endsQuiet,
  fallQuiet,
  hear,
  isFresh,
  isQuiet,
  mayAnswerDanger,
  mayReturn,
  nextSilence,
  reply,
} from './pace.ts';
import type { Cause, Pace } from './pace.ts';
import { isUnderCover } from './under-cover.ts';

/** How the bot takes one turn; the message and what is remembered are given to it. */
export interface Turn {
  readonly message: TurnMessage;
  openTalk(): OpenTalk;
  /** Whether it is a cry for help. */
  isAlarm(talk: Talk): boolean;
  answer(): Promise<TurnResult>;
  /** Says nothing, and leaves everything as it was. */
  keepStill(effects: readonly Effect[]): TurnResult;
}

export async function answerAtPace(turn: Turn, before: Pace): Promise<TurnResult> {
  const { content, nowMs, sentAtMs = nowMs } = turn.message;
  const pace = hear(before, content, sentAtMs, nowMs);
  const wasQuiet = isQuiet(before, nowMs);
  const cause = causeOf(pace);
  if (!wasQuiet && cause === null) return answerAndCount(turn, before, pace);
  const talk = turn.openTalk();
  if (turn.isAlarm(talk)) return soundAlarm(turn, pace);
  if (isUnderCover(talk)) return withPace(await turn.answer(), pace);
  if (!wasQuiet && cause !== null) return sayOnce(turn, talk, pace, cause);
  if (endsQuiet(before, pace, isForUs(talk))) return answerAndCount(turn, before, comeBack(pace, nowMs));
  return withPace(turn.keepStill(await heardInSilence(turn, talk)), pace);
}

async function answerAndCount(turn: Turn, before: Pace, pace: Pace): Promise<TurnResult> {
  const result = await turn.answer();
  if (result.reply === null) return withPace(result, before); // where we are silent anyway, nothing goes round
  const { nowMs } = turn.message;
  if (result.vital === 'danger') return withPace(result, { ...pace, dangerAtMs: nowMs });
  const counted = reply(pace, result.reply, nowMs);
  const cause = causeOfReplies(counted);
  return cause === null ? withPace(result, counted) : sayOnce(turn, turn.openTalk(), counted, cause);
}

/** The team hears of each one; the person is told what to do, but not many times over. */
async function soundAlarm(turn: Turn, pace: Pace): Promise<TurnResult> {
  const result = await turn.answer();
  const { nowMs } = turn.message;
  if (mayAnswerDanger(pace, nowMs)) return withPace(result, { ...pace, dangerAtMs: nowMs });
  return withPace(turn.keepStill(result.effects), pace);
}

function sayOnce(turn: Turn, talk: OpenTalk, pace: Pace, cause: Cause): TurnResult {
  const quiet = fallQuiet(pace, cause, turn.message.nowMs);
  const text = saySilence(waitingOf(talk), nextSilence(pace), mayReturn(pace));
  const { snapshot } = turn.keepStill([]);
  return withPace({ snapshot, reply: { kind: 'text', text }, effects: [] }, quiet);
}

/** What robots send by themselves, too. */
const MERE_GREETINGS: readonly GlobalWord[] = ['hello', 'thanks', 'who', 'more'];

function isForUs({ heard }: Talk): boolean {
  return heard.kind === 'picked' || (heard.kind === 'word' && !MERE_GREETINGS.includes(heard.word));
}

/** Done although nothing is said: nobody has to ask twice for that. */
const DONE_IN_SILENCE: readonly Effect['kind'][] = ['opt_out', 'open_case'];
const HEARD_IN_SILENCE: readonly GlobalWord[] = ['stop', 'human'];

async function heardInSilence(turn: Turn, { heard }: Talk): Promise<readonly Effect[]> {
  if (heard.kind !== 'word' || !HEARD_IN_SILENCE.includes(heard.word)) return [];
  return (await turn.answer()).effects.filter(({ kind }) => DONE_IN_SILENCE.includes(kind));
}

/** Nothing of it stays where nothing of anything else does. */
export function withPace(result: TurnResult, pace: Pace): TurnResult {
  if (result.effects.some(({ kind }) => kind === 'erase' || kind === 'hide') || isFresh(pace)) return result;
  const { dialogs } = result.snapshot;
  return {
    ...result,
    snapshot: { ...result.snapshot, dialogs: { ...(typeof dialogs === 'object' ? dialogs : {}), pace } },
  };
}
