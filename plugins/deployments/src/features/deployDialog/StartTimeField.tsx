import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import TextField from '@material-ui/core/TextField';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import { formatNearTime, getZoneName } from '../../shared/format/time';
import { findStartMistake, type StartTime } from './startTime';

/** Chooses when a deployment starts: now, in the next open window, or at a time. */
export function StartTimeField(props: {
  id: string;
  value: StartTime;
  /** When the next deployment window opens; absent if one is open now. */
  nextWindow: string | undefined;
  onChange(value: StartTime): void;
}) {
  const { id, value, onChange } = props;
  const { t } = useTranslation();
  const now = useNow(15_000);
  const nextWindow = value.kind === 'window' ? value.at : props.nextWindow;
  const mistake = findStartMistake(value, now);
  const zone = getZoneName();
  const choose = (kind: string) => {
    if (kind === 'window' && nextWindow) {
      onChange({ kind: 'window', at: nextWindow });
    } else {
      onChange(kind === 'time' ? { kind, local: '' } : { kind: 'now' });
    }
  };
  return (
    <FormControl component="fieldset" variant="standard">
      <FormLabel component="legend">{t('start.label')}</FormLabel>
      <RadioGroup
        row
        aria-label={t('start.label')}
        name={`${id}-start`}
        value={value.kind}
        onChange={(_event, kind) => choose(kind)}
      >
        <FormControlLabel
          value="now"
          control={<Radio color="primary" size="small" />}
          label={t('start.now')}
        />
        {nextWindow && (
          <FormControlLabel
            value="window"
            control={<Radio color="primary" size="small" />}
            label={t('start.window', {
              time: formatNearTime(nextWindow, now),
              zone,
            })}
          />
        )}
        <FormControlLabel
          value="time"
          control={<Radio color="primary" size="small" />}
          label={t('start.time')}
        />
      </RadioGroup>
      {value.kind === 'time' && (
        <TextField
          id={`${id}-start-time`}
          type="datetime-local"
          label={t('start.at')}
          helperText={
            mistake === 'past' ? t('start.past') : t('start.zone', { zone })
          }
          error={mistake === 'past'}
          value={value.local}
          onChange={event =>
            onChange({ kind: 'time', local: event.target.value })
          }
          InputLabelProps={{ shrink: true }}
          variant="outlined"
          margin="dense"
          required
        />
      )}
    </FormControl>
  );
}
