import { useState } from 'react';
import type { CaseEnded } from '../../../core/desk-cases-api.ts';
import { CLOSE_REASONS } from '../../../core/desk.ts';
import type { CloseReason } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { OneOf } from '../parts/one-of.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import type { CaseDialogProps } from './case-dialogs.tsx';
import { useLeaving } from './use-leaving.ts';

/** Closing tells the person, and gives them back to the automatic answers. */
export function CloseDialog({ view, onClose }: CaseDialogProps) {
  const say = useSay();
  const task = useTask();
  const leave = useLeaving(view.id);
  const { announce } = useDesk();
  const onDone = async ({ told }: CaseEnded): Promise<void> => {
    announce(say(`told.${told}`));
    await leave('drop');
  };
  const [reason, setReason] = useState<CloseReason>('answered');
  return (
    <Dialog title={say('close.title')} onClose={onClose}>
      <OneOf
        label={say('close.why')}
        value={reason}
        options={CLOSE_REASONS.map((value) => ({ value, label: say(`close.${value}`) }))}
        onChange={setReason}
      />
      <p className="quiet">{say('close.hint')}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      <div className="dialog-jobs">
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button
          look="main"
          isPending={task.isBusy}
          onPress={() => void task.run(() => cases.close(view.id, reason), onDone)}
        >
          {say('close.do')}
        </Button>
      </div>
    </Dialog>
  );
}
