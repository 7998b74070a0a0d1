/** The people of the desk and the cases they work on, for tests of its store. */
import type { CaseReason, Urgency } from '../../src/core/case.ts';
import type { AuditEntry } from '../../src/core/audit.ts';
import type { Address } from '../../src/core/contact.ts';
import type { CaseOutcome, Role } from '../../src/core/desk.ts';
import type { Effect } from '../../src/core/effect.ts';
import type { AgentId, CaseId, OutboxId, TeamId, TopicSlug } from '../../src/core/ids.ts';
import type { Language } from '../../src/core/language.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { ReturnNotice } from '../../src/core/notice.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { AnswerToSend } from '../../src/store/desk/answers.ts';
import type { Actor } from '../../src/store/desk/parts.ts';
import type { Store } from '../../src/store/store.ts';
import type { TurnOutcome } from '../../src/store/turns.ts';
import { answerWith, messageFrom, webhookWith } from './test-store.ts';
import type { TestStore } from './test-store.ts';

export const DEFAULT_TEAM = 'default' as TeamId; // the one that every database has

export function lineOf(action: AuditEntry['action'], agent: AgentId | null = null): AuditEntry {
  return { action, agent, subject: null, detail: null };
}

/** Somebody of the team, by working name. */
export async function hire(store: Store, name: string, role: Role = 'agent'): Promise<Actor> {
  const created = await store.desk.accounts.create(
    {
      email: `${name.toLowerCase()}@faro.example`,
      name,
      role,
      team: DEFAULT_TEAM,
      languages: ['es', 'en'],
      passwordHash: 'not-a-hash',
      oneTimeUntilMs: null,
    },
    lineOf('agent_created'),
  );
  if (created.kind !== 'created') throw new Error(`expected a new account, but: ${created.kind}`);
  return { id: created.account.id, role };
}

interface Asked {
  readonly reason?: CaseReason;
  readonly urgency?: Urgency;
  readonly language?: Language;
  readonly topic?: string;
  readonly summary?: string;
}

/** Somebody asks for a person: the bot opens a case in its turn. */
export async function askForHuman(house: TestStore, from: Address, asked: Asked = {}): Promise<CaseId> {
  const { reason = 'request', urgency = 'normal', language = 'es', topic, summary = 'quiere hablar' } = asked;
  const wanted = { reason, urgency, language, topic: (topic ?? null) as TopicSlug | null, summary }; // invented topics
  const known = new Set((await house.store.desk.queue.list()).map(({ id }) => id));
  await say(house, from, 'quiero hablar con alguien', [{ kind: 'open_case', case: wanted }]);
  const opened = (await house.store.desk.queue.list()).find(({ id }) => !known.has(id));
  if (opened === undefined) throw new Error('expected a new case');
  return opened.id;
}

/** Somebody writes and has their turn: the bot says "eco", unless an agent has the case. */
export async function say(
  house: TestStore,
  from: Address,
  content: InboundContent | string,
  effects: readonly Effect[] = [],
): Promise<void> {
  await house.store.inbox.receive(
    from.channel,
    webhookWith(messageFrom(from, content, { sentAtMs: house.clock.nowMs() })),
  );
  await takeTurns(house.store, effects);
}

/** Everybody who waits has their turn. */
export async function takeTurns(store: Store, effects: readonly Effect[] = []): Promise<void> {
  for (;;) {
    const claims = await store.turns.claim(32);
    if (claims.length === 0) return;
    for (const claim of claims) {
      for (const [index, message] of claim.messages.entries()) {
        const result = { ...answerWith('eco'), effects };
        const silent = { ...result, reply: null };
        const outcome: TurnOutcome =
          claim.openCase === 'taken' ? { kind: 'with_agent', result: silent } : { kind: 'answered', result };
        await store.turns.finish(claim, message, outcome, index === claim.messages.length - 1);
      }
    }
  }
}

/** Sends what is due, as the sender would. @returns the texts, in order */
export async function sendAll(store: Store): Promise<readonly string[]> {
  const texts: string[] = [];
  for (;;) {
    const sendings = await store.outbox.claim(64, ['whatsapp', 'sms']);
    if (sendings.length === 0) return texts;
    for (const sending of sendings) {
      texts.push(sending.reply.text);
      await store.outbox.finish(sending, { kind: 'accepted', providerId: `provider-of-${sending.id}` });
    }
  }
}

let clicks = 0;

/** What an agent types; every call is a new click unless a key is given. */
export function typed(text: string, more: Partial<AnswerToSend> = {}): AnswerToSend {
  clicks += 1;
  return { clientKey: `click-${clicks}`, reply: { kind: 'text', text }, given: null, template: null, ...more };
}

export const TEMPLATE: Reply = {
  kind: 'template',
  name: 'answer_waits',
  language: 'es',
  variables: [],
  text: 'Tiene una respuesta. Escriba para leerla.',
};

export function composeReturn({ state }: ReturnNotice): Reply {
  return { kind: 'text', text: `de vuelta: ${state}` };
}

/** @throws when it did not go well */
export function valueOf<Value>(outcome: CaseOutcome<Value>): Value {
  if (outcome.kind !== 'done') throw new Error(`expected it to be done, but: ${outcome.kind}`);
  return outcome.value;
}

/** Sends an answer that must go into the outbox. @returns its id there */
export async function answer(store: Store, by: Actor, id: CaseId, text: string): Promise<OutboxId> {
  const outcome = valueOf(await store.desk.answers.send(by, id, typed(text)));
  if (outcome.kind !== 'queued') throw new Error(`expected an answer in the outbox, but: ${outcome.kind}`);
  return outcome.id;
}
