/** A case that is in nobody's hands any more: its words are not shown, but who closed it may open it again. */
import { useEffect } from 'react';
import type { CaseId } from '../../../core/ids.ts';
import { useQueue } from '../desk-context.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Notice } from '../parts/notice.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import { useWatched } from '../watched.ts';
import { Reopen } from './reopen.tsx';

export function ClosedCase({ id }: { readonly id: CaseId }) {
  const say = useSay();
  const change = useWatched(useQueue().changes).get(id);
  const loaded = useAsked(() => cases.queue('closed'));
  const { reload } = loaded;
  useEffect(() => void (change !== undefined && reload()), [change, reload]);
  return (
    <div className="pad">
      <AskedView loaded={loaded}>
        {({ cases: closed }) => {
          const entry = closed.find((one) => one.id === id);
          if (entry === undefined) return <Notice look="error">{say('case.not_found')}</Notice>;
          return <Reopen entry={entry} closeReason={null} />;
        }}
      </AskedView>
    </div>
  );
}
