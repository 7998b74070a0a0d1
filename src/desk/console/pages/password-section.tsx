import { useState } from 'react';
import type { FormEvent } from 'react';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { account } from '../service.ts';

/** A change ends every other sign-in of this account. */
export function PasswordSection() {
  const { refreshMe } = useDesk();
  const say = useSay();
  const task = useTask();
  const [present, setPresent] = useState('');
  const [next, setNext] = useState('');
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setDone(false);
    void task.run(
      () => account.password(present, next),
      async () => {
        setPresent('');
        setNext('');
        setDone(true);
        await refreshMe();
      },
    );
  };
  return (
    <section className="section">
      <h2>{say('account.password')}</h2>
      <form className="form" onSubmit={submit}>
        <Field
          label={say('account.present_password')}
          type="password"
          autoComplete="current-password"
          value={present}
          onChange={setPresent}
          isRequired
        />
        <Field
          label={say('account.new_password')}
          hint={say('account.password_hint')}
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={setNext}
          isRequired
        />
        {task.error !== null && <Notice look="error">{task.error}</Notice>}
        {isDone && <Notice look="done">{say('account.password_changed')}</Notice>}
        <div>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('account.change_password_do')}
          </Button>
        </div>
      </form>
    </section>
  );
}
