/** Where a message is, in words; why it failed; and the button that really sends it again. */
import { useRef } from 'react';
import type { DeskMessage } from '../../../core/desk.ts';
import { makeClickKey } from '../click-key.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { cases } from '../service.ts';
import type { OpenCaseProps } from './case-screen.tsx';

export interface DeliveryStateProps extends OpenCaseProps {
  readonly message: Extract<DeskMessage, { kind: 'to_person' }>;
}

export function DeliveryState({ message, view, reload }: DeliveryStateProps) {
  const { me } = useDesk();
  const say = useSay();
  const { state, error } = message;
  const isHeld = view.owner?.id === me.id && view.state === 'taken';
  const hasFailed = state === 'failed' || state === 'dead';
  return (
    <div className={`delivery${hasFailed ? ' delivery-failed' : ''}`}>
      <span className="delivery-word">
        {hasFailed && <Icon name="alert" />}
        {(state === 'sent' || state === 'delivered') && <Icon name={state === 'sent' ? 'check' : 'checks'} />}
        {state === 'read' && <Icon name="checks" />}
        {say(`delivery.${state}`)}
      </span>
      {hasFailed && <span>{say(error === null ? 'send_error.unknown' : `send_error.${error}`)}</span>}
      {hasFailed && isHeld && <SendAgain message={message} view={view} reload={reload} />}
      {state === 'parked' && isHeld && <TakeBack message={message} view={view} reload={reload} />}
    </div>
  );
}

function SendAgain({ message, view, reload }: DeliveryStateProps) {
  const say = useSay();
  const task = useTask();
  const clientKey = useRef(makeClickKey());
  return (
    <>
      <Button
        isPending={task.isBusy}
        onPress={() => void task.run(() => cases.retry(view.id, message.id, clientKey.current), reload)}
      >
        {say('delivery.again')}
      </Button>
      {task.error !== null && <span role="alert">{task.error}</span>}
    </>
  );
}

/** An answer that waits for the person has not left the house. */
function TakeBack({ message, view, reload }: DeliveryStateProps) {
  const say = useSay();
  const task = useTask();
  return (
    <>
      <Button
        look="quiet"
        isPending={task.isBusy}
        onPress={() => void task.run(() => cases.withdraw(view.id, message.id), reload)}
      >
        {say('delivery.take_back')}
      </Button>
      {task.error !== null && <span role="alert">{task.error}</span>}
    </>
  );
}
