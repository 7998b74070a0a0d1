/** What is kept of a turn by SMS whose answer cannot be paid for: the message, and what the person wanted; not what was said. */
import type { Effect } from '../core/effect.ts';
import type { Reply } from '../core/reply.ts';
import { doneUnheard } from '../core/spend.ts';
import type { SmsRefusal } from '../core/spend.ts';
import type { Db } from './dialect.ts';
import type { Spend, SmsRecipient } from './spend.ts';
import type { Claim, KeptResult, TurnOutcome, WaitingMessage } from './turns.ts';

export interface AffordedTurn {
  readonly outcome: TurnOutcome;
  /** Why the answer is not sent. */
  readonly withheld: SmsRefusal | null;
}

export async function affordTurn(
  db: Db,
  spend: Spend,
  claim: Claim,
  message: WaitingMessage,
  outcome: TurnOutcome,
  nowMs: number,
): Promise<AffordedTurn> {
  const to: SmsRecipient = { contactId: claim.contactId, address: message.inbound.from };
  switch (outcome.kind) {
    case 'failed':
    case 'noted':
      return { outcome, withheld: null };
    case 'parked':
      return affordApology(db, spend, to, outcome, nowMs);
    case 'answered':
    case 'with_agent': {
      const { result } = outcome;
      if (result === null || result.reply === null) return { outcome, withheld: null };
      const { effects, vital = null } = result;
      const { reply, withheld } = await spend.chargeAnswer(
        db,
        to,
        {
          reply: result.reply,
          vital: has(effects, 'erase') ? 'receipt' : vital,
          overLimit: mayBeTold(claim, effects) ? (outcome.overLimit ?? null) : null,
        },
        nowMs,
      );
      if (withheld === null) return { outcome, withheld };
      return { outcome: { ...outcome, result: withoutAnswer(result, reply) }, withheld };
    }
  }
}

async function affordApology(
  db: Db,
  spend: Spend,
  to: SmsRecipient,
  outcome: Extract<TurnOutcome, { kind: 'parked' }>,
  nowMs: number,
): Promise<AffordedTurn> {
  if (outcome.apology === null) return { outcome, withheld: null };
  const { kind } = await spend.charge(db, 'answer', to, outcome.apology, nowMs);
  return { outcome: kind === 'paid' ? outcome : { ...outcome, apology: null }, withheld: null };
}

/** Nothing of ours appears on the phone of somebody who does not want to be seen with us. */
function mayBeTold({ hidden }: Claim, effects: readonly Effect[]): boolean {
  return !has(effects, 'hide') && (!hidden || has(effects, 'come_back'));
}

/** The conversation stays where it was: of questions that were never asked, an answer must not be taken. */
function withoutAnswer({ snapshot, effects }: KeptResult, reply: Reply | null): KeptResult {
  return {
    snapshot: has(effects, 'hide') ? snapshot : null,
    reply,
    effects: doneUnheard(effects),
  };
}

function has(effects: readonly Effect[], kind: Effect['kind']): boolean {
  return effects.some((effect) => effect.kind === kind);
}

/** The message is kept, with the mark that nobody has answered it. */
export async function markWithheld(db: Db, { seq }: WaitingMessage, withheld: SmsRefusal): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ reason: `sms_${withheld}` })
    .where('seq', '=', seq)
    .execute();
}
