/** What is typed into a form, kept in this tab until it was sent: a click beside it, a reload or a new sign-in lose nothing. */
import { useState } from 'react';
import { dropForm, keepForm, readForm } from '../drafts.ts';

export interface Kept<Fields extends object> {
  readonly fields: Fields;
  /** There was something from before when the form was opened. */
  readonly isOld: boolean;
  readonly change: (change: Partial<Fields>) => void;
  /** It was sent, or is not wanted any more. */
  readonly drop: () => void;
}

/** @param form - what it is about, with the ids that it belongs to @param start - what stands there when nothing was kept */
export function useKept<Fields extends object>(form: string, start: () => Fields): Kept<Fields> {
  const [kept] = useState(() => readForm<Fields>(form));
  const [fields, setFields] = useState<Fields>(() => ({ ...start(), ...kept }));
  return {
    fields,
    isOld: kept !== null,
    change: (change) => {
      const next = { ...fields, ...change };
      keepForm(form, next);
      setFields(next);
    },
    drop: () => dropForm(form),
  };
}
