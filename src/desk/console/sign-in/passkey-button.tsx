import { useState } from 'react';
import type { SignInAnswer } from '../../../core/desk-api.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { explainAsked } from '../parts/refusal.ts';
import { useSay } from '../phrases.ts';
import { browserKnowsPasskeys, signInWithPasskey } from './passkey.ts';

export interface PasskeyButtonProps {
  readonly look?: 'main' | 'plain';
  readonly onAnswer: (answer: SignInAnswer) => void;
}

export function PasskeyButton({ look = 'plain', onAnswer }: PasskeyButtonProps) {
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (!browserKnowsPasskeys()) return null;
  const prove = async (): Promise<void> => {
    setBusy(true);
    const asked = await signInWithPasskey();
    setBusy(false);
    if (asked.kind === 'done') onAnswer(asked.value);
    else setError(asked.kind === 'not_proven' ? say('door.passkey_not_proven') : explainAsked(say, asked));
  };
  return (
    <>
      <Button look={look} icon="key" isPending={isBusy} onPress={() => void prove()}>
        {say('door.passkey')}
      </Button>
      {error !== null && <Notice look="error">{error}</Notice>}
    </>
  );
}
