import { useEffect, useState } from 'react';
import type { CaseView } from '../../../core/desk.ts';
import { useDesk } from '../desk-context.ts';
import { useSay } from '../phrases.ts';
import { SegmentCounter } from './segment-counter.tsx';
import { TranslateDraft } from './translate-draft.tsx';
import type { DraftInHand } from './use-draft.ts';

export interface ComposerCostProps {
  readonly view: CaseView;
  readonly draft: DraftInHand;
}

/** What the answer comes to where letters cost money; what a machine would make of it where there is one. */
export function ComposerCost({ view, draft }: ComposerCostProps) {
  const { settings } = useDesk();
  const isAnswer = draft.mode === 'answer';
  return (
    <div className="composer-cost">
      {isAnswer && view.channel === 'sms' && <SegmentCounter text={draft.draft.text} reach={view.smsReach} />}
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
