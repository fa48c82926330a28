import IconButton from '@material-ui/core/IconButton';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import SwapHoriz from '@material-ui/icons/SwapHoriz';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { uniqueId } from '../../shared/ids/uniqueId';
import type { EnvironmentNames } from './choosePair';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      minWidth: 0,
    },
    field: { minWidth: 110 },
  }),
  { name: 'SlipwayEnvironmentPair' },
);

/** Chooses the environment to promote from and the one to promote to. */
export function EnvironmentPair(props: {
  environments: readonly Pick<Environment, 'name' | 'title'>[];
  pair: EnvironmentNames;
  onChange(pair: EnvironmentNames): void;
}) {
  const { environments, pair, onChange } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const swapped = { from: pair.to, to: pair.from };

  const renderSelect = (side: 'from' | 'to') => (
    <TextField
      id={`${id}-${side}`}
      select
      size="small"
      variant="outlined"
      className={classes.field}
      label={t(`compare.${side}`)}
      value={pair[side]}
      onChange={event => {
        const name = event.target.value;
        const other = side === 'from' ? pair.to : pair.from;
        // Choosing the other side's environment swaps the two.
        onChange(name === other ? swapped : { ...pair, [side]: name });
      }}
    >
      {environments.map(({ name, title }) => (
        <MenuItem key={name} value={name}>
          {title}
        </MenuItem>
      ))}
      {!environments.some(({ name }) => name === pair[side]) && (
        <MenuItem value={pair[side]}>{pair[side]}</MenuItem>
      )}
    </TextField>
  );

  return (
    <div className={classes.root}>
      {renderSelect('from')}
      <IconButton
        size="small"
        aria-label={t('compare.swap')}
        title={t('compare.swap')}
        onClick={() => onChange(swapped)}
      >
        <SwapHoriz />
      </IconButton>
      {renderSelect('to')}
    </div>
  );
}
