/**
 * What an agent has typed but not sent, to people and into forms. It survives a reload, a lost line and the end of the sign-in; it is kept for this
 * tab only, because computers are shared, and whoever else signs in here finds none of it.
 */
import type { AgentId, CaseId, FactId } from '../../core/ids.ts';

export interface Draft {
  readonly text: string;
  /** The verified answer that was put in last. */
  readonly fact: FactId | null;
  /** Of the click that has not been answered yet: a second click of the same text sends nothing twice. */
  readonly clientKey: string | null;
  readonly note: string;
}

export const NO_DRAFT: Draft = { text: '', fact: null, clientKey: null, note: '' };

const PREFIX = 'draft:';
const FORM_PREFIX = `${PREFIX}form:`;
const OWNER = 'draft-owner';

/** Of an earlier agent of this tab, nothing is left. */
export function claimDrafts(agent: AgentId): void {
  if (sessionStorage.getItem(OWNER) === agent) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  sessionStorage.setItem(OWNER, agent);
}

export function readDraft(id: CaseId): Draft {
  const kept = sessionStorage.getItem(PREFIX + id);
  if (kept === null) return NO_DRAFT;
  try {
    return { ...NO_DRAFT, ...(JSON.parse(kept) as Partial<Draft>) }; // we wrote it
  } catch {
    return NO_DRAFT;
  }
}

export function keepDraft(id: CaseId, draft: Draft): void {
  if (draft.text === '' && draft.note === '') sessionStorage.removeItem(PREFIX + id);
  else sessionStorage.setItem(PREFIX + id, JSON.stringify(draft));
}

export function dropDraft(id: CaseId): void {
  sessionStorage.removeItem(PREFIX + id);
}

export function hasDraft(id: CaseId): boolean {
  return sessionStorage.getItem(PREFIX + id) !== null;
}

/** @param form - what it is about, with the ids that it belongs to */
export function readForm<Fields extends object>(form: string): Partial<Fields> | null {
  const kept = sessionStorage.getItem(FORM_PREFIX + form);
  try {
    return kept === null ? null : (JSON.parse(kept) as Partial<Fields>); // we wrote it
  } catch {
    return null;
  }
}

export function keepForm(form: string, fields: object): void {
  sessionStorage.setItem(FORM_PREFIX + form, JSON.stringify(fields));
}

export function dropForm(form: string): void {
  sessionStorage.removeItem(FORM_PREFIX + form);
}
