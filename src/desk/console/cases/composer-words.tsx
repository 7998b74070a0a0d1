/** The field itself; colleagues see that somebody writes in it. */
import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import type { CaseView } from '../../../core/desk.ts';
import { useSpeech } from '../phrases.ts';
import { cases } from '../service.ts';
import { languageName } from './names.ts';
import type { DraftInHand } from './use-draft.ts';

/** WhatsApp's limit for one text. @see https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages */
const MAX_TEXT = 4_096;
const MAX_NOTE = 2_000;
/** Colleagues are told at most that often that somebody writes. */
const TELL_EVERY_MS = 3_000;

export interface ComposerWordsProps {
  readonly view: CaseView;
  readonly draft: DraftInHand;
  /** What is on its way is not changed: it goes from the field once it has arrived. */
  readonly isBusy: boolean;
  readonly onSend: () => void;
}

export function ComposerWords({ view, draft: { draft, mode, field, change }, isBusy, onSend }: ComposerWordsProps) {
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
