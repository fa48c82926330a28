import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { ComparedService } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { uniqueId } from '../../shared/ids/uniqueId';
import { SearchField } from '../../shared/search/SearchField';
import { useDebouncedText } from '../../shared/search/useDebouncedText';
import { MY_TEAMS, type ComparisonFilter } from './useComparisonFilter';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
    },
    field: { minWidth: 140 },
  }),
  { name: 'SlipwayComparisonFilters' },
);

function listRefs(
  refs: (string | undefined)[],
  chosen: string | undefined,
): string[] {
  return [...new Set([...refs, chosen])]
    .filter((ref): ref is string => Boolean(ref) && ref !== MY_TEAMS)
    .sort();
}

/** Filters a comparison. It offers the owners and systems that are listed. */
export function ComparisonFilters(props: {
  filter: ComparisonFilter;
  onChange(change: Partial<ComparisonFilter>): void;
  items: readonly ComparedService[];
}) {
  const { filter, onChange, items } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useDebouncedText(filter.q ?? '', q =>
    onChange({ q }),
  );
  const { owner, system, services } = filter;
  const common = {
    select: true,
    size: 'small',
    variant: 'outlined',
    className: classes.field,
  } as const;
  const renderRefs = (refs: string[]) =>
    refs.map(ref => (
      <MenuItem key={ref} value={ref}>
        <EntityDisplayName entityRef={ref} hideIcon disableTooltip />
      </MenuItem>
    ));
  return (
    <div className={classes.root} role="group" aria-label={t('filter.group')}>
      <SearchField
        label={t('services.search')}
        value={typed}
        onChange={setTyped}
      />
      <TextField
        {...common}
        id={`${id}-owner`}
        label={t('compare.owner')}
        value={owner ?? ''}
        onChange={event => onChange({ owner: event.target.value })}
      >
        <MenuItem value="">{t('services.all')}</MenuItem>
        <MenuItem value={MY_TEAMS}>{t('services.mine')}</MenuItem>
        {renderRefs(
          listRefs(
            items.map(({ service }) => service.owner),
            owner,
          ),
        )}
      </TextField>
      <TextField
        {...common}
        id={`${id}-system`}
        label={t('compare.system')}
        value={system ?? ''}
        onChange={event => onChange({ system: event.target.value })}
      >
        <MenuItem value="">{t('filter.all')}</MenuItem>
        {renderRefs(
          listRefs(
            items.map(({ service }) => service.system),
            system,
          ),
        )}
      </TextField>
      <FormControlLabel
        control={
          <Switch
            color="primary"
            checked={filter.onlyDiffering}
            onChange={event =>
              onChange({ onlyDiffering: event.target.checked })
            }
          />
        }
        label={t('compare.differing')}
      />
      {services.length > 0 && (
        <Button size="small" onClick={() => onChange({ services: [] })}>
          {t('compare.allServices')}
        </Button>
      )}
    </div>
  );
}
