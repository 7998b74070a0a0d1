/** Reads server-sent events as a browser does: by name, with the number of the last one. */

export interface LiveEvent {
  readonly name: string;
  /** Null for what has no number. */
  readonly id: number | null;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into events of many shapes, and fail where they are others
  readonly data: any;
}

export interface LiveReader {
  readonly status: number;
  readonly events: readonly LiveEvent[];
  /** The number of the last event that had one. */
  readonly lastId: number | null;
  /** Resolves with the first event that fits, also one of before. */
  waitFor(fits: (event: LiveEvent) => boolean, withinMs?: number): Promise<LiveEvent>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export async function readLive(url: string, headers: Readonly<Record<string, string>>): Promise<LiveReader> {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  const events: LiveEvent[] = [];
  const waiting = new Set<() => void>();
  const ended = follow(response, (event) => {
    events.push(event);
    for (const look of waiting) look();
  });
  return {
    status: response.status,
    events,
    get lastId() {
      return events.findLast(({ id }) => id !== null)?.id ?? null;
    },
    waitFor: (fits, withinMs = 8_000) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = events.find(fits);
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(`No such event within ${withinMs} ms; there were: ${events.map(({ name }) => name).join(' ')}`),
          );
        }, withinMs);
        waiting.add(look);
        look();
      }),
    ended,
    close: () => closing.abort(),
  };
}

async function follow({ body }: Response, onEvent: (event: LiveEvent) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of body ?? []) {
      rest += decoder.decode(piece, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseBlock(block);
        if (event !== null) onEvent(event);
      }
    }
  } catch {
    // Closed by the test, or cut off.
  }
}

function parseBlock(block: string): LiveEvent | null {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
  const name = fields.get('event');
  const id = fields.get('id');
  if (name === undefined) return null;
  return { name, id: id === undefined ? null : Number(id), data: JSON.parse(fields.get('data') ?? 'null') };
}
