import { useShortcuts } from '../shortcuts.ts';
import type { DialogName } from './case-dialogs.tsx';
import type { PanelTab } from './case-panel.tsx';
import type { Mode } from './use-draft.ts';

export interface CaseKeys {
  /** Whether the case is in one's own hands. */
  readonly isHeld: boolean;
  readonly setDialog: (name: DialogName) => void;
  readonly setPanel: (tab: PanelTab | null) => void;
  readonly setMode: (mode: Mode) => void;
}

const NOTHING = (): void => undefined;

export function useCaseShortcuts({ isHeld, setDialog, setPanel, setMode }: CaseKeys): void {
  const held = (job: () => void): (() => void) => (isHeld ? job : NOTHING);
  useShortcuts({
    a: held(() => setMode('answer')),
    n: held(() => setMode('note')),
    v: () => setPanel('answers'),
    l: () => setPanel('places'),
    s: () => setPanel('saved'),
    d: () => setPanel('details'),
    t: held(() => setDialog('transfer')),
    p: held(() => setDialog('park')),
    x: held(() => setDialog('close')),
    b: held(() => setDialog('return')),
    Escape: () => setPanel(null),
  });
}
