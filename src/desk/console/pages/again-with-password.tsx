/** Something about one's sign-in, for which the password is typed once more: the page may have been left open. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Asked } from '../ask.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';

export interface AgainWithPasswordProps<Value> {
  /** On the button, and above the question. */
  readonly label: string;
  readonly job: (password: string) => Promise<Asked<Value>>;
  readonly onDone: (value: Value) => void | Promise<void>;
}

export function AgainWithPassword<Value>({ label, job, onDone }: AgainWithPasswordProps<Value>) {
  const say = useSay();
  const task = useTask();
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  const close = (): void => {
    setOpen(false);
    setPassword('');
    task.clear();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(
      () => job(password),
      async (value) => {
        close();
        await onDone(value);
      },
    );
  };
  return (
    <div>
      <Button onPress={() => setOpen(true)}>{label}</Button>
      {isOpen && (
        <Dialog title={label} onClose={close}>
          <form className="form" onSubmit={submit}>
            <Field
              label={say('account.present_password')}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={setPassword}
              isRequired
              autoFocus
              error={task.error}
            />
            <div className="dialog-jobs">
              <Button onPress={close}>{say('common.cancel')}</Button>
              <Button look="main" type="submit" isPending={task.isBusy}>
                {label}
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </div>
  );
}
