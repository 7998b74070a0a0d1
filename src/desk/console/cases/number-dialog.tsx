import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import type { CaseDialogProps } from './case-dialogs.tsx';

const MAX_REASON = 200;
const MIN_REASON = 5;

/** The person's number, for a reason that colleagues and auditors will find. It is gone when the dialog closes. */
export function NumberDialog({ view, onClose, reload }: CaseDialogProps) {
  const say = useSay();
  const task = useTask();
  const kept = useKept(`number:${view.id}`, () => ({ reason: '' }));
  const { reason } = kept.fields;
  const [number, setNumber] = useState<{ readonly number: string | null } | null>(null);
  const cancel = (): void => {
    kept.drop();
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(
      () => cases.revealNumber(view.id, reason.trim()),
      async (shown) => {
        kept.drop();
        setNumber(shown);
        await reload();
      },
    );
  };
  if (number !== null) {
    return (
      <Dialog title={say('job.number')} onClose={onClose}>
        <p className="number">{number.number ?? say('number.none')}</p>
        <p className="quiet">{say('number.hint')}</p>
        <div className="dialog-jobs">
          <Button look="main" onPress={onClose}>
            {say('number.hide')}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={say('job.number')} onClose={onClose}>
      <p>{say('number.lead')}</p>
      <KeptNote kept={kept} />
      <form className="form" onSubmit={submit}>
        <Field
          label={say('number.reason')}
          value={reason}
          onChange={(typed) => kept.change({ reason: typed })}
          maxLength={MAX_REASON}
          rows={2}
          error={task.error}
          autoFocus
        />
        <div className="dialog-jobs">
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy} isDisabled={reason.trim().length < MIN_REASON}>
            {say('number.show')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
