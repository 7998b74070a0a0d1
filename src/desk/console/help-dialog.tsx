/** All keys at a glance. */
import { Fragment } from 'react';
import { Dialog } from './parts/dialog.tsx';
import { useSay } from './phrases.ts';
import type { PhraseKey } from './phrases.ts';

const KEYS: readonly (readonly [keys: readonly string[], what: PhraseKey])[] = [
  [['?'], 'keys.help'],
  [['j', 'k'], 'keys.move'],
  [['Enter'], 'keys.open'],
  [['a'], 'keys.answer'],
  [['Ctrl', 'Enter'], 'keys.send'],
  [['v'], 'keys.verified'],
  [['l'], 'keys.places'],
  [['s'], 'keys.saved'],
  [['d'], 'keys.details'],
  [['n'], 'keys.note'],
  [['t'], 'keys.transfer'],
  [['p'], 'keys.park'],
  [['x'], 'keys.close'],
  [['b'], 'keys.return'],
  [['q'], 'keys.queue'],
  [['Esc'], 'keys.escape'],
];

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const say = useSay();
  return (
    <Dialog title={say('keys.title')} onClose={onClose}>
      <p className="quiet">{say('keys.lead')}</p>
      <dl className="keys">
        {KEYS.map(([keys, what]) => (
          <Fragment key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say(what)}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
