/** Buttons: one that matters most, ordinary ones, quiet ones, and one that takes something away. */
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** Its name, where only the icon is shown. */
  readonly label?: string;
  readonly children?: ReactNode;
}

export function Button({ look = 'plain', icon, label, children, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(label === undefined ? {} : { 'aria-label': label })}
      className={`button button-${look}${children === undefined ? ' button-bare' : ''}`}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}
