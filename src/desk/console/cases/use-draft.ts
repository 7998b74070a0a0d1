/** What is being typed into one case, kept in this tab from the first letter on. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { CaseId, FactId } from '../../../core/ids.ts';
import { keepDraft, NO_DRAFT, readDraft } from '../drafts.ts';
import type { Draft } from '../drafts.ts';

/** To the person, or to colleagues only. */
export type Mode = 'answer' | 'note';

export interface DraftInHand {
  readonly draft: Draft;
  readonly mode: Mode;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly setMode: (mode: Mode) => void;
  readonly change: (change: Partial<Draft>) => void;
  /** Puts a text after what stands there already, and the caret after it. */
  readonly insert: (text: string, fact: FactId | null) => void;
}

export function useDraft(id: CaseId): DraftInHand {
  const [draft, setDraft] = useState(() => readDraft(id));
  const [mode, setMode] = useState<Mode>('answer');
  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(draft);

  const change = useCallback(
    (changed: Partial<Draft>) => {
      const next = { ...latest.current, ...changed };
      latest.current = next;
      keepDraft(id, next);
      setDraft(next);
    },
    [id],
  );
  const focus = useCallback(() => requestAnimationFrame(() => field.current?.focus()), []);
  const choose = useCallback(
    (wanted: Mode) => {
      setMode(wanted);
      focus();
    },
    [focus],
  );
  const insert = useCallback(
    (text: string, fact: FactId | null) => {
      const before = latest.current.text.trimEnd();
      change({ text: before === '' ? text : `${before}\n\n${text}`, fact, clientKey: null });
      choose('answer');
    },
    [change, choose],
  );
  // Whoever opens a case wants to answer it.
  useEffect(() => void focus(), [focus]);

  return { draft, mode, field, setMode: choose, change, insert };
}

/** After it was sent: nothing of it is left, but a note that was begun. */
export function sent({ note }: Draft): Draft {
  return { ...NO_DRAFT, note };
}
