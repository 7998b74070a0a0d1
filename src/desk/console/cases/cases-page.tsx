/** Where agents work: the queue, and the conversation that is open. On a narrow screen, one at a time. */
import type { CaseId } from '../../../core/ids.ts';
import { useSay } from '../phrases.ts';
import { CaseScreen } from './case-screen.tsx';
import { QueuePane } from './queue-pane.tsx';

export function CasesPage({ caseId }: { readonly caseId: CaseId | null }) {
  const say = useSay();
  return (
    <main id="page" className="cases" tabIndex={-1} data-open={caseId !== null}>
      <QueuePane openCase={caseId} />
      {caseId === null ? (
        <section className="conversation conversation-empty" aria-label={say('case.conversation')}>
          <p className="empty-title">{say('case.none_open')}</p>
          <p className="quiet">{say('case.none_open_hint')}</p>
        </section>
      ) : (
        <CaseScreen key={caseId} id={caseId} />
      )}
    </main>
  );
}
