import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import type { DoraSelection } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useState } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { shortenRef } from '../../../shared/entities/shortenRef';
import { useEntityTitles } from '../../../shared/entities/useEntityTitles';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  BANDS_YEARS,
  INTERVALS,
  isDay,
  TIERS,
  findToday,
  toSelected,
  WINDOW_DAYS,
  type ChangeDoraView,
  type DoraView,
} from './doraView';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      // Room for the labels on the upper border.
      rowGap: theme.spacing(1.5),
      paddingTop: theme.spacing(0.5),
      '& > *': { minWidth: 0 },
    },
    field: {
      width: 170,
      [theme.breakpoints.down('xs')]: {
        width: `calc(50% - ${theme.spacing(0.5)}px)`,
      },
    },
    wide: {
      width: 210,
      [theme.breakpoints.down('xs')]: { width: '100%' },
    },
  }),
  { name: 'SlipwayDoraFilters' },
);

const OWN_WINDOW = 'own';

/** A choice from many options, filtered by typing. */
function Picker(props: {
  label: string;
  value: string | undefined;
  options: string[];
  /** The titles in the catalog if it is absent. */
  getLabel?(option: string): string;
  clearable?: boolean;
  onChange(value: string | undefined): void;
}) {
  const { label, value, options, onChange } = props;
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const { t } = useTranslation();
  const [wasOpened, setWasOpened] = useState(false);
  const getTitle = useEntityTitles();
  // Titles of options that nobody has seen yet are not loaded.
  const getLabel =
    props.getLabel ??
    ((option: string) =>
      wasOpened || option === value ? getTitle(option) : shortenRef(option));
  // Without it, the field would keep the label that the value had before its title was loaded.
  const [typed, setTyped] = useState<string>();
  return (
    <Autocomplete
      id={id}
      className={classes.wide}
      size="small"
      // A value from a link stays selected, even without data.
      options={
        value && !options.includes(value) ? [value, ...options] : options
      }
      value={value ?? null}
      getOptionLabel={getLabel}
      inputValue={typed ?? (value ? getLabel(value) : '')}
      onInputChange={(_, text, reason) =>
        setTyped(reason === 'input' ? text : undefined)
      }
      onOpen={() => setWasOpened(true)}
      onChange={(_, next) => onChange(next ?? undefined)}
      disableClearable={props.clearable === false}
      openText={t('dora.filter.open', { filter: label })}
      closeText={t('dora.filter.close', { filter: label })}
      clearText={t('dora.filter.clear', { filter: label })}
      renderInput={params => (
        <TextField
          {...params}
          variant="outlined"
          label={label}
          placeholder={t('dora.filter.all')}
        />
      )}
    />
  );
}

/** Earlier years are incomplete input, such as 0002 on the way to 2026. */
const FIRST_DAY = '2000-01-01';

/** A date field. Incomplete input stays in the field and is not applied. */
function DayField(props: {
  label: string;
  value: string | undefined;
  onChange(day: string): void;
}) {
  const { label, value = '', onChange } = props;
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextField
      id={id}
      type="date"
      size="small"
      variant="outlined"
      className={classes.field}
      InputLabelProps={{ shrink: true }}
      label={label}
      value={typed}
      onBlur={() => setTyped(value)}
      onChange={({ target }) => {
        setTyped(target.value);
        if (isDay(target.value) && target.value >= FIRST_DAY) {
          onChange(target.value);
        }
      }}
    />
  );
}

/** The filters of the metrics: owner, tier, range, interval and more. */
export function DoraFilters(props: {
  view: DoraView;
  selection: DoraSelection;
  /** Whether the service is fixed. */
  ofService?: boolean;
  onChange: ChangeDoraView;
}) {
  const { view, selection, ofService, onChange } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const change = (part: Partial<DoraView>) => onChange({ ...view, ...part });
  const select = {
    select: true,
    size: 'small',
    variant: 'outlined',
    className: classes.field,
    // An empty value is an option here, with its own text.
    InputLabelProps: { shrink: true },
  } as const;
  const changeDay = (part: Pick<DoraView, 'from' | 'to'>) =>
    onChange({ ...view, ...part }, { replace: true });
  const timeZone = view.timeZone ?? selection.timeZone;

  const chooseWindow = (chosen: string) => {
    if (chosen === OWN_WINDOW) {
      const today = findToday(timeZone, Date.now());
      const days = view.days ?? selection.defaultWindowDays;
      change({
        days: undefined,
        from: toSelected({ ...view, days }, today).from,
        to: today,
      });
    } else {
      change({
        days: Number(chosen) || undefined,
        from: undefined,
        to: undefined,
      });
    }
  };

  return (
    <div className={classes.root} role="group" aria-label={t('filter.group')}>
      {!ofService && (
        <>
          <Picker
            label={t('dora.filter.team')}
            value={view.owner}
            options={selection.owners}
            onChange={owner => change({ owner })}
          />
          <Picker
            label={t('dora.filter.system')}
            value={view.system}
            options={selection.systems}
            onChange={system => change({ system })}
          />
          <Picker
            label={t('dora.filter.service')}
            value={view.service}
            options={selection.services}
            onChange={service => change({ service })}
          />
        </>
      )}
      <TextField
        {...select}
        id={`${id}-tier`}
        label={t('dora.filter.tier')}
        value={view.tier}
        onChange={event =>
          change({ tier: TIERS.find(tier => tier === event.target.value) })
        }
      >
        {TIERS.map(tier => (
          <MenuItem key={tier} value={tier}>
            {t(`tier.${tier}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        {...select}
        id={`${id}-window`}
        label={t('dora.filter.window')}
        value={view.from ? OWN_WINDOW : view.days ?? ''}
        SelectProps={{ displayEmpty: true }}
        onChange={event => chooseWindow(event.target.value)}
      >
        <MenuItem value="">
          {t('dora.filter.windowDays', {
            days: String(selection.defaultWindowDays),
          })}
        </MenuItem>
        {WINDOW_DAYS.filter(days => days !== selection.defaultWindowDays).map(
          days => (
            <MenuItem key={days} value={days}>
              {t('dora.filter.windowDays', { days: String(days) })}
            </MenuItem>
          ),
        )}
        <MenuItem value={OWN_WINDOW}>{t('dora.filter.windowOwn')}</MenuItem>
      </TextField>
      {view.from && (
        <>
          <DayField
            label={t('dora.filter.from')}
            value={view.from}
            onChange={from => changeDay({ from })}
          />
          <DayField
            label={t('dora.filter.to')}
            value={view.to}
            onChange={to => changeDay({ to })}
          />
        </>
      )}
      <TextField
        {...select}
        id={`${id}-interval`}
        label={t('dora.filter.interval')}
        value={view.interval ?? ''}
        SelectProps={{ displayEmpty: true }}
        onChange={event =>
          change({
            interval: INTERVALS.find(one => one === event.target.value),
          })
        }
      >
        <MenuItem value="">{t('dora.filter.intervalAuto')}</MenuItem>
        {INTERVALS.map(interval => (
          <MenuItem key={interval} value={interval}>
            {t(`dora.filter.intervals.${interval}`)}
          </MenuItem>
        ))}
      </TextField>
      <Picker
        label={t('dora.filter.timeZone')}
        value={timeZone}
        options={selection.timeZones}
        getLabel={zone => zone}
        clearable={false}
        onChange={zone =>
          change({ timeZone: zone === selection.timeZone ? undefined : zone })
        }
      />
      <TextField
        {...select}
        id={`${id}-bands`}
        label={t('dora.filter.bands')}
        value={view.bands ?? ''}
        SelectProps={{ displayEmpty: true }}
        onChange={event =>
          change({
            bands: BANDS_YEARS.find(
              year => year === Number(event.target.value),
            ),
          })
        }
      >
        <MenuItem value="">
          {t('dora.filter.bandsNewest', { year: String(BANDS_YEARS[0]) })}
        </MenuItem>
        {BANDS_YEARS.map(year => (
          <MenuItem key={year} value={year}>
            {year}
          </MenuItem>
        ))}
      </TextField>
      {!ofService && (
        <FormControlLabel
          control={
            <Checkbox
              size="small"
              color="primary"
              checked={view.ownership === 'today'}
              onChange={(_, checked) =>
                change({ ownership: checked ? 'today' : 'then' })
              }
            />
          }
          label={t('dora.filter.ownership')}
        />
      )}
      {(view.owner || view.system || (!ofService && view.service)) && (
        <Button
          size="small"
          onClick={() =>
            change({ owner: undefined, system: undefined, service: undefined })
          }
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
