/** The page of the place one is at. Those that are seldom opened come when they are. */
import { lazy, Suspense, useEffect } from 'react';
import type { ComponentType } from 'react';
import { markTitle } from './bell.ts';
import { CasesPage } from './cases/cases-page.tsx';
import { useDesk } from './desk-context.ts';
import { Notice } from './parts/notice.tsx';
import { useSay } from './phrases.ts';
import { place } from './place.ts';
import type { PageName } from './place.ts';
import { mayOpen, pagesOf } from './roles.ts';
import { PageGuard } from './page-guard.tsx';
import { useUrgentCount } from './use-urgent-count.ts';
import { useWatched } from './watched.ts';

const PAGES: Readonly<Record<Exclude<PageName, 'cases'>, ComponentType>> = {
  account: lazy(async () => ({ default: (await import('./pages/account-page.tsx')).AccountPage })),
  canned: lazy(async () => ({ default: (await import('./pages/canned-page.tsx')).CannedPage })),
  proposals: lazy(async () => ({ default: (await import('./pages/proposals-page.tsx')).ProposalsPage })),
  hearing: lazy(async () => ({ default: (await import('./pages/hearing-page.tsx')).HearingPage })),
  reports: lazy(async () => ({ default: (await import('./pages/reports-page.tsx')).ReportsPage })),
  teams: lazy(async () => ({ default: (await import('./pages/teams-page.tsx')).TeamsPage })),
  agents: lazy(async () => ({ default: (await import('./pages/agents-page.tsx')).AgentsPage })),
  audit: lazy(async () => ({ default: (await import('./pages/audit-page.tsx')).AuditPage })),
};

export function Page() {
  const { me } = useDesk();
  const say = useSay();
  const here = useWatched(place);
  const page = me.duty === null ? (here.page ?? pagesOf(me.role)[0]) : 'account';
  const urgent = useUrgentCount();
  const title = say(`page.${page}`);
  useEffect(() => markTitle(urgent, title), [urgent, title]);
  if (!mayOpen(me.role, page)) {
    return (
      <main id="page" className="page" tabIndex={-1}>
        <Notice look="info">{say('refusal.role_may_not')}</Notice>
      </main>
    );
  }
  if (page === 'cases') {
    return (
      <PageGuard>
        <CasesPage caseId={here.page === 'cases' ? here.caseId : null} />
      </PageGuard>
    );
  }
  const Shown = PAGES[page];
  return (
    <main id="page" className="page" tabIndex={-1} key={page}>
      <PageGuard>
        <Suspense fallback={<p className="quiet">{say('common.loading')}</p>}>
          <Shown />
        </Suspense>
      </PageGuard>
    </main>
  );
}
