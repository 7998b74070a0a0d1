/** Beside the conversation: verified answers, saved replies, and what is known of the case. */
import { useSyncExternalStore } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { FactId } from '../../../core/ids.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useSay } from '../phrases.ts';
import { AnswersPanel } from './answers-panel.tsx';
import type { DialogName } from './case-dialogs.tsx';
import type { OpenCaseProps } from './case-screen.tsx';
import { DetailsPanel } from './details-panel.tsx';
import { PlacesPanel } from './places-panel.tsx';
import { SavedPanel } from './saved-panel.tsx';

const TABS = ['answers', 'places', 'saved', 'details'] as const;
export type PanelTab = (typeof TABS)[number];

export interface CasePanelProps extends OpenCaseProps {
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab | null) => void;
  /** Null while the case is not in one's own hands: then there is nothing to insert it into. */
  readonly onInsert: ((text: string, fact: FactId | null) => void) | null;
  readonly onDialog: (name: DialogName) => void;
}

/** There it has room beside the conversation; on narrower screens it comes over it. */
const WIDE = matchMedia('(min-width: 75rem)');

function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      WIDE.addEventListener('change', listener);
      return () => WIDE.removeEventListener('change', listener);
    },
    () => WIDE.matches,
  );
}

export function CasePanel(props: CasePanelProps) {
  const say = useSay();
  const close = (): void => props.onTab(null);
  if (!useIsWide()) {
    const insert = props.onInsert;
    const insertAndClose = (text: string, fact: FactId | null): void => {
      insert?.(text, fact);
      close();
    };
    return (
      <Dialog title={say('case.panel')} look="side" onClose={close}>
        <PanelTabs {...props} onInsert={insert === null ? null : insertAndClose} />
      </Dialog>
    );
  }
  return (
    <aside className="panel" aria-label={say('case.panel')}>
      <div className="panel-close">
        <Button look="quiet" icon="close" label={say('case.panel_close')} onPress={close} />
      </div>
      <PanelTabs {...props} />
    </aside>
  );
}

function PanelTabs({ view, tab, onTab, onInsert, onDialog, reload }: CasePanelProps) {
  const say = useSay();
  return (
    <Tabs
      className="tabs"
      selectedKey={tab}
      onSelectionChange={(key) => onTab(TABS.find((one) => one === key) ?? 'details')}
    >
      <TabList className="tab-list" aria-label={say('case.panel')}>
        {TABS.map((one) => (
          <Tab key={one} id={one} className="tab">
            {say(`panel.${one}`)}
          </Tab>
        ))}
      </TabList>
      <TabPanel id="answers" className="tab-panel">
        <AnswersPanel view={view} onInsert={onInsert} />
      </TabPanel>
      <TabPanel id="places" className="tab-panel">
        <PlacesPanel onInsert={onInsert} />
      </TabPanel>
      <TabPanel id="saved" className="tab-panel">
        <SavedPanel view={view} onInsert={onInsert} />
      </TabPanel>
      <TabPanel id="details" className="tab-panel">
        <DetailsPanel view={view} reload={reload} onDialog={onDialog} />
      </TabPanel>
    </Tabs>
  );
}
