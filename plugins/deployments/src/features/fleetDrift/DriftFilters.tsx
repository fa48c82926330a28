import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { uniqueId } from '../../shared/ids/uniqueId';
import { MY_TEAMS, type DriftFilter } from './useDriftFilter';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    field: { minWidth: 160 },
  }),
  { name: 'SlipwayDriftFilters' },
);

/** Filters drift by owner, environment, and whether Slipway has deployed there. */
export function DriftFilters(props: {
  filter: DriftFilter;
  onChange(filter: DriftFilter): void;
  environments: Pick<Environment, 'name' | 'title'>[];
}) {
  const { filter, onChange, environments } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const { owner, environment, deployed } = filter;
  const common = {
    select: true,
    size: 'small',
    variant: 'outlined',
    className: classes.field,
  } as const;
  const isKnown = environments.some(({ name }) => name === environment);
  return (
    <div className={classes.root} role="group" aria-label={t('filter.group')}>
      <TextField
        {...common}
        id={`${id}-owner`}
        label={t('services.owner')}
        value={owner ?? ''}
        onChange={event =>
          onChange({ ...filter, owner: event.target.value || undefined })
        }
      >
        <MenuItem value="">{t('services.all')}</MenuItem>
        <MenuItem value={MY_TEAMS}>{t('services.mine')}</MenuItem>
        {owner && owner !== MY_TEAMS && (
          <MenuItem value={owner}>
            <EntityDisplayName
              entityRef={owner}
              defaultKind="group"
              hideIcon
              disableTooltip
            />
          </MenuItem>
        )}
      </TextField>
      <TextField
        {...common}
        id={`${id}-environment`}
        label={t('filter.environment')}
        value={environment ?? ''}
        onChange={event =>
          onChange({ ...filter, environment: event.target.value || undefined })
        }
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        {environments.map(({ name, title }) => (
          <MenuItem key={name} value={name}>
            {title}
          </MenuItem>
        ))}
        {environment && !isKnown && (
          <MenuItem value={environment}>{environment}</MenuItem>
        )}
      </TextField>
      <TextField
        {...common}
        id={`${id}-deployed`}
        label={t('driftList.kind.label')}
        value={deployed ?? ''}
        onChange={event =>
          onChange({
            ...filter,
            deployed:
              (event.target.value as DriftFilter['deployed']) || undefined,
          })
        }
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        <MenuItem value="true">{t('driftList.kind.changed')}</MenuItem>
        <MenuItem value="false">{t('driftList.kind.neverDeployed')}</MenuItem>
      </TextField>
      {(owner || environment || deployed) && (
        <Button size="small" onClick={() => onChange({})}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
