import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
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
  const [reason, setReason] = useState('');
  const [number, setNumber] = useState<{ readonly number: string | null } | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(
      () => cases.revealNumber(view.id, reason.trim()),
      async (shown) => {
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
      <form className="form" onSubmit={submit}>
        <Field
          label={say('number.reason')}
          value={reason}
          onChange={setReason}
          maxLength={MAX_REASON}
          rows={2}
          error={task.error}
          autoFocus
        />
        <div className="dialog-jobs">
          <Button onPress={onClose}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy} isDisabled={reason.trim().length < MIN_REASON}>
            {say('number.show')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
