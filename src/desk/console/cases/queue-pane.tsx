/** The cases: urgent ones first, then those that wait longest. */
import { useRef, useState } from 'react';
import type { CaseInQueue } from '../../../core/desk.ts';
import type { CaseId } from '../../../core/ids.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { useSay } from '../phrases.ts';
import { go } from '../place.ts';
import { inOrder } from '../queue-state.ts';
import { useShortcuts } from '../shortcuts.ts';
import { useWatched } from '../watched.ts';
import { ClosedCases } from './closed-cases.tsx';
import { QueueEntry } from './queue-entry.tsx';
import { passes, QueueFilters, START_FILTER } from './queue-filters.tsx';

export function QueuePane({ openCase }: { readonly openCase: CaseId | null }) {
  const say = useSay();
  const { me } = useDesk();
  const queue = useQueue();
  const { cases } = useWatched(queue.state);
  const [filter, setFilter] = useState(START_FILTER);
  const list = useRef<HTMLOListElement>(null);
  const all = [...cases.values()];
  const listed = inOrder(all.filter((entry) => passes(filter, entry, me.id)));

  const open = (entry: CaseInQueue): void => {
    go({ page: 'cases', caseId: entry.id });
    if (entry.state === 'waiting') void queue.take(entry.id, me);
  };
  useShortcuts({
    j: () => moveFocus(list.current, 1),
    k: () => moveFocus(list.current, -1),
    q: () => moveFocus(list.current, 0),
  });

  return (
    <section className="queue" aria-label={say('queue.title')}>
      <h1 className="unseen">{say('page.cases')}</h1>
      <QueueFilters filter={filter} onChange={setFilter} cases={all} />
      <TakingTrouble openCase={openCase} />
      {filter.view === 'closed' ? (
        <ClosedCases openCase={openCase} />
      ) : (
        <>
          {listed.length === 0 && <EmptyQueue hasAny={all.length > 0} />}
          <ol className="queue-list" ref={list}>
            {listed.map((entry) => (
              <li key={entry.id}>
                <QueueEntry entry={entry} isOpen={entry.id === openCase} onOpen={() => open(entry)} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** Somebody else was faster, or the line is down. */
function TakingTrouble({ openCase }: { readonly openCase: CaseId | null }) {
  const taking = useWatched(useQueue().taking);
  const explain = useExplain();
  if (taking === null || taking.asked === null || taking.id === openCase) return null;
  const why = explain(taking.asked);
  return why === null ? null : <Notice look="error">{why}</Notice>;
}

function EmptyQueue({ hasAny }: { readonly hasAny: boolean }) {
  const say = useSay();
  return (
    <div className="empty">
      <p className="empty-title">{say(hasAny ? 'queue.none_here' : 'queue.none')}</p>
      <p className="quiet">{say(hasAny ? 'queue.none_here_hint' : 'queue.none_hint')}</p>
    </div>
  );
}

/** @param step - 0: to the first one */
function moveFocus(list: HTMLElement | null, step: -1 | 0 | 1): void {
  const entries = [...(list?.querySelectorAll('a') ?? [])];
  const at = entries.findIndex((entry) => entry === document.activeElement || entry.matches('[aria-current]'));
  const focused = entries.indexOf(document.activeElement as HTMLAnchorElement); // or something else, which is not found
  const from = focused === -1 ? at : focused;
  const to = step === 0 || from === -1 ? 0 : from + step;
  entries[to]?.focus();
}
