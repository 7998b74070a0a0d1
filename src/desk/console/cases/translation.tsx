/** A machine's translation, below the original and never in its place. Only where the installation has a translator. */
import { useState } from 'react';
import type { Language } from '../../../core/language.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSpeech } from '../phrases.ts';
import { library } from '../service.ts';

export function Translation({ text, from }: { readonly text: string; readonly from: Language }) {
  const { settings } = useDesk();
  const { say, language } = useSpeech();
  const task = useTask();
  const [translated, setTranslated] = useState<string | null>(null);
  if (!settings.translation || from === language) return null;
  if (translated !== null) {
    return (
      <div className="translation">
        <p className="bubble-kind">{say('translate.by_machine')}</p>
        <p className="words" lang={language}>
          {translated}
        </p>
      </div>
    );
  }
  return (
    <>
      <Button
        look="quiet"
        icon="globe"
        isPending={task.isBusy}
        onPress={() =>
          void task.run(
            () => library.translate(text, from, language),
            (done) => setTranslated(done.text),
          )
        }
      >
        {say('translate.show')}
      </Button>
      {task.error !== null && (
        <p className="field-error" role="alert">
          {task.error}
        </p>
      )}
    </>
  );
}
