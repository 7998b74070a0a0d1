/** Where a page cannot be loaded or drawn: after an update, its file may have another name. */
import { Component } from 'react';
import type { ReactNode } from 'react';
import { Button } from './parts/button.tsx';
import { Notice } from './parts/notice.tsx';
import { useSay } from './phrases.ts';

interface State {
  readonly hasFailed: boolean;
}

/** React knows no other way to catch what a child throws than a class. */
export class PageGuard extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <PageTrouble /> : this.props.children;
  }
}

function PageTrouble() {
  const say = useSay();
  return (
    <div className="stack">
      <Notice look="error">{say('trouble.page')}</Notice>
      <Button look="main" onPress={() => location.reload()}>
        {say('trouble.reload')}
      </Button>
    </div>
  );
}
