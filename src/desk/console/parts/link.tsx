/** A way to another place of the console: a real link, so that it opens in a new tab too. */
import type { MouseEvent, ReactNode } from 'react';
import { go, pathOf } from '../place.ts';
import type { Place } from '../place.ts';

export interface LinkProps {
  readonly to: Place;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly label?: string;
  readonly children: ReactNode;
}

export function Link({ to, className = 'link', isCurrent = false, label, children }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      href={pathOf(to)}
      className={className}
      onClick={follow}
      {...(isCurrent ? { 'aria-current': 'page' } : {})}
      {...(label === undefined ? {} : { 'aria-label': label })}
    >
      {children}
    </a>
  );
}
