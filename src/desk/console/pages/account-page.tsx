/** One's own account: how one signs in, and how this browser shows the desk. */
import { useState } from 'react';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { account } from '../service.ts';
import { LookSection } from './look-section.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { TotpSection } from './totp-section.tsx';

export function AccountPage() {
  const { me } = useDesk();
  const say = useSay();
  return (
    <div className="stack page-narrow">
      <PageHead title={say('page.account')} lead={`${me.email} · ${say(`role.${me.role}`)}`} />
      {me.duty !== null && <Notice look="warning">{say(`account.${me.duty}`)}</Notice>}
      <PasswordSection />
      {me.duty !== 'change_password' && (
        <>
          <PasskeySection />
          <TotpSection />
        </>
      )}
      {me.duty === null && <OtherSessions />}
      <LookSection />
    </div>
  );
}

function OtherSessions() {
  const say = useSay();
  const task = useTask();
  const [isDone, setDone] = useState(false);
  return (
    <section className="section">
      <h2>{say('account.sessions')}</h2>
      <p className="quiet">{say('account.sessions_lead')}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      {isDone && <Notice look="done">{say('common.done')}</Notice>}
      <div>
        <Button
          isPending={task.isBusy}
          onPress={() => void task.run(account.signOutOthers).then((wasDone) => setDone(wasDone))}
        >
          {say('account.sign_out_others')}
        </Button>
      </div>
    </section>
  );
}
