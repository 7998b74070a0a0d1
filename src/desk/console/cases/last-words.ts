import type { CaseView, DeskMessage } from '../../../core/desk.ts';

type FromPerson = Extract<DeskMessage, { kind: 'from_person' }>;

/** What the person wrote last, as far as it was words; empty when it was none. */
export function lastWords({ messages }: CaseView, maxLength: number): string {
  const last = messages.findLast((one): one is FromPerson => one.kind === 'from_person' && one.text !== null);
  return last?.text?.slice(0, maxLength) ?? '';
}
