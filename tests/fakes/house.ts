/** Turns and rows of a test store, for tests of what a turn leaves behind. */
import type { Address } from '../../src/core/contact.ts';
import type { Effect } from '../../src/core/effect.ts';
import { answerWith, messageFrom, webhookWith } from './test-store.ts';
import type { Row, TestStore } from './test-store.ts';

/** Somebody writes, is answered "eco", and this is done besides. */
export async function takeTurn(house: TestStore, from: Address, effects: readonly Effect[]): Promise<void> {
  const written = messageFrom(from, 'algo', { sentAtMs: house.clock.nowMs() });
  await house.store.inbox.receive(from.channel, webhookWith(written));
  const [claim] = await house.store.turns.claim(1);
  const message = claim?.messages[0];
  if (claim === undefined || message === undefined) throw new Error('expected a claim with a message');
  const result = { ...answerWith('eco'), effects };
  await house.store.turns.finish(claim, message, { kind: 'answered', result }, true);
}

/** The same of many people at once, in a handful of commits. */
export async function takeTurns(
  house: TestStore,
  people: readonly Address[],
  effects: readonly Effect[],
): Promise<void> {
  const written = people.map((from) => messageFrom(from, 'algo', { sentAtMs: house.clock.nowMs() }));
  await house.store.inbox.receive('whatsapp', webhookWith(...written));
  const claims = await house.store.turns.claim(people.length);
  const result = { ...answerWith('eco'), effects };
  await Promise.all(
    claims.flatMap((claim) =>
      claim.messages.map((message) => house.store.turns.finish(claim, message, { kind: 'answered', result }, true)),
    ),
  );
}

/** What stands in the database, as another program would see it. */
export function readRows(house: TestStore, query: string): Promise<readonly Row[]> {
  return house.query(query);
}

/** Does by hand what no part of the service does yet. */
export async function runStatement(house: TestStore, statement: string): Promise<void> {
  await house.query(statement);
}
