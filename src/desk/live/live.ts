/**
 * Tells all open consoles of this process what happens to cases, at whatever process. However many consoles there are,
 * each event is read from the database once and written down once; each has its own place in the row of events, so none
 * is told twice and none is left out, also when it comes back after a while.
 */
import { CASE_STATES } from '../../core/case.ts';
import type { LiveCase, LiveSeen, LiveTyping } from '../../core/desk-api.ts';
import type { DeskEvent } from '../../core/desk.ts';
import type { AgentId, SessionKey } from '../../core/ids.ts';
import { errorReason } from '../../core/telemetry.ts';
import type { Telemetry } from '../../core/telemetry.ts';
import type { CompanyKind } from '../../store/desk/company.ts';
import type { Desk } from '../../store/desk/desk.ts';
import { caseFrame, refreshFrame, seenFrame, typingFrame } from './frames.ts';
import { Line } from './line.ts';
import type { LineParts } from './line.ts';

/** Should a call between two processes be lost, what was written is found by looking. */
const POLL_MS = 500;
const PAGE = 200;
/** Whoever missed more reads the queue anew: that is sooner done. */
const MAX_REPLAYED = 1_000;
/** Tabs of one sign-in. More, and somebody plays with it. */
const MAX_LINES = 8;

const COMPANY_FRAMES = { typing: typingFrame, seen: seenFrame } as const;

export interface Live {
  /**
   * Opens the line to a console.
   *
   * @param seq - the last event that it has seen; null: it wants what comes from now on
   * @returns false when this sign-in has too many open
   */
  join(parts: Omit<LineParts, 'seq' | 'onEnd' | 'onSignOfLife'> & { readonly seq: number | null }): Promise<boolean>;
  /** Tells the others that a colleague is writing; kept nowhere. */
  tellTyping(typing: LiveTyping): void;
  /** Tells the others that a colleague has read along; kept nowhere. */
  tellSeen(seen: LiveSeen): void;
  /** Ends all lines: browsers come back to whoever serves then. */
  stop(): Promise<void>;
}

export interface LiveParts {
  readonly store: Pick<Desk, 'events' | 'queue' | 'presence' | 'company'>;
  readonly telemetry: Telemetry;
}

export function createLive({ store, telemetry }: LiveParts): Live {
  const lines = new Set<Line>();
  let isWanted = false;
  let running: Promise<void> | null = null;
  let poll: NodeJS.Timeout | undefined;

  const wake = (): void => {
    if (lines.size === 0) return;
    isWanted = true;
    running ??= run();
  };
  const stops = [
    store.events.listen(wake),
    store.events.listenToStaff(() => {
      for (const line of lines) void line.look();
    }),
    store.company.listen((kind, what) => tellColleagues(what.by.id, COMPANY_FRAMES[kind](what))),
  ];

  async function run(): Promise<void> {
    while (isWanted && lines.size > 0) {
      isWanted = false;
      try {
        if (await tell()) isWanted = true;
      } catch (error) {
        // The database may be away for a while: the next look is soon enough.
        telemetry.record({ event: 'bug', where: 'desk-live', reason: errorReason(error) });
        break;
      }
    }
    running = null;
  }

  /** @returns true when there may be more to tell at once */
  async function tell(): Promise<boolean> {
    // Whoever joins from here on has their turn in the next round.
    const present = [...lines];
    const from = Math.min(...present.map(({ seq }) => seq));
    const events = await store.events.after(from, PAGE);
    const last = events.at(-1)?.seq;
    if (last === undefined) return false;
    const frames = await describe(events);
    for (const line of present) {
      const missed = frames.filter(({ seq }) => seq > line.seq);
      if (missed.length === 0) continue;
      line.seq = last;
      line.send(missed.map(({ frame }) => frame).join(''));
    }
    return events.length === PAGE;
  }

  async function describe(events: readonly DeskEvent[]): Promise<readonly { seq: number; frame: string }[]> {
    const ids = [...new Set(events.map(({ caseId }) => caseId))];
    const known = new Map((await store.queue.list({ ids, states: CASE_STATES })).map((one) => [one.id, one]));
    return events.map((event) => {
      const told: LiveCase = { ...event, case: known.get(event.caseId) ?? null };
      return { seq: event.seq, frame: caseFrame(told) };
    });
  }

  function tellColleagues(agent: AgentId, frame: string): void {
    for (const line of lines) if (line.agent !== agent) line.send(frame);
  }

  function tellEverywhere(kind: CompanyKind, what: LiveSeen): void {
    tellColleagues(what.by.id, COMPANY_FRAMES[kind](what));
    store.company.tellOthers(kind, what);
  }

  function countLines(session: SessionKey): number {
    return [...lines].filter((line) => line.session === session).length;
  }

  function leave(line: Line): void {
    lines.delete(line);
    if (lines.size > 0) return;
    clearInterval(poll);
    poll = undefined;
  }

  return {
    join: async (parts) => {
      if (countLines(parts.session) >= MAX_LINES) return false;
      const latest = await store.events.latestSeq();
      if (parts.response.destroyed) return true; // gone before it began
      const isTold = parts.seq !== null && parts.seq <= latest && latest - parts.seq <= MAX_REPLAYED;
      const seq = isTold ? (parts.seq ?? latest) : latest;
      const onSignOfLife = (): Promise<void> => store.presence.note(parts.agent);
      const line = new Line({ ...parts, seq, onSignOfLife, onEnd: leave });
      if (parts.seq !== null && !isTold) line.send(refreshFrame({ seq }));
      if (line.isOver) return true;
      lines.add(line);
      poll ??= setInterval(wake, POLL_MS).unref();
      wake();
      return true;
    },
    tellTyping: (typing) => tellEverywhere('typing', typing),
    tellSeen: (seen) => tellEverywhere('seen', seen),
    stop: async () => {
      for (const stop of stops) stop();
      for (const line of lines) line.end();
      await running;
    },
  };
}
