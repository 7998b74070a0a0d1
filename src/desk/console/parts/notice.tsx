/** What went wrong or must be known, where the eye is. Errors are also said aloud. */
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface NoticeProps {
  readonly look: 'error' | 'warning' | 'info' | 'done';
  readonly children: ReactNode;
}

const ICONS = { error: 'alert', warning: 'alert', info: 'bell', done: 'check' } as const;

export function Notice({ look, children }: NoticeProps) {
  return (
    <div className={`notice notice-${look}`} role={look === 'error' ? 'alert' : 'status'}>
      <Icon name={ICONS[look]} />
      <div className="notice-text">{children}</div>
    </div>
  );
}
