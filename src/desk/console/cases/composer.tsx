/** Where an agent writes: an answer to the person, or a note to colleagues. What is typed here is never lost. */
import type { FormEvent } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { CaseView } from '../../../core/desk.ts';
import { Button } from '../parts/button.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSay, useSpeech } from '../phrases.ts';
import type { OpenCaseProps } from './case-screen.tsx';
import type { PanelTab } from './case-panel.tsx';
import { ComposerCost } from './composer-cost.tsx';
import { ComposerWords } from './composer-words.tsx';
import type { DraftInHand, Mode } from './use-draft.ts';
import { useSending } from './use-sending.ts';
import { useIsWindowClosed } from './window-countdown.tsx';

export interface ComposerProps extends OpenCaseProps {
  readonly draft: DraftInHand;
  readonly onPanel: (tab: PanelTab) => void;
}

export function Composer({ view, draft, reload, onPanel }: ComposerProps) {
  const { say } = useSpeech();
  const { mode } = draft;
  const isClosed = useIsWindowClosed(view.windowEndsAtMs);
  const sending = useSending(view, draft, isClosed, reload);
  const isBlocked = mode === 'answer' && view.hidden;
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (!isBlocked) void sending.send();
  };
  return (
    <form className={`composer composer-${mode}`} onSubmit={submit}>
      <div className="composer-top">
        <ModeSwitch draft={draft} />
        {mode === 'answer' && (
          <div className="composer-tools">
            <Tool icon="book" tab="answers" onPanel={onPanel} />
            <Tool icon="pin" tab="places" onPanel={onPanel} />
            <Tool icon="note" tab="saved" onPanel={onPanel} />
          </div>
        )}
      </div>
      {mode === 'answer' && <WhatStandsInTheWay view={view} isClosed={isClosed} />}
      <ComposerWords view={view} draft={draft} isBusy={sending.isBusy} onSend={submit} />
      {sending.error !== null && <Notice look="error">{sending.error}</Notice>}
      <div className="composer-foot">
        <ComposerCost view={view} draft={draft} />
        <Button look="main" icon="send" type="submit" isPending={sending.isBusy} isDisabled={isBlocked}>
          {say(labelOf(mode, isClosed))}
        </Button>
      </div>
    </form>
  );
}

interface ToolProps extends Pick<ComposerProps, 'onPanel'> {
  readonly icon: IconName;
  readonly tab: PanelTab;
}

function Tool({ icon, tab, onPanel }: ToolProps) {
  const say = useSay();
  const name = say(`panel.${tab}`);
  return (
    <Button look="quiet" icon={icon} label={name} onPress={() => onPanel(tab)}>
      <span className="wide-only">{name}</span>
    </Button>
  );
}

function labelOf(mode: Mode, isClosed: boolean) {
  if (mode === 'note') return 'composer.save_note';
  return isClosed ? 'composer.park' : 'composer.send';
}

function ModeSwitch({ draft: { mode, setMode } }: Pick<ComposerProps, 'draft'>) {
  const say = useSay();
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label={say('composer.mode')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => setMode(keys.has('note') ? 'note' : 'answer')}
    >
      <ToggleButton id="answer" className="switch-button">
        {say('composer.answer')}
      </ToggleButton>
      <ToggleButton id="note" className="switch-button">
        {say('composer.note')}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}

function WhatStandsInTheWay({ view, isClosed }: { readonly view: CaseView; readonly isClosed: boolean }) {
  const say = useSay();
  if (view.hidden) return <Notice look="warning">{say('composer.hidden')}</Notice>;
  const twoWay = view.smsReach?.twoWay ?? 'yes';
  if (twoWay !== 'yes') return <Notice look="info">{say(`sms.reach_${twoWay}`)}</Notice>;
  if (!isClosed) return null;
  return (
    <Notice look="warning">
      {say(view.parkedAnswer === null ? 'composer.window_closed' : 'composer.window_closed_parked')}
    </Notice>
  );
}
