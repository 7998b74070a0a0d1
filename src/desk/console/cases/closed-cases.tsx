/** Cases that were closed lately: to look something up, or to open one again. */
import type { CaseId } from '../../../core/ids.ts';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { useAsked } from '../parts/use-asked.ts';
import { useSay } from '../phrases.ts';
import { go } from '../place.ts';
import { cases } from '../service.ts';
import { QueueEntry } from './queue-entry.tsx';

export function ClosedCases({ openCase }: { readonly openCase: CaseId | null }) {
  const say = useSay();
  const explain = useExplain();
  const { asked } = useAsked(() => cases.queue('closed'));
  if (asked === null) return <p className="quiet pad">{say('common.loading')}</p>;
  if (asked.kind !== 'done') return <Notice look="error">{explain(asked)}</Notice>;
  const listed = asked.value.cases.toReversed();
  if (listed.length === 0) return <p className="quiet pad">{say('queue.none_closed')}</p>;
  return (
    <ol className="queue-list">
      {listed.map((entry) => (
        <li key={entry.id}>
          <QueueEntry
            entry={entry}
            isOpen={entry.id === openCase}
            onOpen={() => go({ page: 'cases', caseId: entry.id })}
          />
        </li>
      ))}
    </ol>
  );
}
