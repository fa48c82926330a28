import Button from '@material-ui/core/Button';
import Chip from '@material-ui/core/Chip';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { IngestedEvents } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { formatDayTime } from '../../shared/format/time';
import { SearchField } from '../../shared/search/SearchField';
import { useDebouncedText } from '../../shared/search/useDebouncedText';
import { useTranslation } from '../../i18n/useTranslation';
import { isNarrowed, WHICH, type DeadLetterView } from './useDeadLetterView';

const LONGEST_TEXT = 200;

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'flex-start',
      gap: theme.spacing(1),
    },
    field: { minWidth: 140 },
    aside: {
      alignSelf: 'center',
      // Two times don't fit side by side on a narrow screen.
      height: 'auto',
      minHeight: 32,
      maxWidth: '100%',
      '& .MuiChip-label': { whiteSpace: 'normal' },
    },
  }),
  { name: 'SlipwayEventFilters' },
);

/** Filters of the dead letters; all of them are in the address. */
export function DeadLetterFilters(props: {
  view: DeadLetterView;
  sources: IngestedEvents['sources'];
  onChange(change: Partial<DeadLetterView>): void;
}) {
  const { view, sources, onChange } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [typed, setTyped] = useDebouncedText(view.text ?? '', text =>
    onChange({ text: text || undefined }),
  );
  const formatSource = (counts: (typeof sources)[number]): string => {
    const { source, rejected, unmapped } = counts;
    const n = { rejected, unmapped, all: rejected + unmapped };
    // The API does not report how many events of a source are from the future.
    return view.which === 'future'
      ? source
      : t('deadLetters.filter.sourceCount', {
          source,
          n: String(n[view.which ?? 'all']),
        });
  };
  const names = sources.map(({ source }) => source);
  const common = {
    size: 'small',
    variant: 'outlined',
    className: classes.field,
  } as const;

  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('deadLetters.filter.group')}
    >
      <TextField
        {...common}
        select
        id={`${id}-which`}
        label={t('deadLetters.filter.which')}
        value={view.which ?? ''}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
        onChange={event =>
          onChange({ which: WHICH.find(one => one === event.target.value) })
        }
      >
        <MenuItem value="">{t('deadLetters.filter.all')}</MenuItem>
        {WHICH.map(which => (
          <MenuItem key={which} value={which}>
            {t(`deadLetters.filter.${which}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        {...common}
        select
        id={`${id}-source`}
        label={t('deadLetters.filter.source')}
        value={view.source ?? ''}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
        onChange={event =>
          onChange({ source: event.target.value || undefined })
        }
      >
        <MenuItem value="">{t('deadLetters.filter.anySource')}</MenuItem>
        {sources.map(source => (
          <MenuItem key={source.source} value={source.source}>
            {formatSource(source)}
          </MenuItem>
        ))}
        {view.source && !names.includes(view.source) && (
          <MenuItem value={view.source}>{view.source}</MenuItem>
        )}
      </TextField>
      <SearchField
        className={classes.field}
        label={t('deadLetters.filter.text')}
        help={t('deadLetters.filter.textHelp')}
        value={typed}
        onChange={setTyped}
        maxLength={LONGEST_TEXT}
        shrinkLabel
      />
      {(view.since || view.until) && (
        <Chip
          className={classes.aside}
          label={t('deadLetters.filter.received', {
            from: view.since ? formatDayTime(view.since) : '…',
            to: view.until ? formatDayTime(view.until) : '…',
          })}
          onDelete={() => onChange({ since: undefined, until: undefined })}
        />
      )}
      {isNarrowed(view) && (
        <Button
          size="small"
          className={classes.aside}
          onClick={() =>
            onChange({
              which: undefined,
              source: undefined,
              text: undefined,
              since: undefined,
              until: undefined,
            })
          }
        >
          {t('deadLetters.filter.clear')}
        </Button>
      )}
    </div>
  );
}
