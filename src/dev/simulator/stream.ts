/** Server-sent events of one person. */
import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Conversation, NumberedEvent } from './conversations.ts';

/** Event numbers begin anew with every start; this tells the page's old ones from ours. */
const START = randomUUID().slice(0, 8);
/** Proxies and browsers drop what is silent for long. */
const HEARTBEAT_MS = 15_000;

/** Sends what the page has not seen yet, then everything as it happens, until the page leaves. */
export function streamConversation(conversation: Conversation, request: Request, response: Response): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const write = ({ number, event }: NumberedEvent): void => {
    response.write(`id: ${START}.${number}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  response.write('retry: 1000\n\n');
  for (const event of conversation.since(lastSeen(request))) write(event);
  const stop = conversation.listen(write);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  response.on('close', () => {
    clearInterval(heartbeat);
    stop();
  });
}

function lastSeen(request: Request): number {
  const [start, number] = (request.get('last-event-id') ?? '').split('.');
  return start === START ? Number(number) || 0 : 0;
}
