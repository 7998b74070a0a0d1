import { useState } from 'react';
import { DAY_MS, HOUR_MS } from '../../../core/clock.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { OneOf } from '../parts/one-of.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import { timeMs } from '../when.ts';
import type { CaseDialogProps } from './case-dialogs.tsx';
import { useLeaving } from './use-leaving.ts';

const WAITS = { hour: HOUR_MS, hours: 4 * HOUR_MS, day: DAY_MS, days: 3 * DAY_MS } as const;
type Wait = keyof typeof WAITS;
const WAIT_NAMES = ['hour', 'hours', 'day', 'days'] as const satisfies readonly Wait[];

/** Aside for a while, or until the person writes. */
export function ParkDialog({ view, onClose }: CaseDialogProps) {
  const say = useSay();
  const task = useTask();
  const leave = useLeaving(view.id);
  const [wait, setWait] = useState<Wait>('day');
  const park = () => cases.park(view.id, timeMs() + WAITS[wait]);
  return (
    <Dialog title={say('job.park')} onClose={onClose}>
      <OneOf
        label={say('park.until')}
        value={wait}
        options={WAIT_NAMES.map((value) => ({ value, label: say(`park.${value}`) }))}
        onChange={setWait}
      />
      <p className="quiet">{say('park.hint')}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      <div className="dialog-jobs">
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button look="main" isPending={task.isBusy} onPress={() => void task.run(park, () => leave('keep'))}>
          {say('park.do')}
        </Button>
      </div>
    </Dialog>
  );
}
