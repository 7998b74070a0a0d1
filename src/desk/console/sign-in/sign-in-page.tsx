/** The door: e-mail address and password, then a code or a passkey; or a passkey alone. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import type { Me, SecondFactor, SignInAnswer } from '../../../core/desk-api.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { Lighthouse } from '../parts/lighthouse.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { door } from '../service.ts';
import { PasskeyButton } from './passkey-button.tsx';

export interface SignInPageProps {
  /** They were signed in a moment ago: what they typed is still here. */
  readonly hasExpired: boolean;
  readonly onSignedIn: (me: Me) => void;
}

export function SignInPage({ hasExpired, onSignedIn }: SignInPageProps) {
  const say = useSay();
  const [ways, setWays] = useState<readonly SecondFactor[] | null>(null);
  const onAnswer = (answer: SignInAnswer): void => {
    if (answer.kind === 'signed_in') onSignedIn(answer.me);
    else setWays(answer.ways);
  };
  return (
    <main className="door">
      <div className="door-card">
        <header className="door-head">
          <Lighthouse />
          <h1>{say('door.title')}</h1>
          <p className="quiet">{say(ways === null ? 'door.lead' : 'door.second_lead')}</p>
        </header>
        {hasExpired && <Notice look="warning">{say('door.expired')}</Notice>}
        {ways === null ? (
          <PasswordStep onAnswer={onAnswer} />
        ) : (
          <SecondStep ways={ways} onAnswer={onAnswer} onBack={() => setWays(null)} />
        )}
      </div>
      <LanguageSwitch />
    </main>
  );
}

interface StepProps {
  readonly onAnswer: (answer: SignInAnswer) => void;
}

function PasswordStep({ onAnswer }: StepProps) {
  const say = useSay();
  const task = useTask();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(() => door.signIn(email, password), onAnswer);
  };
  return (
    <Form className="form" onSubmit={submit} validationBehavior="aria">
      <Field
        label={say('door.email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        isRequired
        autoFocus
      />
      <Field
        label={say('door.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        isRequired
      />
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      <Button look="main" type="submit" isPending={task.isBusy}>
        {say('door.enter')}
      </Button>
      <PasskeyButton onAnswer={onAnswer} />
      <p className="quiet small">{say('door.forgotten')}</p>
    </Form>
  );
}

interface SecondStepProps extends StepProps {
  readonly ways: readonly SecondFactor[];
  readonly onBack: () => void;
}

function SecondStep({ ways, onAnswer, onBack }: SecondStepProps) {
  return (
    <div className="form">
      {ways.includes('passkey') && <PasskeyButton look="main" onAnswer={onAnswer} />}
      {ways.includes('code') && <CodeForm onAnswer={onAnswer} isFirst={!ways.includes('passkey')} />}
      <BackButton onBack={onBack} />
    </div>
  );
}

function BackButton({ onBack }: Pick<SecondStepProps, 'onBack'>) {
  const say = useSay();
  return (
    <Button look="quiet" icon="back" onPress={onBack}>
      {say('door.start_again')}
    </Button>
  );
}

function CodeForm({ onAnswer, isFirst }: StepProps & { readonly isFirst: boolean }) {
  const say = useSay();
  const task = useTask();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run(() => door.code(code.replaceAll(/\s/g, '')), onAnswer);
  };
  return (
    <Form className="form" onSubmit={submit} validationBehavior="aria">
      <Field
        label={say('door.code')}
        hint={say('door.code_hint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        isRequired
        autoFocus
        error={task.error}
      />
      <Button look={isFirst ? 'main' : 'plain'} type="submit" isPending={task.isBusy}>
        {say('door.check_code')}
      </Button>
    </Form>
  );
}
