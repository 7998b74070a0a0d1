/** The service's place in tests of the fakes: takes webhooks, keeps them, and answers as it is told. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';

export interface ReceivedWebhook {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** The next requests get these statuses, one each; afterwards 200 again. */
  answerNext(...statuses: readonly (number | 'hang_up')[]): void;
}

export async function startReceiver(
  answer: (response: ServerResponse) => void = (response) => void response.end(),
): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  let next: (number | 'hang_up')[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      const status = next.shift();
      if (status === 'hang_up') return void response.socket?.destroy();
      if (status !== undefined) response.statusCode = status;
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    answerNext(...statuses) {
      next = [...statuses];
    },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
