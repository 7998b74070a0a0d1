import { useState } from 'react';
import type { Colleagues } from '../../../core/desk-api.ts';
import type { CaseView } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Notice } from '../parts/notice.tsx';
import { OneOf } from '../parts/one-of.tsx';
import { useExplain } from '../parts/refusal.ts';
import { useAsked } from '../parts/use-asked.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases, office } from '../service.ts';
import type { CaseDialogProps } from './case-dialogs.tsx';
import { useLeaving } from './use-leaving.ts';

/** To a colleague, who has it at once; or into the queue of another team. */
export function TransferDialog(props: CaseDialogProps) {
  const say = useSay();
  const explain = useExplain();
  const { asked } = useAsked(office.colleagues);
  return (
    <Dialog title={say('job.transfer')} onClose={props.onClose}>
      {asked === null && <p className="quiet">{say('common.loading')}</p>}
      {asked !== null && asked.kind !== 'done' && <Notice look="error">{explain(asked)}</Notice>}
      {asked?.kind === 'done' && <Choice {...props} colleagues={asked.value} />}
    </Dialog>
  );
}

function Choice({ view, onClose, colleagues }: CaseDialogProps & { readonly colleagues: Colleagues }) {
  const say = useSay();
  const task = useTask();
  const leave = useLeaving(view.id);
  const receivers = useReceivers(view, colleagues);
  const [to, setTo] = useState(receivers[0]?.value ?? '');
  const receiver = receivers.find(({ value }) => value === to);
  if (receiver === undefined) {
    return (
      <>
        <p>{say('transfer.nobody')}</p>
        <div className="dialog-jobs">
          <Button onPress={onClose}>{say('common.close')}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <OneOf label={say('transfer.to')} value={to} options={receivers} onChange={setTo} />
      <p className="quiet">{say('transfer.hint')}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      <div className="dialog-jobs">
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button
          look="main"
          isPending={task.isBusy}
          onPress={() =>
            void task.run(
              () => cases.transfer(view.id, receiver.to),
              () => leave('drop'),
            )
          }
        >
          {say('transfer.do')}
        </Button>
      </div>
    </>
  );
}

/** Those who are here first, then those who are not, then the other teams. */
function useReceivers(view: CaseView, { agents }: Colleagues) {
  const { me, teams } = useDesk();
  const say = useSay();
  const colleagues = agents
    .filter(({ id }) => id !== me.id)
    .toSorted((a, b) => Number(b.isHere) - Number(a.isHere))
    .map(({ id, name, isHere }) => ({
      value: `agent:${id}`,
      label: say(isHere ? 'transfer.here' : 'transfer.away', { name }),
      to: { agent: id },
    }));
  const others = teams
    .filter(({ id }) => id !== view.team)
    .map(({ id, name }) => ({ value: `team:${id}`, label: say('transfer.team', { name }), to: { team: id } }));
  return [...colleagues, ...others];
}
