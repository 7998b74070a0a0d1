/** One line or several of text, with its name, a hint, and what is wrong with it. */
import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import type { TextFieldProps } from 'react-aria-components/TextField';

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong, and what to do about it; null while nothing is. */
  readonly error?: string | null;
  /** More than one: several lines. */
  readonly rows?: number;
}

export function Field({ label, hint, error = null, rows = 1, ...rest }: FieldProps) {
  return (
    <TextField {...rest} className="field" isInvalid={error !== null}>
      <Label className="field-label">{label}</Label>
      {rows === 1 ? <Input className="input" /> : <TextArea className="input" rows={rows} />}
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
