/** Yes or no. */
import { Checkbox } from 'react-aria-components/Checkbox';
import { Icon } from './icon.tsx';

export interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Check({ label, isOn, onChange }: CheckProps) {
  return (
    <Checkbox className="check" isSelected={isOn} onChange={onChange}>
      <span className="check-mark">
        <Icon name="check" />
      </span>
      {label}
    </Checkbox>
  );
}
