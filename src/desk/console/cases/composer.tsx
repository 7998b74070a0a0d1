/** Where an agent writes: an answer to the person, or a note to colleagues. What is typed here is never lost. */
import { useEffect, useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { CaseView } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSay, useSpeech } from '../phrases.ts';
import { cases } from '../service.ts';
import type { OpenCaseProps } from './case-screen.tsx';
import type { PanelTab } from './case-panel.tsx';
import { languageName } from './names.ts';
import { SegmentCounter } from './segment-counter.tsx';
import { TranslateDraft } from './translate-draft.tsx';
import type { DraftInHand, Mode } from './use-draft.ts';
import { useSending } from './use-sending.ts';
import { useIsWindowClosed } from './window-countdown.tsx';

/** WhatsApp's limit for one text. @see https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages */
const MAX_TEXT = 4_096;
const MAX_NOTE = 2_000;
/** Colleagues are told at most that often that somebody writes. */
const TELL_EVERY_MS = 3_000;

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
      <Words view={view} draft={draft} isBusy={sending.isBusy} onSend={submit} />
      {sending.error !== null && <Notice look="error">{sending.error}</Notice>}
      <div className="composer-foot">
        <Cost view={view} draft={draft} />
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
  if (!isClosed) return null;
  return (
    <Notice look="warning">
      {say(view.parkedAnswer === null ? 'composer.window_closed' : 'composer.window_closed_parked')}
    </Notice>
  );
}

interface WordsProps extends Pick<ComposerProps, 'view' | 'draft'> {
  /** What is on its way is not changed: it goes from the field once it has arrived. */
  readonly isBusy: boolean;
  readonly onSend: () => void;
}

function Words({ view, draft: { draft, mode, field, change }, isBusy, onSend }: WordsProps) {
  const speech = useSpeech();
  const { say } = speech;
  const tell = useTellTyping(view);
  const isNote = mode === 'note';
  const type = (text: string): void => {
    // A text that was changed is another one: its click is a new click.
    change(isNote ? { note: text } : { text, clientKey: null, fact: text === '' ? null : draft.fact });
    tell();
  };
  const listen = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSend();
  };
  return (
    <TextField
      className="composer-field"
      value={isNote ? draft.note : draft.text}
      onChange={type}
      maxLength={isNote ? MAX_NOTE : MAX_TEXT}
      isReadOnly={isBusy}
    >
      <Label className="unseen">{say(isNote ? 'composer.note_label' : 'composer.answer_label')}</Label>
      <TextArea
        ref={field}
        className="composer-input"
        rows={3}
        {...(isNote ? {} : { lang: view.language })}
        placeholder={
          isNote
            ? say('composer.note_placeholder')
            : say('composer.placeholder', { language: languageName(speech, view.language) })
        }
        onKeyDown={listen}
      />
    </TextField>
  );
}

function useTellTyping({ id }: CaseView): () => void {
  const toldMs = useRef(0);
  return () => {
    if (Date.now() - toldMs.current < TELL_EVERY_MS) return;
    toldMs.current = Date.now();
    void cases.typing(id);
  };
}

/** What the answer comes to where letters cost money; what a machine would make of it where there is one. */
function Cost({ view, draft }: Pick<ComposerProps, 'view' | 'draft'>) {
  const { settings } = useDesk();
  const isAnswer = draft.mode === 'answer';
  return (
    <div className="composer-cost">
      {isAnswer && view.channel === 'sms' && <SegmentCounter text={draft.draft.text} />}
      {isAnswer && settings.translation && <TranslateDraft view={view} draft={draft} />}
      <KeptHere text={isAnswer ? draft.draft.text : draft.draft.note} />
    </div>
  );
}

/** Says once that a draft is safe, a moment after the last key. */
function KeptHere({ text }: { readonly text: string }) {
  const say = useSay();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    setShown(false);
    if (text === '') return;
    const timer = setTimeout(() => setShown(true), 1_000);
    return () => clearTimeout(timer);
  }, [text]);
  return isShown ? <span className="quiet small">{say('composer.kept')}</span> : null;
}
