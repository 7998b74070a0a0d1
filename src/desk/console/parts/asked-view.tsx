/** What a page asked of the server: under way, refused, or here. */
import type { ReactNode } from 'react';
import type { Asked } from '../ask.ts';
import { useSay } from '../phrases.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { useExplain } from './refusal.ts';
import type { Loaded } from './use-asked.ts';

export interface AskedViewProps<Value> {
  readonly loaded: Loaded<Value>;
  readonly children: (value: Value) => ReactNode;
}

export function AskedView<Value>({ loaded: { asked, reload }, children }: AskedViewProps<Value>) {
  const say = useSay();
  if (asked === null) return <p className="quiet">{say('common.loading')}</p>;
  if (asked.kind === 'done') return children(asked.value);
  return <Trouble asked={asked} reload={reload} />;
}

function Trouble({ asked, reload }: { readonly asked: Asked<unknown>; readonly reload: () => Promise<void> }) {
  const say = useSay();
  const explain = useExplain();
  return (
    <div className="stack">
      <Notice look="error">{explain(asked)}</Notice>
      <div>
        <Button onPress={() => void reload()}>{say('common.try_again')}</Button>
      </div>
    </div>
  );
}
