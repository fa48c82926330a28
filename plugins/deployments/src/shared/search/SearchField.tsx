import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { uniqueId } from '../ids/uniqueId';

/** A field to search a list by text. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange(text: string): void;
  help?: string;
  className?: string;
  maxLength?: number;
  /** Whether the label always sits on the border, as beside selects that show an empty choice. */
  shrinkLabel?: boolean;
}) {
  const { label, value, onChange, help, className, maxLength, shrinkLabel } =
    props;
  const [id] = useState(uniqueId);
  return (
    <TextField
      id={id}
      type="search"
      size="small"
      variant="outlined"
      className={className}
      label={label}
      helperText={help}
      value={value}
      onChange={event => onChange(event.target.value)}
      inputProps={{ maxLength }}
      InputLabelProps={shrinkLabel ? { shrink: true } : undefined}
    />
  );
}
