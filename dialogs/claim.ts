/**
 * Something the person heard or was offered, for which there is no fact: "me dijeron que…", a forwarded advert. We say that
 * we do not know, that nobody should pay or travel because of it, and what becomes of it: our team is told what is said,
 * never by whom.
 */
import type { Claim } from '../src/core/knowledge.ts';
import { menuChoice, wayOut } from './choices.ts';
import { withoutTeller } from './claim-text.ts';
import { phrase, say, want } from './talk.ts';
import type { Talk, TurnHandle } from './talk.ts';

/** The claim in what was just said, or null. What follows an alarm belongs to that emergency and to nobody else. */
export function heardClaim(talk: Talk): Claim | null {
  const { heard, message, last } = talk;
  if (heard.kind !== 'text' || last?.reason === 'danger') return null;
  return talk.knowledge.readClaim(heard.text, message.forwarded !== undefined);
}

/** @param again - our last word was that we do not know, too: then a human is not only within reach but offered */
export async function noteClaim(context: TurnHandle, talk: Talk, claim: Claim, again: boolean): Promise<void> {
  await report(context, talk, claim);
  if (talk.message.forwarded === 'often') await say(context, phrase(talk, 'claim.forwarded'));
  const waiting = talk.message.contact.caseWaiting;
  const text = phrase(talk, again && !waiting ? 'claim.unknown_again' : 'claim.unknown');
  await say(context, text, waiting ? [menuChoice(talk)] : wayOut(talk));
}

async function report(context: TurnHandle, talk: Talk, claim: Claim): Promise<void> {
  if (talk.heard.kind !== 'text') return;
  await want(context, {
    kind: 'report_rumour',
    language: talk.language,
    forwarded: talk.message.forwarded ?? null,
    place: claim.place,
    price: claim.price,
    text: withoutTeller(talk.heard.text),
  });
}
