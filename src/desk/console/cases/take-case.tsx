/** A case that is not in one's own hands: whose it is, and the button that takes it. */
import type { CaseInQueue } from '../../../core/desk.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { go } from '../place.ts';
import { cases } from '../service.ts';
import { useWatched } from '../watched.ts';

export function TakeCase({ entry }: { readonly entry: CaseInQueue }) {
  const { me } = useDesk();
  const say = useSay();
  const queue = useQueue();
  const explain = useExplain();
  const taking = useWatched(queue.taking);
  const mine = taking?.id === entry.id ? taking : null;
  const why = mine === null || mine.asked === null ? null : explain(mine.asked);
  const mayTake = entry.state === 'waiting' || (entry.state === 'parked' && entry.owner?.id === me.id);
  return (
    <div className="take">
      <span className="narrow-only">
        <Button look="quiet" icon="back" onPress={() => go({ page: 'cases', caseId: null })}>
          {say('case.back')}
        </Button>
      </span>
      {why !== null && <Notice look="error">{why}</Notice>}
      {mayTake ? (
        <>
          <p>{say(entry.state === 'parked' ? 'case.parked_lead' : 'case.waits_lead')}</p>
          <Button
            look="main"
            isPending={mine !== null && mine.asked === null}
            onPress={() => void queue.take(entry.id, me)}
          >
            {say(entry.state === 'parked' ? 'case.take_again' : 'case.take')}
          </Button>
        </>
      ) : (
        <>
          <p>{say('case.taken_by', { name: entry.owner?.name ?? '' })}</p>
          {me.role === 'supervisor' && <TakeOver entry={entry} />}
        </>
      )}
    </div>
  );
}

/** Who supervises may hand a case to anybody, so to themselves too. */
function TakeOver({ entry }: { readonly entry: CaseInQueue }) {
  const { me } = useDesk();
  const say = useSay();
  const queue = useQueue();
  const task = useTask();
  return (
    <>
      <Button
        isPending={task.isBusy}
        onPress={() =>
          void task.run(
            () => cases.transfer(entry.id, { agent: me.id }),
            () => queue.refresh(),
          )
        }
      >
        {say('case.take_over')}
      </Button>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
    </>
  );
}
