import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import type { LinkableDeployment } from './useLinkableDeployments';

/** Selects one of a service's deployments, or none. */
export function DeploymentSelect(props: {
  label: string;
  /** The label for none; without it a choice is required. */
  none?: string;
  deployments: LinkableDeployment[];
  /** Why there are no options. */
  problem?: string;
  value: string;
  onChange(id: string): void;
}) {
  const { label, none, deployments, problem, value, onChange } = props;
  const [id] = useState(uniqueId);
  return (
    <TextField
      id={id}
      select
      fullWidth
      variant="outlined"
      margin="dense"
      label={label}
      required={none === undefined}
      value={value}
      error={problem !== undefined}
      helperText={problem}
      InputLabelProps={none === undefined ? undefined : { shrink: true }}
      SelectProps={{ displayEmpty: none !== undefined }}
      onChange={event => onChange(event.target.value)}
    >
      {none !== undefined && <MenuItem value="">{none}</MenuItem>}
      {deployments.map(deployment => (
        <MenuItem key={deployment.id} value={deployment.id}>
          {deployment.text}
        </MenuItem>
      ))}
    </TextField>
  );
}
