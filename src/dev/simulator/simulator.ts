/**
 * A phone in the browser, on top of the fakes: what it shows went through the real webhook, signature, inbox and outbox.
 * Nothing leaves this machine.
 */
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import { z } from 'zod';
import type { FakeGraph } from '../fake-graph.ts';
import type { FakeTwilio } from '../fake-twilio.ts';
import { createConversations } from './conversations.ts';
import type { Conversations } from './conversations.ts';
import { outgoingSchema, sendOnSms, sendOnWhatsApp } from './outgoing.ts';
import { inventPerson, personSchema, toPracticePerson } from './practice-person.ts';
import { streamConversation } from './stream.ts';
import { watchGraph, watchTwilio } from './watch.ts';

export interface SimulatorParts {
  readonly graph: FakeGraph | null;
  readonly twilio: FakeTwilio | null;
}

const PAGE_FOLDER = fileURLToPath(new URL('page/', import.meta.url));

/** Nothing but our own files, and no inline script or style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** The page and its API, to be mounted at `/simulator`. */
export function createSimulator(parts: SimulatorParts): Router {
  const conversations = createConversations();
  if (parts.graph !== null) watchGraph(parts.graph, conversations);
  if (parts.twilio !== null) watchTwilio(parts.twilio, conversations);

  const router = express.Router();
  router.use((_request, response, next) => {
    response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
    response.setHeader('cache-control', 'no-cache');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-content-type-options', 'nosniff');
    next();
  });
  router.get('/', (_request, response) => response.sendFile('simulator.html', { root: PAGE_FOLDER }));
  router.use(express.static(PAGE_FOLDER, { index: false }));
  router.use('/api', createApi(parts, conversations));
  return router;
}

function createApi(parts: SimulatorParts, conversations: Conversations): Router {
  const api = express.Router();
  api.use(express.json({ limit: '32kb' }));
  api.post('/people', (request, response) => openPerson(parts, conversations, request, response));
  api.post('/messages', (request, response) => sendMessage(parts, conversations, request, response));
  api.get('/events', (request, response) => {
    const { person } = request.query;
    const conversation = typeof person === 'string' ? conversations.get(person) : null;
    if (conversation === null) refuse(response, 404, 'No such person here. Open them with POST /api/people.');
    else streamConversation(conversation, request, response);
  });
  api.use(((error: unknown, _request, response, next) => {
    if (error instanceof SyntaxError) refuse(response, 400, 'The body is not JSON.');
    else next(error);
  }) satisfies ErrorRequestHandler);
  return api;
}

const openSchema = z.union([personSchema, z.strictObject({ hidesNumber: z.boolean() })]);

/** Invents somebody, or takes back somebody whom the browser remembers from before a restart. */
function openPerson(parts: SimulatorParts, conversations: Conversations, request: Request, response: Response): void {
  const wish = openSchema.safeParse(request.body);
  if (!wish.success) return refuse(response, 400, z.prettifyError(wish.error));
  const person =
    'phone' in wish.data
      ? toPracticePerson(wish.data)
      : inventPerson(wish.data.hidesNumber, conversations.phones, Math.random);
  conversations.open(person);
  const channels = { whatsapp: parts.graph !== null, sms: parts.twilio !== null };
  response.status(201).json({ person, channels });
}

function sendMessage(parts: SimulatorParts, conversations: Conversations, request: Request, response: Response): void {
  const outgoing = outgoingSchema.safeParse(request.body);
  if (!outgoing.success) return refuse(response, 400, z.prettifyError(outgoing.error));
  const { channel, person, content } = outgoing.data;
  const conversation = conversations.get(person);
  if (conversation === null) return refuse(response, 404, 'No such person here. Open them with POST /api/people.');
  if (channel === 'whatsapp') {
    if (parts.graph === null) return refuse(response, 409, 'WhatsApp is not simulated here.');
    response.status(202).json({ id: sendOnWhatsApp(parts.graph, conversation, content) });
  } else {
    if (parts.twilio === null) return refuse(response, 409, 'SMS is not simulated here.');
    response.status(202).json({ id: sendOnSms(parts.twilio, conversation, content.text) });
  }
}

function refuse(response: Response, status: number, error: string): void {
  response.status(status).json({ error });
}
