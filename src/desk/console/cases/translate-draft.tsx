/** What a machine makes of the draft in the person's language: to be read, and taken over by a click. */
import { useState } from 'react';
import type { CaseView } from '../../../core/desk.ts';
import { Button } from '../parts/button.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSpeech } from '../phrases.ts';
import { library } from '../service.ts';
import { languageName } from './names.ts';
import type { DraftInHand } from './use-draft.ts';

export interface TranslateDraftProps {
  readonly view: CaseView;
  readonly draft: DraftInHand;
}

export function TranslateDraft({ view, draft: { draft, change } }: TranslateDraftProps) {
  const speech = useSpeech();
  const { say, language } = speech;
  const task = useTask();
  const [translated, setTranslated] = useState<{ readonly of: string; readonly text: string } | null>(null);
  if (view.language === language || draft.text.trim() === '') return null;
  if (translated !== null && translated.of === draft.text) {
    return (
      <div className="translation">
        <p className="bubble-kind">{say('translate.by_machine')}</p>
        <p className="words" lang={view.language}>
          {translated.text}
        </p>
        <Button onPress={() => change({ text: translated.text, clientKey: null })}>{say('translate.use')}</Button>
      </div>
    );
  }
  const translate = (): void => {
    const { text } = draft;
    void task.run(
      () => library.translate(text, language, view.language),
      (done) => setTranslated({ of: text, text: done.text }),
    );
  };
  return (
    <>
      <Button look="quiet" icon="globe" isPending={task.isBusy} onPress={translate}>
        {say('translate.to', { language: languageName(speech, view.language) })}
      </Button>
      {task.error !== null && (
        <span className="field-error" role="alert">
          {task.error}
        </span>
      )}
    </>
  );
}
