/** Under a case that was closed: open it again, or another one for the same person. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { CaseId } from '../../../core/ids.ts';
import type { CaseInQueue, CloseReason } from '../../../core/desk.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { go } from '../place.ts';
import { cases } from '../service.ts';

const MAX_SUMMARY = 300;

export interface ReopenProps {
  readonly entry: CaseInQueue;
  /** Null where it is not told. */
  readonly closeReason: CloseReason | null;
}

export function Reopen({ entry, closeReason }: ReopenProps) {
  const say = useSay();
  const { me } = useDesk();
  const queue = useQueue();
  const task = useTask();
  const [isOpening, setOpening] = useState(false);
  const mayOpen = me.role === 'supervisor' || entry.owner?.id === me.id;
  return (
    <div className="take">
      <p>
        {say('case.closed')} {closeReason !== null && say(`close.${closeReason}`)}
      </p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      {mayOpen && (
        <div className="card-jobs">
          <Button
            isPending={task.isBusy}
            onPress={() =>
              void task.run(
                () => cases.reopen(entry.id),
                () => queue.refresh(),
              )
            }
          >
            {say('case.reopen')}
          </Button>
          <Button look="quiet" onPress={() => setOpening(true)}>
            {say('another.open')}
          </Button>
        </div>
      )}
      {isOpening && <AnotherDialog closed={entry.id} onClose={() => setOpening(false)} />}
    </div>
  );
}

interface AnotherDialogProps {
  readonly closed: CaseId;
  readonly onClose: () => void;
}

function AnotherDialog({ closed, onClose }: AnotherDialogProps) {
  const say = useSay();
  const queue = useQueue();
  const task = useTask();
  const kept = useKept(`another:${closed}`, () => ({ summary: '' }));
  const { summary } = kept.fields;
  const cancel = (): void => {
    kept.drop();
    onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(
      () => cases.openAnother(closed, summary.trim()),
      async ({ caseId }) => {
        kept.drop();
        await queue.refresh();
        go({ page: 'cases', caseId });
      },
    );
  };
  return (
    <Dialog title={say('another.open')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <p>{say('another.lead')}</p>
        <KeptNote kept={kept} />
        <Field
          label={say('another.summary')}
          value={summary}
          onChange={(typed) => kept.change({ summary: typed })}
          maxLength={MAX_SUMMARY}
          rows={3}
          isRequired
          autoFocus
          error={task.error}
        />
        <div className="dialog-jobs">
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('another.open')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
