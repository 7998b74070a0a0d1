/** The case that is open: the conversation, or why it cannot be read. */
import { useState } from 'react';
import type { CaseView } from '../../../core/desk.ts';
import type { CaseId } from '../../../core/ids.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { useSay } from '../phrases.ts';
import { useWatched } from '../watched.ts';
import { ClosedCase } from './closed-case.tsx';
import { CaseDialogs } from './case-dialogs.tsx';
import type { DialogName } from './case-dialogs.tsx';
import { CaseHead } from './case-head.tsx';
import { CasePanel } from './case-panel.tsx';
import type { PanelTab } from './case-panel.tsx';
import { Composer } from './composer.tsx';
import { Reopen } from './reopen.tsx';
import { TakeCase } from './take-case.tsx';
import { Transcript } from './transcript.tsx';
import { useCaseShortcuts } from './use-case-shortcuts.ts';
import { useCaseView } from './use-case-view.ts';
import type { CaseInView } from './use-case-view.ts';
import { useDraft } from './use-draft.ts';
import { useLease } from './use-lease.ts';

export function CaseScreen({ id }: { readonly id: CaseId }) {
  const { me } = useDesk();
  const say = useSay();
  const entry = useWatched(useQueue().state).cases.get(id) ?? null;
  const isTheirs = entry?.owner?.id === me.id;
  const mayRead = isTheirs || me.role === 'supervisor';
  const { view, trouble, reload } = useCaseView(id, mayRead);
  useLease(id, isTheirs && entry.state === 'taken');
  return (
    <section className="conversation" aria-label={say('case.conversation')}>
      {!mayRead ? (
        entry === null ? (
          <ClosedCase id={id} />
        ) : (
          <TakeCase entry={entry} />
        )
      ) : view === null ? (
        <NotYet trouble={trouble} />
      ) : (
        <OpenCase view={view} reload={reload} />
      )}
    </section>
  );
}

function NotYet({ trouble }: Pick<CaseInView, 'trouble'>) {
  const say = useSay();
  const explain = useExplain();
  return (
    <div className="pad">
      {trouble === null ? (
        <p className="quiet">{say('common.loading')}</p>
      ) : (
        <Notice look="error">{trouble.kind === 'refused' ? say('case.not_found') : explain(trouble)}</Notice>
      )}
    </div>
  );
}

export interface OpenCaseProps {
  readonly view: CaseView;
  readonly reload: () => Promise<void>;
}

function OpenCase({ view, reload }: OpenCaseProps) {
  const { me } = useDesk();
  const draft = useDraft(view.id);
  const [dialog, setDialog] = useState<DialogName | null>(null);
  const [panel, setPanel] = useState<PanelTab | null>(null);
  const isMine = view.owner?.id === me.id;
  const isHeld = isMine && view.state === 'taken';
  useCaseShortcuts({ isHeld, setDialog, setPanel, setMode: draft.setMode });
  return (
    <>
      <div className="conversation-main">
        <CaseHead view={view} panel={panel} onPanel={setPanel} onDialog={setDialog} />
        <Transcript view={view} reload={reload} />
        {view.state === 'closed' ? (
          <Reopen entry={view} closeReason={view.closeReason} />
        ) : isHeld ? (
          <Composer view={view} draft={draft} reload={reload} onPanel={setPanel} />
        ) : (
          <TakeCase entry={view} />
        )}
      </div>
      {panel !== null && (
        <CasePanel
          view={view}
          tab={panel}
          onTab={setPanel}
          onInsert={isHeld ? draft.insert : null}
          onDialog={setDialog}
          reload={reload}
        />
      )}
      {dialog !== null && <CaseDialogs name={dialog} view={view} onClose={() => setDialog(null)} reload={reload} />}
    </>
  );
}
