import { useState } from 'react';
import type { FormEvent } from 'react';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { explainAsked } from '../parts/refusal.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { account } from '../service.ts';
import { addPasskey, browserKnowsPasskeys } from '../sign-in/passkey.ts';
import { toDayAndTime } from '../when.ts';
import { AgainWithPassword } from './again-with-password.tsx';

const MAX_NAME = 40;

/** Keys that open the account by a finger, a face or a PIN, and that no false page can get hold of. */
export function PasskeySection() {
  const { me, refreshMe } = useDesk();
  const { say, language } = useSpeech();
  const [isAdding, setAdding] = useState(false);
  return (
    <section className="section">
      <h2>{say('passkey.title')}</h2>
      <p className="quiet">{say(browserKnowsPasskeys() ? 'passkey.lead' : 'passkey.unknown')}</p>
      {me.passkeys.length > 0 && (
        <ul className="cards">
          {me.passkeys.map(({ id, name, addedAtMs, usedAtMs }) => (
            <li key={id} className="card card-row">
              <div>
                <p className="card-title">{name}</p>
                <p className="small quiet">
                  {say('passkey.added', { date: toDayAndTime(language, addedAtMs) })}
                  {usedAtMs !== null && ` · ${say('passkey.used', { date: toDayAndTime(language, usedAtMs) })}`}
                </p>
              </div>
              <AgainWithPassword
                label={say('common.remove')}
                job={(password) => account.removePasskey(id, password)}
                onDone={refreshMe}
              />
            </li>
          ))}
        </ul>
      )}
      {browserKnowsPasskeys() && (
        <div>
          <Button icon="key" onPress={() => setAdding(true)}>
            {say('passkey.add')}
          </Button>
        </div>
      )}
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
    </section>
  );
}

function AddDialog({ onClose }: { readonly onClose: () => void }) {
  const { refreshMe } = useDesk();
  const say = useSay();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    setBusy(true);
    const asked = await addPasskey(name.trim(), password);
    setBusy(false);
    if (asked.kind === 'done') {
      await refreshMe();
      onClose();
    } else {
      setError(asked.kind === 'not_proven' ? say('passkey.not_made') : explainAsked(say, asked));
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void add();
  };
  return (
    <Dialog title={say('passkey.add')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Field
          label={say('passkey.name')}
          hint={say('passkey.name_hint')}
          value={name}
          onChange={setName}
          maxLength={MAX_NAME}
          isRequired
          autoFocus
        />
        <Field
          label={say('account.present_password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
          error={error}
        />
        <div className="dialog-jobs">
          <Button onPress={onClose}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={isBusy}>
            {say('passkey.add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
