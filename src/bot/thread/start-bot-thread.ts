/**
 * The bot in a thread of its own. Finding the right fact is the costliest thing that is done for a message; beside it the
 * service goes on taking webhooks in and sending replies. And a turn that never ended would stop nobody but itself: after
 * a few seconds the thread is given up, and another takes its place.
 */
import { Worker } from 'node:worker_threads';
import { ContentError } from '../../core/errors.ts';
import type { TeamState } from '../../knowledge/team/team-state.ts';
import type { Bot, TurnResult } from '../../core/turn.ts';
import type { FromThread, ThreadData, ToThread } from './messages.ts';

/** A turn takes a millisecond, and some tens of them may stand in line; the lease on a contact lasts longer than this. */
const TURN_WITHIN_MS = 5_000;
/** A thread that cannot begin has a reason that may go away; it is not asked a thousand times a second. */
const BEGIN_AGAIN_MS = 1_000;

export interface BotThread extends Bot {
  /** The team's hours and presence have changed. */
  takeTeam(state: TeamState): void;
  stop(): Promise<void>;
}

export interface BotThreadParts extends ThreadData {
  /** Only tests set it: another thread in place of the bot's. */
  readonly entry?: URL;
  /** Told when a conversation in progress was given up, and why. */
  readonly onRestart: (reason: 'version' | 'error') => void;
  /** Told when a thread ended by itself, or was given up because a turn did not end. Another one is started. */
  readonly onLost: (reason: 'ended' | 'stuck') => void;
}

/** A turn that was under way when its thread was lost. Nothing of it was kept; it may be tried again. */
export class TurnLostError extends Error {
  override readonly name = 'TurnLostError';
}

/**
 * Resolves once the thread takes turns.
 *
 * @throws {ContentError} when the content cannot be served
 */
export async function startBotThread(parts: BotThreadParts): Promise<BotThread> {
  const keeper = new ThreadKeeper(parts);
  await keeper.begin();
  return {
    turn: (snapshot, message) => keeper.ask((id) => ({ kind: 'turn', id, snapshot, message })),
    takeTeam: (state) => keeper.takeTeam(state),
    stop: () => keeper.stop(),
  };
}

interface Pending {
  readonly askedMs: number;
  readonly resolve: (result: TurnResult) => void;
  readonly reject: (error: unknown) => void;
}

class ThreadKeeper {
  readonly #parts: BotThreadParts;
  /** In the order in which they were asked. */
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | null = null;
  /** Since when the thread takes turns; null while there is none that does. */
  #readyMs: number | null = null;
  #team: TeamState | null = null;
  #lastId = 0;
  #isStopped = false;
  readonly #watch: NodeJS.Timeout;

  constructor(parts: BotThreadParts) {
    this.#parts = parts;
    this.#watch = setInterval(() => this.#giveUpStuck(), TURN_WITHIN_MS / 5).unref();
  }

  /** Starts a thread; what is asked before it is ready waits in its post. */
  begin(): Promise<void> {
    const { contentDir, sms, entry } = this.#parts;
    const worker = new Worker(entry ?? new URL('bot-thread.ts', import.meta.url), {
      workerData: { contentDir, sms } satisfies ThreadData,
    });
    this.#worker = worker;
    this.#readyMs = null;
    if (this.#team !== null) this.#post({ kind: 'team', state: this.#team });
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (message.kind !== 'ready') return this.#hear(message);
        this.#readyMs = performance.now();
        resolve();
      });
      worker.on('error', (error: unknown) => reject(asOurs(error)));
      worker.on('exit', () => {
        reject(new TurnLostError('The thread of the bot ended before it could take a turn.'));
        if (this.#worker !== worker) return;
        if (this.#readyMs === null) this.#worker = null;
        else this.#replace('ended');
      });
    });
  }

  ask(toMessage: (id: number) => ToThread): Promise<TurnResult> {
    return new Promise((resolve, reject) => {
      if (this.#worker === null) {
        reject(new TurnLostError('No thread of the bot takes turns now.'));
        return;
      }
      this.#lastId += 1;
      this.#pending.set(this.#lastId, { askedMs: performance.now(), resolve, reject });
      this.#post(toMessage(this.#lastId));
    });
  }

  takeTeam(state: TeamState): void {
    this.#team = state;
    this.#post({ kind: 'team', state });
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#isStopped = true;
    this.#worker = null;
    clearInterval(this.#watch);
    this.#dropPending();
    await worker?.terminate();
  }

  #post(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  #hear(message: Exclude<FromThread, { kind: 'ready' }>): void {
    if (message.kind === 'restarted') {
      this.#parts.onRestart(message.reason);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'taken') pending?.resolve(message.result);
    else pending?.reject(message.error);
  }

  /** The first in line has waited longest: if it has not ended, the thread is at it, or at nothing. */
  #giveUpStuck(): void {
    const [first] = this.#pending.values();
    if (first === undefined || this.#readyMs === null) return;
    if (performance.now() - Math.max(first.askedMs, this.#readyMs) > TURN_WITHIN_MS) this.#replace('stuck');
  }

  #replace(reason: 'ended' | 'stuck'): void {
    const lost = this.#worker;
    this.#worker = null;
    void lost?.terminate();
    this.#dropPending();
    this.#parts.onLost(reason);
    this.#beginAgain();
  }

  #beginAgain(): void {
    if (this.#isStopped) return;
    this.begin().catch(() => setTimeout(() => this.#beginAgain(), BEGIN_AGAIN_MS).unref());
  }

  #dropPending(): void {
    for (const { reject } of this.#pending.values()) reject(new TurnLostError('The thread of the bot was lost.'));
    this.#pending.clear();
  }
}

/** Between threads an error keeps its name and its words, not its class. */
function asOurs(error: unknown): unknown {
  return error instanceof Error && error.name === 'ContentError' ? new ContentError(error.message) : error;
}
