/**
 * Takes the contacts whose messages wait, asks the bot, and keeps what came out. Knows nothing of providers: a reply is
 * put into the outbox, where the sender finds it.
 */
import type { Address, ChannelName } from '../core/contact.ts';
import type { Language } from '../core/language.ts';
import { isTurn } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import { doneUnheard } from '../core/spend.ts';
import type { SmsPeriod } from '../core/spend.ts';
import { errorReason, toFailure } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { Clock } from '../core/clock.ts';
import type { Bot, Snapshot, TurnMessage } from '../core/turn.ts';
import type { Store } from '../store/store.ts';
import { LeaseLostError } from '../store/turns.ts';
import type { Claim, Finished, TurnOutcome, WaitingMessage } from '../store/turns.ts';
import { afterEffect, asStranger, contactOf } from './contact-now.ts';
import type { ContactNow } from './contact-now.ts';
import { createLoop } from './loop.ts';
import type { Loop } from './loop.ts';

/** Contacts that are taken together: enough to share a commit, few enough that nobody waits behind many. */
const CONTACTS_PER_CLAIM = 32;
/** Contacts that are served at once. */
const MAX_CONTACTS = 2 * CONTACTS_PER_CLAIM;
/** While so few more can be taken, it is not worth a transaction. */
const FEWEST_PER_CLAIM = 16;
/** A message that makes the bot fail this often is put aside, so that the person's next one is heard. */
const MAX_ATTEMPTS = 5;
const FIRST_RETRY_MS = 500;
/** How often to look for what another process left behind. */
const POLL_MS = 1_000;
/** With more people than this waiting, read marks are a luxury: each costs as much as a reply. */
const MAX_CLAIMS_WITH_TYPING = 2;

export interface TurnWorkerParts {
  readonly store: Pick<Store, 'turns' | 'wipe'>;
  readonly bot: Bot;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** What a person hears when their message could not be handled at all. */
  readonly apology: (language: Language | null) => Reply;
  /** Shows the person that they were read; best effort, and left out when many are waiting. */
  readonly showTyping: (channel: ChannelName, providerId: string) => void;
  /** Whether somebody with this address may be written to unasked. */
  readonly mayBeAlerted: (address: Address) => boolean;
  /** What SMS can do and may cost. Without it: two segments, and no word when there are no more. */
  readonly sms?: {
    readonly maxSegmentsTo: (address: Address) => 1 | 2;
    readonly overLimit: (snapshot: Snapshot, period: SmsPeriod) => Reply;
  };
  /** Called when something was put into the outbox. */
  readonly onQueued: () => void;
  /** Called when there may be more than this worker takes at once. */
  readonly onFull?: () => void;
}

export function createTurnWorker(parts: TurnWorkerParts): Loop {
  const worker = new TurnWorker(parts, () => loop.wake());
  const loop = createLoop({
    name: 'turns',
    pollMs: POLL_MS,
    telemetry: parts.telemetry,
    round: () => worker.takeWaiting(),
  });
  return {
    ...loop,
    stop: async () => {
      await loop.stop();
      await worker.drained();
    },
  };
}

class TurnWorker {
  readonly #parts: TurnWorkerParts;
  readonly #onFree: () => void;
  readonly #serving = new Set<Promise<void>>();

  /** @param onFree - called when others can be taken */
  constructor(parts: TurnWorkerParts, onFree: () => void) {
    this.#parts = parts;
    this.#onFree = onFree;
  }

  /**
   * Takes who waits, and does not wait for their turns: the next ones are read while the bot is at these.
   *
   * @returns true when there may be more to take at once
   */
  async takeWaiting(): Promise<boolean> {
    const free = MAX_CONTACTS - this.#serving.size;
    if (free < FEWEST_PER_CLAIM) return false;
    const limit = Math.min(free, CONTACTS_PER_CLAIM);
    const claims = await this.#parts.store.turns.claim(limit);
    if (claims.length === limit) this.#parts.onFull?.();
    if (this.#serving.size + claims.length <= MAX_CLAIMS_WITH_TYPING)
      for (const claim of claims) showTyping(this.#parts, claim);
    for (const claim of claims) this.#serve(claim);
    return claims.length === limit;
  }

  #serve(claim: Claim): void {
    const served = serveContact(this.#parts, claim).finally(() => {
      this.#serving.delete(served);
      if (MAX_CONTACTS - this.#serving.size >= FEWEST_PER_CLAIM) this.#onFree();
    });
    this.#serving.add(served);
  }

  /** Resolves when no turn is under way. */
  async drained(): Promise<void> {
    while (this.#serving.size > 0) await Promise.all(this.#serving);
  }
}

function showTyping(parts: TurnWorkerParts, claim: Claim): void {
  const newest = claim.messages.at(-1);
  if (newest !== undefined && isTurn(newest.inbound.content))
    parts.showTyping(claim.channel, newest.inbound.providerId);
}

/** What changes from one message of a claim to the next. */
interface Progress {
  readonly snapshot: Snapshot | null;
  readonly contact: ContactNow;
}

async function serveContact(parts: TurnWorkerParts, claim: Claim): Promise<void> {
  let progress: Progress = { snapshot: claim.snapshot, contact: contactOf(claim) };
  try {
    if (claim.messages.length === 0) await parts.store.turns.release(claim);
    for (const [index, message] of claim.messages.entries()) {
      const outcome = await takeTurn(parts, claim, message, progress);
      const { again, withheld } = await keep(parts, claim, message, outcome, index === claim.messages.length - 1);
      if (again || outcome.kind === 'failed') return; // later messages must not overtake it
      progress = advance(progress, outcome, withheld !== undefined);
    }
  } catch (error) {
    // The lease ends by itself and the contact is claimed again; nothing was acknowledged that is not on disk.
    if (!(error instanceof LeaseLostError)) parts.telemetry.record(toFailure('turns', error));
  }
}

/** @param isUnheard - the answer was not sent: the conversation is where it was */
function advance(progress: Progress, outcome: TurnOutcome, isUnheard: boolean): Progress {
  if (outcome.kind === 'noted')
    return outcome.forget ? { snapshot: null, contact: asStranger(progress.contact) } : progress;
  const result = resultOf(outcome);
  if (result === null) return progress;
  const { snapshot, effects } = result;
  const isGone = effects.some(({ kind }) => kind === 'erase');
  const heardSnapshot = isUnheard ? progress.snapshot : snapshot;
  return {
    snapshot: isGone ? null : heardSnapshot,
    contact: (isUnheard ? doneUnheard(effects) : effects).reduce(afterEffect, progress.contact),
  };
}

/** What the bot made of the message; null when it was not asked, or failed. */
function resultOf(outcome: TurnOutcome): Extract<TurnOutcome, { kind: 'with_agent' }>['result'] {
  return outcome.kind === 'answered' || outcome.kind === 'with_agent' ? outcome.result : null;
}

async function takeTurn(
  parts: TurnWorkerParts,
  claim: Claim,
  message: WaitingMessage,
  progress: Progress,
): Promise<TurnOutcome> {
  const { content, forwarded } = message.inbound;
  // Whoever has the number or the account now finds no earlier conversation.
  if (!isTurn(content)) return { kind: 'noted', forget: content.kind === 'identity_changed' };
  const { sms } = parts;
  const turn: TurnMessage = {
    channel: claim.channel,
    content,
    nowMs: parts.clock.nowMs(),
    sentAtMs: message.inbound.sentAtMs,
    ...(claim.channel === 'sms' && sms !== undefined ? { maxSegments: sms.maxSegmentsTo(message.inbound.from) } : {}),
    contact: { ...progress.contact, mayBeAlerted: parts.mayBeAlerted(message.inbound.from) },
    ...(forwarded === undefined ? {} : { forwarded }),
  };
  const startedMs = performance.now();
  try {
    const result = await parts.bot.turn(progress.snapshot, turn);
    parts.telemetry.record({
      event: 'turn_taken',
      channel: claim.channel,
      kind: content.kind,
      ms: performance.now() - startedMs,
    });
    const kind = progress.contact.withAgent ? 'with_agent' : 'answered';
    if (sms === undefined) return { kind, result };
    return { kind, result, overLimit: (period) => sms.overLimit(result.snapshot, period) };
  } catch (error) {
    return failedTurn(parts, claim, message, progress.contact.withAgent, error);
  }
}

function failedTurn(
  parts: TurnWorkerParts,
  claim: Claim,
  message: WaitingMessage,
  withAgent: boolean,
  error: unknown,
): TurnOutcome {
  const attempt = message.attempts + 1;
  const parked = attempt >= MAX_ATTEMPTS;
  const reason = errorReason(error);
  const { kind } = message.inbound.content;
  parts.telemetry.record({ event: 'turn_failed', channel: claim.channel, kind, attempt, parked, reason });
  if (parked && withAgent) return { kind: 'with_agent', result: null }; // the agent reads it all the same
  if (parked) return { kind: 'parked', reason, apology: parts.apology(claim.language) };
  return { kind: 'failed', notBeforeMs: parts.clock.nowMs() + FIRST_RETRY_MS * 2 ** message.attempts };
}

async function keep(
  parts: TurnWorkerParts,
  claim: Claim,
  message: WaitingMessage,
  outcome: TurnOutcome,
  isLast: boolean,
): Promise<Finished> {
  const finished = await parts.store.turns.finish(claim, message, outcome, isLast);
  if (finished.outboxId !== null) parts.onQueued();
  if (finished.withheld !== undefined) parts.telemetry.record({ event: 'sms_withheld', why: finished.withheld });
  for (const effect of finished.again ? [] : (resultOf(outcome)?.effects ?? [])) {
    if (effect.kind === 'open_case' && finished.casesOpened.length > 0) {
      parts.telemetry.record({ event: 'case_opened', reason: effect.case.reason, urgency: effect.case.urgency });
    }
    if (effect.kind === 'report_rumour') {
      const { language, forwarded } = effect;
      parts.telemetry.record({ event: 'rumour_reported', language, forwarded });
    }
    if (effect.kind === 'report_question')
      parts.telemetry.record({ event: 'question_reported', language: effect.language });
    if (effect.kind === 'note_feedback') {
      const { language, helped } = effect;
      parts.telemetry.record({ event: 'feedback_noted', language, helped });
    }
    if (effect.kind === 'erase') await parts.store.wipe();
  }
  return finished;
}
