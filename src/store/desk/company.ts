/** Colleagues at one case: who writes there, and who has read along. Told to the other processes, and kept nowhere. */
import type { LiveSeen } from '../../core/desk-api.ts';
import type { AgentId, CaseId } from '../../core/ids.ts';
import type { Signals } from '../signals.ts';
import type { DeskParts } from './parts.ts';
import { nameOf, readNames } from './staff-rows.ts';

export type CompanyKind = 'typing' | 'seen';

const NOTE = /^(typing|seen) ([\w-]{1,64}) ([\w-]{1,64})$/;

export class Company {
  readonly #parts: Pick<DeskParts, 'database' | 'ring'>;
  readonly #signals: Signals;

  constructor(parts: Pick<DeskParts, 'database' | 'ring'>, signals: Signals) {
    this.#parts = parts;
    this.#signals = signals;
  }

  /** The name stays here: the others know it as well. */
  tellOthers(kind: CompanyKind, { caseId, by }: LiveSeen): void {
    this.#signals.callOthers('company', `${kind} ${caseId} ${by.id}`);
  }

  /**
   * Calls with what happened at other processes.
   *
   * @returns what ends it
   */
  listen(listener: (kind: CompanyKind, what: LiveSeen) => void): () => void {
    return this.#signals.listen('company', (note) => {
      void this.#read(note).then(
        (read) => read !== null && listener(...read),
        () => {}, // the database is away, and the sign with it
      );
    });
  }

  async #read(note: string): Promise<readonly [CompanyKind, LiveSeen] | null> {
    const [, kind, caseId, agent] = NOTE.exec(note) ?? [];
    if (kind === undefined) return null;
    const { database, ring } = this.#parts;
    const by = nameOf(await readNames(database.db, ring), agent as AgentId); // the pattern has it
    return [kind as CompanyKind, { caseId: caseId as CaseId, by }]; // likewise
  }
}
