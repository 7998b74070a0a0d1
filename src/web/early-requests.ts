/**
 * Whoever knocks while the rooms are still being opened waits for a moment. Without it their request would be taken and never
 * answered: Node listens for connections, and nobody for what they ask.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** To be called before the server listens. @returns what answers those who waited, and everybody from then on */
export function holdRequests(server: Server): (answer: RequestListener) => void {
  const waiting: [IncomingMessage, ServerResponse][] = [];
  const hold = (request: IncomingMessage, response: ServerResponse): void => {
    waiting.push([request, response]);
  };
  server.on('request', hold);
  return (answer) => {
    server.off('request', hold);
    server.on('request', answer);
    for (const [request, response] of waiting) answer(request, response);
  };
}
