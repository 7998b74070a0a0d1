import { useState } from 'react';
import type { FormEvent } from 'react';
import type { TotpOffer } from '../../../core/desk-api.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { account } from '../service.ts';
import { AgainWithPassword } from './again-with-password.tsx';

/** Codes of an app, as a second step of signing in. */
export function TotpSection() {
  const { me, refreshMe } = useDesk();
  const say = useSay();
  const [offer, setOffer] = useState<TotpOffer | null>(null);
  return (
    <section className="section">
      <h2>{say('totp.title')}</h2>
      <p className="quiet">{say(me.hasTotp ? 'totp.on' : 'totp.off')}</p>
      {offer !== null ? (
        <Confirm
          offer={offer}
          onDone={async () => {
            setOffer(null);
            await refreshMe();
          }}
        />
      ) : me.hasTotp ? (
        <AgainWithPassword label={say('totp.remove')} job={account.removeTotp} onDone={refreshMe} />
      ) : (
        <AgainWithPassword label={say('totp.add')} job={account.offerTotp} onDone={setOffer} />
      )}
    </section>
  );
}

interface ConfirmProps {
  readonly offer: TotpOffer;
  readonly onDone: () => Promise<void>;
}

function Confirm({ offer, onDone }: ConfirmProps) {
  const say = useSay();
  const task = useTask();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(() => account.confirmTotp(code.replaceAll(/\s/g, '')), onDone);
  };
  return (
    <form className="form" onSubmit={submit}>
      <p>{say('totp.scan')}</p>
      <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(offer.qrSvg)}`} alt={say('totp.picture')} />
      <p className="quiet">
        {say('totp.type')} <code className="secret">{offer.secret}</code>
      </p>
      <Field
        label={say('door.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isRequired
        error={task.error}
      />
      <div>
        <Button look="main" type="submit" isPending={task.isBusy}>
          {say('totp.confirm')}
        </Button>
      </div>
    </form>
  );
}
