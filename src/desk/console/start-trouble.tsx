/** The desk does not answer when it is opened. */
import { Button } from './parts/button.tsx';
import { Lighthouse } from './parts/lighthouse.tsx';
import { useSay } from './phrases.ts';

export function StartTrouble({ onAgain }: { readonly onAgain: () => Promise<void> }) {
  const say = useSay();
  return (
    <main className="door">
      <div className="door-card">
        <header className="door-head">
          <Lighthouse />
          <h1>{say('trouble.title')}</h1>
          <p className="quiet">{say('trouble.lead')}</p>
        </header>
        <Button look="main" onPress={() => void onAgain()}>
          {say('common.try_again')}
        </Button>
      </div>
    </main>
  );
}
