/** The service's side: its requests come in here and are taken or refused. */
import { parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { createFaultQueue, jsonAnswer } from '../provider-server.ts';
import type { Answer, Fault, FaultName, ProviderRequest, Refusals } from '../provider-server.ts';
import { randomHex } from '../random.ts';
import { graphError } from './errors.ts';
import type { GraphRefusal } from './errors.ts';
import type { AcceptedGraphMessage } from './events.ts';
import { makeWamid } from './ids.ts';
import { createThroughputLimit, refuseOutsideWindow, refuseOverPairLimit } from './limits.ts';
import type { GraphMedia } from './media.ts';
import { parseOrder } from './message-rules.ts';
import type { Parsed, SendOrder } from './message-rules.ts';
import { nameInId } from './person.ts';
import type { KnownPerson, PersonMemory } from './person.ts';
import type { GraphReporter } from './reporting.ts';
import type { GraphState } from './state.ts';

const MESSAGES_PATH = /^\/v\d+\.\d+\/([^/]+)\/messages$/;

export interface GraphSending {
  answer(request: ProviderRequest): Answer;
  failNext(fault: Fault | FaultName, times?: number, requests?: 'send' | 'read'): void;
  heal(): void;
  /** How many came, whatever became of them. */
  readonly requests: Readonly<Record<'send' | 'read', number>>;
}

export function createGraphSending(
  state: GraphState,
  reporter: GraphReporter,
  media: Pick<GraphMedia, 'answer'>,
): GraphSending {
  const { settings, happened } = state;
  const { clock } = settings;
  const refuseNow = createRefusal(state);
  const refusals = createOrderedRefusals(state);
  const faults = { send: createFaultQueue(refusals), read: createFaultQueue(refusals) };
  const requests = { send: 0, read: 0 };

  const takeMessage = (order: SendOrder, lateFailure: number | null): Answer => {
    const nowMs = clock.nowMs();
    const memory = state.people.find(order.recipient) ?? state.people.meet(toStranger(order));
    const refusal = refuseNow(order, memory, nowMs);
    if (refusal !== null) return refuse(refusal);
    const message = toAccepted(order, memory.person, nowMs, settings.random);
    happened.accepted.add(message);
    reporter.follow(message, lateFailure);
    return jsonAnswer(200, toSendAnswer(message, order));
  };

  const refuse = (refusal: GraphRefusal): Answer => {
    happened.refused.add({ atMs: clock.nowMs(), code: refusal.code, details: refusal.details });
    return graphError(refusal, randomHex(settings.random, 16));
  };

  const act = (parsed: Parsed): Answer => {
    requests[parsed.kind === 'read' ? 'read' : 'send'] += 1;
    switch (parsed.kind) {
      case 'read':
        return faults.read.through(() => {
          happened.read.add({ atMs: clock.nowMs(), messageId: parsed.messageId, typing: parsed.typing });
          return jsonAnswer(200, { success: true });
        });
      case 'send':
        return faults.send.through((lateFailure) => takeMessage(parsed.order, lateFailure));
      case 'refused':
        return faults.send.through(() => refuse(parsed.refusal));
    }
  };

  return {
    answer(request) {
      if (request.headers.authorization !== `Bearer ${settings.accessToken}`) {
        return refuse({ code: 190, details: 'The access token is missing or wrong.' });
      }
      const file = media.answer(request);
      if (file !== null) return file;
      const id = request.method === 'POST' ? MESSAGES_PATH.exec(request.path)?.[1] : undefined;
      if (id !== settings.phoneNumberId) return refuse({ code: 100, subcode: 33, details: 'No such object.' });
      return act(parseOrder(parseJson(request.body.toString('utf8')), settings.templates));
    },
    failNext: (fault, times, requests = 'send') => faults[requests].failNext(fault, times),
    heal() {
      faults.send.heal();
      faults.read.heal();
    },
    requests,
  };
}

/** The limits in time, in the order in which they say most about the message. */
function createRefusal(
  state: GraphState,
): (order: SendOrder, memory: PersonMemory, nowMs: number) => GraphRefusal | null {
  const { window, pairLimit, throughputPerSecond } = state.settings;
  const refuseOverThroughput = createThroughputLimit(throughputPerSecond);
  return (order, memory, nowMs) =>
    (window && order.kind !== 'template' ? refuseOutsideWindow(memory, nowMs) : null) ??
    refuseOverThroughput(nowMs) ??
    refuseOverPairLimit(memory, nowMs, pairLimit);
}

/** Refusals that were ordered, and are not the sender's mistake: they are not counted as refused. */
function createOrderedRefusals(state: GraphState): Refusals {
  const onOrder = (code: number, status?: number): Answer =>
    graphError({ code, details: 'Failing on order.' }, randomHex(state.settings.random, 16), status);
  return {
    code: (code) => onOrder(code),
    serverError: (status) => onOrder(status === 503 ? 131016 : 131000, status),
    rateLimited: () => onOrder(130429, 429),
    expiredToken: () => onOrder(190),
  };
}

/** Somebody who never wrote: only a template may reach them. */
function toStranger({ recipient, via }: SendOrder): KnownPerson {
  return { waId: via === 'to' ? recipient : null, userId: via === 'recipient' ? recipient : null, name: 'Stranger' };
}

function toAccepted(order: SendOrder, person: KnownPerson, atMs: number, random: () => number): AcceptedGraphMessage {
  return {
    id: makeWamid(nameInId(person), 'business', random),
    atMs,
    to: order.via === 'to' ? `+${order.recipient}` : order.recipient,
    person,
    kind: order.kind,
    payload: order.payload,
    outboxId: order.callbackData,
    template: order.template,
  };
}

function toSendAnswer(message: AcceptedGraphMessage, order: SendOrder): JsonObject {
  const echoed = order.via === 'to' ? { wa_id: order.recipient } : { user_id: order.recipient };
  return {
    messaging_product: 'whatsapp',
    contacts: [{ input: message.to, ...echoed }],
    messages: [{ id: message.id, ...(message.kind === 'template' ? { message_status: 'accepted' } : {}) }],
  };
}
