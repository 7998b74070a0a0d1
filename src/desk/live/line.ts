/**
 * The line to one open console. It beats while nothing happens, is cut when its reader is too slow (the browser comes back
 * and reads on where it stopped), and ends with the sign-in.
 */
import type { Response } from 'express';
import { SECOND_MS } from '../../core/clock.ts';
import type { AgentId, SessionKey } from '../../core/ids.ts';
import { BEAT_FRAME, FIRST_FRAME } from './frames.ts';

/** So soon a sign-in that is over by the clock ends its lines. */
const CHECK_EVERY_MS = 5 * SECOND_MS;
const CHECKS_PER_BEAT = 3;
const CHECKS_PER_SIGN_OF_LIFE = 6;
/** Some thousand events: whoever is so far behind is better off reading the queue anew. */
const MAX_BUFFERED_BYTES = 512 * 1024;

export interface LineParts {
  readonly agent: AgentId;
  readonly session: SessionKey;
  /** The last event that the page has seen. */
  readonly seq: number;
  readonly response: Response;
  /** Whether the sign-in still counts. */
  readonly isAlive: () => Promise<boolean>;
  /** The console is open: somebody is there. */
  readonly onSignOfLife: () => Promise<void>;
  readonly onEnd: (line: Line) => void;
}

export class Line {
  readonly agent: AgentId;
  readonly session: SessionKey;
  seq: number;
  readonly #parts: LineParts;
  readonly #timer: NodeJS.Timeout;
  #checks = 0;
  #isOver = false;

  constructor(parts: LineParts) {
    this.agent = parts.agent;
    this.session = parts.session;
    this.seq = parts.seq;
    this.#parts = parts;
    const { response } = parts;
    response.status(200).set({
      'Content-Type': 'text/event-stream',
      // Proxies that keep answers back until they are whole would keep this one for ever.
      'X-Accel-Buffering': 'no',
    });
    response.on('close', () => this.end());
    response.on('error', () => this.end());
    this.#timer = setInterval(() => void this.#check(), CHECK_EVERY_MS);
    this.#timer.unref();
    this.send(FIRST_FRAME + BEAT_FRAME);
    void this.#tellPresence();
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  send(frame: string): void {
    if (this.#isOver) return;
    const { response } = this.#parts;
    response.write(frame);
    if (response.writableLength > MAX_BUFFERED_BYTES) {
      response.destroy();
      this.end();
    }
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#timer);
    this.#parts.onEnd(this);
    this.#parts.response.end();
  }

  /** Ends it when its sign-in is over. */
  async look(): Promise<void> {
    try {
      if (!(await this.#parts.isAlive())) this.end();
    } catch {
      // The database may be away for a moment. Whoever may not read any more is found at the next look.
    }
  }

  async #check(): Promise<void> {
    this.#checks += 1;
    await this.look();
    if (this.#isOver) return;
    if (this.#checks % CHECKS_PER_BEAT === 0) this.send(BEAT_FRAME);
    if (this.#checks % CHECKS_PER_SIGN_OF_LIFE === 0) await this.#tellPresence();
  }

  async #tellPresence(): Promise<void> {
    // Told again in half a minute.
    await this.#parts.onSignOfLife().catch(() => undefined);
  }
}
