/**
 * The line over which the server tells what changes. Browsers take it up again by themselves and say which event they
 * saw last; where they give up, this does it, and asks what is true now.
 */
import type { LiveCase, LiveSeen, LiveTyping } from '../../core/desk-api.ts';
import type { LiveRefresh } from '../../core/desk-cases-api.ts';
import { API } from './ask.ts';
import { Watched } from './watched.ts';

export interface LiveListener {
  onCase(event: LiveCase): void;
  onTyping(event: LiveTyping): void;
  onSeen(event: LiveSeen): void;
  /** The line was down, or too much happened: what is on the screen may be old. */
  onReturn(): void;
  /** The server let go of the line for good: perhaps nobody is signed in any more. */
  onRefused(): void;
}

export interface Live {
  readonly isOnline: Watched<boolean>;
  stop(): void;
}

/** When nothing was heard for so long, a browser may sit on a line that is dead. The server's heart beats every 15 s. */
const SILENCE_MS = 40_000;
const WATCH_EVERY_MS = 5_000;
const AGAIN_MS = 2_000;

/** @param seq - the last event that is known already */
export function openLive(seq: number, listener: LiveListener): Live {
  const isOnline = new Watched(true);
  let lastSeq = seq;
  let heardMs = Date.now();
  let source = connect();
  const watchdog = setInterval(() => {
    if (Date.now() - heardMs > SILENCE_MS || source.readyState === EventSource.CLOSED) reconnect();
  }, WATCH_EVERY_MS);
  const onNetwork = (): void => reconnect();
  addEventListener('online', onNetwork);

  function connect(): EventSource {
    const opened = new EventSource(`${API}/events?after=${lastSeq}`);
    opened.addEventListener('open', () => {
      heardMs = Date.now();
      if (!isOnline.value) listener.onReturn();
      isOnline.set(true);
    });
    opened.addEventListener('case', (event) => {
      heardMs = Date.now();
      const told = JSON.parse(event.data as string) as LiveCase; // our own server wrote it
      lastSeq = Math.max(lastSeq, told.seq);
      listener.onCase(told);
    });
    opened.addEventListener('typing', (event) => {
      heardMs = Date.now();
      listener.onTyping(JSON.parse(event.data as string) as LiveTyping); // our own server wrote it
    });
    opened.addEventListener('seen', (event) => {
      heardMs = Date.now();
      listener.onSeen(JSON.parse(event.data as string) as LiveSeen); // our own server wrote it
    });
    opened.addEventListener('refresh', (event) => {
      heardMs = Date.now();
      lastSeq = (JSON.parse(event.data as string) as LiveRefresh).seq; // our own server wrote it
      listener.onReturn();
    });
    opened.addEventListener('beat', () => {
      heardMs = Date.now();
    });
    opened.addEventListener('error', () => {
      isOnline.set(false);
      if (opened.readyState === EventSource.CLOSED) setTimeout(() => listener.onRefused(), AGAIN_MS);
    });
    return opened;
  }

  function reconnect(): void {
    source.close();
    heardMs = Date.now();
    isOnline.set(false);
    source = connect();
  }

  return {
    isOnline,
    stop: () => {
      clearInterval(watchdog);
      removeEventListener('online', onNetwork);
      source.close();
    },
  };
}
