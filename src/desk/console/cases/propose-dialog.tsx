import type { FormEvent } from 'react';
import type { FoundFact } from '../../../core/desk-api.ts';
import type { CaseView } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { library } from '../service.ts';
import { lastWords } from './last-words.ts';

const MAX_WORDS = 1_000;

export interface ProposeDialogProps {
  readonly view: CaseView;
  /** The answer that was wrong; null for one that is missing. */
  readonly fact: FoundFact | null;
  readonly onClose: () => void;
}

/** To the editors, with the question: without a name, and without the case. */
export function ProposeDialog({ view, fact, onClose }: ProposeDialogProps) {
  const say = useSay();
  const { announce } = useDesk();
  const task = useTask();
  const kept = useKept(`propose:${view.id}:${fact?.id ?? ''}`, () => ({
    question: lastWords(view, MAX_WORDS),
    comment: '',
  }));
  const { question, comment } = kept.fields;
  const kind = fact === null ? 'new_fact' : 'wrong_answer';
  const cancel = (): void => {
    kept.drop();
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(
      () => library.propose({ kind, fact: fact?.id ?? null, language: view.language, question, comment }),
      () => {
        kept.drop();
        announce(say('propose.done'));
        onClose();
      },
    );
  };
  return (
    <Dialog title={say(`propose.${kind}`)} onClose={onClose}>
      <KeptNote kept={kept} />
      {fact !== null && <p className="card-title">{fact.title}</p>}
      <form className="form" onSubmit={submit}>
        <Field
          label={say('propose.question')}
          hint={say('propose.question_hint')}
          value={question}
          onChange={(typed) => kept.change({ question: typed })}
          maxLength={MAX_WORDS}
          rows={3}
          isRequired
        />
        <Field
          label={say('propose.comment')}
          value={comment}
          onChange={(typed) => kept.change({ comment: typed })}
          maxLength={MAX_WORDS}
          rows={3}
          isRequired
          error={task.error}
        />
        <div className="dialog-jobs">
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('propose.do')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
