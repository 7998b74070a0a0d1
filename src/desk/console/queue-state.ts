/** The open cases as this console knows them: what the queue said, kept up to date by what happens. */
import type { LiveCase, LiveSeen, LiveTyping, QueueAnswer } from '../../core/desk-api.ts';
import type { AgentName, CaseInQueue } from '../../core/desk.ts';
import type { CaseId } from '../../core/ids.ts';
import type { Asked } from './ask.ts';
import { cases } from './service.ts';
import { Watched } from './watched.ts';
import { timeMs } from './when.ts';

export interface QueueState {
  readonly cases: ReadonlyMap<CaseId, CaseInQueue>;
  readonly usualMinutes: number | null;
}

export interface Taking {
  readonly id: CaseId;
  /** Null while it is under way. */
  readonly asked: Asked<unknown> | null;
}

export interface Reader extends AgentName {
  /** When they last read it. */
  readonly atMs: number;
}

/** A colleague's last key was so long ago that they are thinking, or gone. */
const TYPING_MS = 6_000;

export class Queue {
  readonly state: Watched<QueueState>;
  /** Who is writing in which case; each entry goes by itself. */
  readonly typing = new Watched<ReadonlyMap<CaseId, AgentName>>(new Map());
  /** Which colleagues have read along in which case, since this console was opened. */
  readonly readers = new Watched<ReadonlyMap<CaseId, readonly Reader[]>>(new Map());
  /** Grows whenever there may be something new to read in a case. */
  readonly changes = new Watched<ReadonlyMap<CaseId, number>>(new Map());
  /** The case that this console is reaching for, and what came of it. */
  readonly taking = new Watched<Taking | null>(null);
  readonly #typingEnds = new Map<CaseId, ReturnType<typeof setTimeout>>();

  constructor(answer: QueueAnswer) {
    this.state = new Watched(toState(answer));
  }

  /** Asks what is true now. */
  async refresh(): Promise<void> {
    const asked = await cases.queue();
    if (asked.kind === 'done') this.state.set(toState(asked.value));
    this.changes.update((before) => new Map([...before].map(([id, count]) => [id, count + 1])));
  }

  hear(event: LiveCase): void {
    const { caseId, case: known } = event;
    this.changes.update((before) => new Map([...before, [caseId, (before.get(caseId) ?? 0) + 1]]));
    if (known === null || known.state === 'closed') this.#remove(caseId);
    else this.put(known);
  }

  /** Takes a case. Of several who reach for it at once, one has it; the others are told who. */
  async take(id: CaseId, me: AgentName): Promise<void> {
    this.taking.set({ id, asked: null });
    const asked = await cases.claim(id);
    this.taking.set({ id, asked });
    const entry = this.state.value.cases.get(id);
    if (asked.kind === 'done' && entry !== undefined) {
      this.put({ ...entry, state: 'taken', owner: { id: me.id, name: me.name } });
    }
  }

  put(entry: CaseInQueue): void {
    this.state.update((before) => {
      const known = before.cases.get(entry.id);
      if (known !== undefined && known.version > entry.version) return before;
      return { ...before, cases: new Map([...before.cases, [entry.id, entry]]) };
    });
  }

  hearTyping({ caseId, by }: LiveTyping): void {
    this.typing.update((before) => new Map([...before, [caseId, by]]));
    clearTimeout(this.#typingEnds.get(caseId));
    this.#typingEnds.set(
      caseId,
      setTimeout(() => {
        this.typing.update((before) => new Map([...before].filter(([id]) => id !== caseId)));
      }, TYPING_MS),
    );
  }

  hearSeen({ caseId, by }: LiveSeen): void {
    this.readers.update((before) => {
      const others = (before.get(caseId) ?? []).filter(({ id }) => id !== by.id);
      return new Map([...before, [caseId, [...others, { ...by, atMs: timeMs() }]]]);
    });
  }

  #remove(id: CaseId): void {
    this.state.update((before) => ({ ...before, cases: new Map([...before.cases].filter(([one]) => one !== id)) }));
  }
}

function toState({ cases: listed, counts }: QueueAnswer): QueueState {
  return { cases: new Map(listed.map((one) => [one.id, one])), usualMinutes: counts.usualMinutes };
}

/** Later than every time there is; two of them are equal, which two infinities are not. */
const NEVER = Number.MAX_SAFE_INTEGER;

/** Urgent ones first; then those that wait for an answer, longest first; then those that have one. */
export function inOrder(listed: Iterable<CaseInQueue>): readonly CaseInQueue[] {
  return [...listed].toSorted(
    (a, b) =>
      Number(b.urgency === 'urgent') - Number(a.urgency === 'urgent') ||
      (a.waitingSinceMs ?? NEVER) - (b.waitingSinceMs ?? NEVER) ||
      a.openedAtMs - b.openedAtMs ||
      a.id.localeCompare(b.id),
  );
}
