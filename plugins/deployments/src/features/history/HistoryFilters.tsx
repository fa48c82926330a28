import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DeploymentStatus,
  Environment,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import useAsync from 'react-use/lib/useAsync';
import { uniqueId } from '../../shared/ids/uniqueId';
import { useTranslation } from '../../i18n/useTranslation';
import { DEPLOYMENT_STATUSES } from '../../shared/labels/StatusLabels';
import { PrincipalText } from '../../shared/people/PrincipalLink';
import {
  isFiltered,
  NO_FILTER,
  SINCE_SPANS,
  type HistoryFilter,
  type SinceSpan,
} from './useHistoryFilter';

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
  { name: 'SlipwayHistoryFilters' },
);

/** Filters of the history. It offers the people and services that the list has shown so far. */
export function HistoryFilters(props: {
  filter: HistoryFilter;
  onChange(filter: HistoryFilter): void;
  environments: Pick<Environment, 'name' | 'title'>[];
  people: string[];
  /** Service refs to choose from, if the list covers all services. */
  services?: string[];
}) {
  const { filter, onChange, environments, people, services } = props;
  const { t } = useTranslation();
  const identityApi = useApi(identityApiRef);
  const me = useAsync(() => identityApi.getBackstageIdentity(), [identityApi])
    .value?.userEntityRef;
  const classes = useStyles();
  const [id] = useState(uniqueId);

  const others = [...new Set([...people, filter.requestedBy ?? ''])]
    .filter(person => person && person !== me)
    .sort();
  const serviceRefs = services && [
    ...new Set([...services, ...(filter.service ? [filter.service] : [])]),
  ];
  const environmentNames = environments.some(
    environment => environment.name === filter.environment,
  )
    ? environments
    : [
        ...environments,
        ...(filter.environment
          ? [{ name: filter.environment, title: filter.environment }]
          : []),
      ];
  const common = {
    select: true,
    size: 'small',
    variant: 'outlined',
    className: classes.field,
  } as const;

  return (
    <div className={classes.root} role="group" aria-label={t('filter.group')}>
      {serviceRefs && (
        <TextField
          {...common}
          id={`${id}-service`}
          label={t('filter.service')}
          value={filter.service ?? ''}
          onChange={event =>
            onChange({ ...filter, service: event.target.value || undefined })
          }
        >
          <MenuItem value="">{t('filter.all')}</MenuItem>
          {serviceRefs.sort().map(ref => (
            <MenuItem key={ref} value={ref}>
              <EntityDisplayName entityRef={ref} hideIcon disableTooltip />
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField
        {...common}
        id={`${id}-environment`}
        label={t('filter.environment')}
        value={filter.environment ?? ''}
        onChange={event =>
          onChange({ ...filter, environment: event.target.value || undefined })
        }
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        {environmentNames.map(environment => (
          <MenuItem key={environment.name} value={environment.name}>
            {environment.title}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        {...common}
        id={`${id}-status`}
        label={t('filter.status')}
        value={filter.status}
        SelectProps={{
          multiple: true,
          renderValue: value =>
            (value as DeploymentStatus[])
              .map(status => t(`status.${status}`))
              .join(', '),
        }}
        onChange={event =>
          onChange({
            ...filter,
            // A multiple select returns an array, which the event's type doesn't declare.
            status: event.target.value as unknown as DeploymentStatus[],
          })
        }
      >
        {DEPLOYMENT_STATUSES.map(status => (
          <MenuItem key={status} value={status} dense>
            <Checkbox
              size="small"
              checked={filter.status.includes(status)}
              tabIndex={-1}
              inputProps={{ 'aria-hidden': true }}
            />
            <ListItemText primary={t(`status.${status}`)} />
          </MenuItem>
        ))}
      </TextField>
      <TextField
        {...common}
        id={`${id}-who`}
        label={t('filter.who')}
        value={filter.requestedBy ?? ''}
        onChange={event =>
          onChange({ ...filter, requestedBy: event.target.value || undefined })
        }
      >
        <MenuItem value="">{t('filter.anyone')}</MenuItem>
        {me && <MenuItem value={me}>{t('filter.me')}</MenuItem>}
        {others.map(person => (
          <MenuItem key={person} value={person}>
            <PrincipalText principal={person} />
          </MenuItem>
        ))}
      </TextField>
      <TextField
        {...common}
        id={`${id}-since`}
        label={t('filter.since')}
        value={filter.since ?? ''}
        onChange={event =>
          onChange({
            ...filter,
            since: (event.target.value || undefined) as SinceSpan | undefined,
          })
        }
      >
        <MenuItem value="">{t('filter.anyTime')}</MenuItem>
        {(Object.keys(SINCE_SPANS) as SinceSpan[]).map(span => (
          <MenuItem key={span} value={span}>
            {t(`since.${span}`)}
          </MenuItem>
        ))}
      </TextField>
      {isFiltered(filter) && (
        <Button size="small" onClick={() => onChange(NO_FILTER)}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
