/** One of a few that are all worth seeing. */
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import type { Option } from './choose.tsx';

export interface OneOfProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function OneOf<Value extends string>({ label, options, value, onChange }: OneOfProps<Value>) {
  return (
    <RadioGroup
      className="radios"
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <Label className="field-label">{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className="radio">
          <span className="radio-mark" />
          {option.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
