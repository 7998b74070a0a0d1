/** Sends what is in the composer, once for each click, and takes it out of the composer only when it has arrived. */
import { useRef, useState } from 'react';
import type { AnswerTaken } from '../../../core/desk-cases-api.ts';
import type { CaseView } from '../../../core/desk.ts';
import type { Asked } from '../ask.ts';
import { makeClickKey } from '../click-key.ts';
import { useDesk } from '../desk-context.ts';
import { useExplain } from '../parts/refusal.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import { sent } from './use-draft.ts';
import type { DraftInHand } from './use-draft.ts';

export interface Sending {
  readonly isBusy: boolean;
  readonly error: string | null;
  readonly send: () => Promise<void>;
}

/** @param isClosed - whether WhatsApp's window is closed, so that the answer has to wait for the person */
export function useSending(
  view: CaseView,
  { draft, mode, change, field }: DraftInHand,
  isClosed: boolean,
  reload: () => Promise<void>,
): Sending {
  const say = useSay();
  const explain = useExplain();
  const { announce } = useDesk();
  const underWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const explainAnswer = (asked: Asked<AnswerTaken>): string | null =>
    asked.kind === 'unreachable' ? say('composer.no_line') : explain(asked);

  const tellSent = (asked: Asked<AnswerTaken>): void => {
    if (asked.kind !== 'done') return;
    const word = wordOf(asked.value);
    // That it was sent, the conversation shows.
    announce(say(word), word === 'composer.was_sent' ? 'aloud' : 'shown');
  };

  const sendAnswer = async (): Promise<void> => {
    // Kept before it is sent: if no answer comes, the next click is still this one.
    const clientKey = draft.clientKey ?? makeClickKey();
    change({ clientKey });
    const { fact } = draft;
    const asked = await cases.answer(view.id, { clientKey, text: draft.text.trim(), fact, park: isClosed });
    const why = explainAnswer(asked);
    setError(why);
    if (why === null) {
      change(sent(draft));
      tellSent(asked);
    }
    await reload();
  };

  const saveNote = async (): Promise<void> => {
    const asked = await cases.note(view.id, draft.note.trim());
    // Not that it will not be there twice: only answers know their click.
    setError(explain(asked));
    if (asked.kind === 'done') change({ note: '' });
    await reload();
  };

  return {
    isBusy,
    error,
    send: async () => {
      const text = mode === 'note' ? draft.note : draft.text;
      if (underWay.current || text.trim() === '') return;
      underWay.current = true;
      setBusy(true);
      await (mode === 'note' ? saveNote() : sendAnswer());
      underWay.current = false;
      setBusy(false);
      field.current?.focus();
    },
  };
}

function wordOf({
  kind,
  isOverSmsLimit,
}: AnswerTaken): 'composer.was_sent' | 'composer.was_parked' | 'composer.over_limit' {
  if (kind === 'parked') return 'composer.was_parked';
  return isOverSmsLimit === true ? 'composer.over_limit' : 'composer.was_sent';
}
