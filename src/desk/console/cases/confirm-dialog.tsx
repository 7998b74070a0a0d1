import { useRef } from 'react';
import type { Asked } from '../ask.ts';
import { makeClickKey } from '../click-key.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import type { CaseDialogProps } from './case-dialogs.tsx';
import { useLeaving } from './use-leaving.ts';

export interface ConfirmDialogProps extends CaseDialogProps {
  /** `return`: to the automatic answers. `release`: to the queue, for colleagues. `location`: asks the person where they are. */
  readonly job: 'return' | 'release' | 'location';
}

export function ConfirmDialog({ view, job, onClose, reload }: ConfirmDialogProps) {
  const say = useSay();
  const task = useTask();
  const leave = useLeaving(view.id);
  const clientKey = useRef(makeClickKey());
  const jobs: Readonly<Record<typeof job, () => Promise<Asked<unknown>>>> = {
    return: () => cases.returnToBot(view.id),
    release: () => cases.release(view.id),
    location: () => cases.askLocation(view.id, clientKey.current),
  };
  const onDone = async (): Promise<void> => {
    if (job !== 'location') return leave('keep');
    onClose();
    return reload();
  };
  return (
    <Dialog title={say(`job.${job}`)} onClose={onClose}>
      <p>{say(`job.${job}_lead`)}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      <div className="dialog-jobs">
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button look="main" isPending={task.isBusy} onPress={() => void task.run(jobs[job], onDone)}>
          {say(`job.${job}_do`)}
        </Button>
      </div>
    </Dialog>
  );
}
