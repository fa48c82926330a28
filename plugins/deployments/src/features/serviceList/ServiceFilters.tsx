import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { SearchField } from '../../shared/search/SearchField';
import { useDebouncedText } from '../../shared/search/useDebouncedText';
import { useTranslation } from '../../i18n/useTranslation';
import type { ServiceFilter } from './useServiceFilter';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
    },
    field: { minWidth: 160 },
  }),
  { name: 'SlipwayServiceFilters' },
);

/** Filters services by name and owner. */
export function ServiceFilters(props: {
  filter: ServiceFilter;
  onChange(filter: ServiceFilter): void;
}) {
  const { filter, onChange } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useDebouncedText(filter.q, q =>
    onChange({ ...filter, q }),
  );

  return (
    <div className={classes.root} role="group" aria-label={t('filter.group')}>
      <SearchField
        label={t('services.search')}
        value={typed}
        onChange={setTyped}
      />
      <TextField
        id={`${id}-owner`}
        select
        size="small"
        variant="outlined"
        className={classes.field}
        label={t('services.owner')}
        value={filter.owner}
        onChange={event =>
          onChange({
            ...filter,
            owner: event.target.value === 'mine' ? 'mine' : 'all',
          })
        }
      >
        <MenuItem value="all">{t('services.all')}</MenuItem>
        <MenuItem value="mine">{t('services.mine')}</MenuItem>
      </TextField>
    </div>
  );
}
