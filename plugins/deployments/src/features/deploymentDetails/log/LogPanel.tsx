import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import MenuItem from '@material-ui/core/MenuItem';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { LogLine } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useMemo, useRef, useState } from 'react';
import { uniqueId } from '../../../shared/ids/uniqueId';
import { downloadText } from '../../../shared/format/download';
import {
  formatAbsoluteTime,
  formatClockTime,
} from '../../../shared/format/time';
import { useTranslation } from '../../../i18n/useTranslation';
import {
  getErrorColor,
  getWarningColor,
} from '../../../shared/labels/readableColors';
import { SearchField } from '../../../shared/search/SearchField';
import { filterLogLines, LOG_LEVELS, type LogLevel } from './filterLogLines';

/** How many lines are shown; more make scrolling slow. The download has all of them. */
const SHOWN = 1_000;
/** How close to the end counts as being at the end, in pixels. */
const NEAR_END = 24;

const useStyles = makeStyles(
  theme => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(1),
      marginBottom: theme.spacing(1),
    },
    lines: {
      maxHeight: 320,
      overflow: 'auto',
      padding: theme.spacing(1),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.default,
      fontFamily: 'monospace',
      fontSize: theme.typography.body2.fontSize,
    },
    line: { display: 'flex', gap: theme.spacing(1) },
    at: { color: theme.palette.text.secondary, flexShrink: 0 },
    text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
    warn: { color: getWarningColor(theme) },
    error: { color: getErrorColor(theme) },
    level: { fontWeight: 'bold', flexShrink: 0 },
    field: { minWidth: 120 },
  }),
  { name: 'SlipwayLogPanel' },
);

/** The log of a step. It follows new lines, and can be searched, filtered and downloaded. */
export function LogPanel(props: {
  lines: LogLine[];
  truncated: boolean;
  /** When retention deleted the log, if it did. */
  removedAt: string | undefined;
  fileName: string;
}) {
  const { lines, truncated, removedAt, fileName } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [text, setText] = useState('');
  const [level, setLevel] = useState<LogLevel>('info');
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const matching = useMemo(
    () => filterLogLines(lines, { text, level }),
    [lines, text, level],
  );
  const shown = matching.slice(-SHOWN);

  useEffect(() => {
    if (follow && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [follow, shown.length, matching]);

  if (removedAt !== undefined) {
    return (
      <section aria-label={t('log.title')}>
        <Typography variant="subtitle1" component="h3">
          {t('log.title')}
        </Typography>
        <Alert severity="info" role="status">
          {t('log.removed', { at: formatAbsoluteTime(removedAt) })}
        </Alert>
      </section>
    );
  }

  return (
    <section aria-label={t('log.title')}>
      <Typography variant="subtitle1" component="h3">
        {t('log.title')}
      </Typography>
      <div className={classes.tools}>
        <SearchField label={t('log.search')} value={text} onChange={setText} />
        <TextField
          id={`${id}-level`}
          select
          size="small"
          variant="outlined"
          className={classes.field}
          label={t('log.level')}
          value={level}
          onChange={event => setLevel(event.target.value as LogLevel)}
        >
          {LOG_LEVELS.map(name => (
            <MenuItem key={name} value={name}>
              {t(`log.levels.${name}`)}
            </MenuItem>
          ))}
        </TextField>
        <FormControlLabel
          control={
            <Switch
              size="small"
              color="primary"
              checked={follow}
              onChange={event => setFollow(event.target.checked)}
            />
          }
          label={t('log.follow')}
        />
        <Button
          size="small"
          disabled={lines.length === 0}
          onClick={() =>
            downloadText({
              name: fileName,
              type: 'text/plain',
              text: lines
                .map(
                  line => `${line.at} ${line.level ?? 'info'} ${line.line}\n`,
                )
                .join(''),
            })
          }
        >
          {t('log.download')}
        </Button>
      </div>
      {truncated && (
        <Alert severity="info" role="status">
          {t('log.truncated')}
        </Alert>
      )}
      {matching.length > shown.length && (
        <Typography variant="caption">
          {t('log.lastOnly', {
            shown: String(shown.length),
            total: String(matching.length),
          })}
        </Typography>
      )}
      <div
        ref={box}
        className={classes.lines}
        role="log"
        // A scrolling region must be reachable by keyboard; new lines are too many to be read aloud.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-live="off"
        aria-label={t('log.lines')}
        onScroll={event => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
          if (follow && !atEnd && scrollHeight > clientHeight) {
            setFollow(false);
          }
        }}
      >
        {shown.length === 0
          ? t(lines.length === 0 ? 'log.empty' : 'log.noMatch')
          : shown.map(line => (
              <div key={line.seq} className={classes.line}>
                <span
                  className={classes.at}
                  title={formatAbsoluteTime(line.at)}
                >
                  {formatClockTime(line.at)}
                </span>
                {line.level && line.level !== 'info' && (
                  <span className={`${classes.level} ${classes[line.level]}`}>
                    {t(`log.mark.${line.level}`)}
                  </span>
                )}
                <span className={classes.text}>{line.line}</span>
              </div>
            ))}
      </div>
    </section>
  );
}
