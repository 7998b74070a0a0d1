/** The frame of a signed-in console: the menu, the page, and what is said aloud. */
import { useState } from 'react';
import type { Me } from '../../core/desk-api.ts';
import { DeskProvider } from './desk-context.ts';
import { HelpDialog } from './help-dialog.tsx';
import { Page } from './page.tsx';
import { Notice } from './parts/notice.tsx';
import { useSay } from './phrases.ts';
import { useShortcuts } from './shortcuts.ts';
import { StartTrouble } from './start-trouble.tsx';
import { Toasts, useAnnouncements } from './toasts.tsx';
import { TopBar } from './top-bar.tsx';
import { useDeskAtHand } from './use-desk-at-hand.ts';
import { useSignOfLife } from './use-sign-of-life.ts';
import { useWatched } from './watched.ts';
import type { Watched } from './watched.ts';

export interface ShellProps {
  readonly me: Me;
  readonly refreshMe: () => Promise<void>;
  readonly onSignedOut: () => void;
}

export function Shell(props: ShellProps) {
  const { current, announce } = useAnnouncements();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const say = useSay();
  useSignOfLife();
  useShortcuts({ '?': () => setHelpOpen(true) });
  const opened = useDeskAtHand(props, announce);
  if (opened.kind === 'opening') return <div className="shell" aria-busy="true" />;
  if (opened.kind === 'trouble') return <StartTrouble onAgain={opened.again} />;
  return (
    <DeskProvider value={opened.desk}>
      <div className="shell">
        <a className="skip" href="#page">
          {say('shell.skip')}
        </a>
        <TopBar onHelp={() => setHelpOpen(true)} />
        <OfflineBanner isOnline={opened.desk.isOnline} />
        <Page />
        <Toasts current={current} />
        {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
      </div>
    </DeskProvider>
  );
}

function OfflineBanner({ isOnline }: { readonly isOnline: Watched<boolean> }) {
  const say = useSay();
  if (useWatched(isOnline)) return null;
  return (
    <div className="banner">
      <Notice look="warning">{say('shell.offline')}</Notice>
    </div>
  );
}
