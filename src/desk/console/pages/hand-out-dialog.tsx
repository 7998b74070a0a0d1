import type { HandedOut } from '../../../core/desk-api.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { useSpeech } from '../phrases.ts';
import { toDayAndTime } from '../when.ts';

export interface HandOutDialogProps {
  readonly handedOut: HandedOut;
  readonly onClose: () => void;
}

/** The only time that a one-time password is seen. */
export function HandOutDialog({ handedOut, onClose }: HandOutDialogProps) {
  const { say, language } = useSpeech();
  const { agent, oneTimePassword, goodUntilMs } = handedOut;
  return (
    <Dialog title={say('agents.handed_out', { name: agent.name })} onClose={onClose}>
      <p className="number">
        <code>{oneTimePassword}</code>
      </p>
      <p className="quiet">{say('agents.handed_out_hint', { date: toDayAndTime(language, goodUntilMs) })}</p>
      <div className="dialog-jobs">
        <Button look="main" onPress={onClose}>
          {say('agents.noted')}
        </Button>
      </div>
    </Dialog>
  );
}
