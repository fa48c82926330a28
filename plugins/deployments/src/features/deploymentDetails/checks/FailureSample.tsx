import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { CheckState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { formatClockTime } from '../../../shared/format/time';
import { formatValue } from '../../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      margin: theme.spacing(1, 0),
      paddingLeft: theme.spacing(1.5),
      borderLeft: `3px solid ${theme.palette.status.error}`,
    },
    scroll: { maxHeight: 240, overflow: 'auto' },
    table: {
      ...theme.typography.body2,
      borderCollapse: 'collapse',
      fontVariantNumeric: 'tabular-nums',
      '& td, & th': {
        padding: theme.spacing(0, 2, 0, 0),
        textAlign: 'left',
        verticalAlign: 'top',
        whiteSpace: 'nowrap',
        [theme.breakpoints.down('xs')]: {
          paddingRight: theme.spacing(1),
          whiteSpace: 'normal',
        },
      },
    },
    path: {
      fontFamily: 'monospace',
      '&&': { whiteSpace: 'normal', overflowWrap: 'anywhere' },
    },
    log: {
      margin: 0,
      fontSize: theme.typography.caption.fontSize,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'SlipwayFailureSample' },
);

/** What shows why the candidate failed a check: failed requests, and the end of its log. */
export function FailureSample(props: {
  check: string;
  sample: NonNullable<CheckState['failureSample']>;
  /** The candidate's name. */
  version: string;
}) {
  const { check, sample, version } = props;
  const { requests, logTail } = sample;
  const { t } = useTranslation();
  const classes = useStyles();
  const requestsTitle = t('failureSample.requests', {
    count: requests.length,
    version,
  });
  const logTitle = t('failureSample.log', { version });
  return (
    <section
      className={classes.root}
      aria-label={t('failureSample.title', { check })}
    >
      {requests.length > 0 && (
        <>
          <Typography variant="subtitle2" component="h4">
            {requestsTitle}
          </Typography>
          <div
            className={classes.scroll}
            role="group"
            aria-label={requestsTitle}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
            tabIndex={0}
          >
            <table className={classes.table} aria-label={requestsTitle}>
              <thead>
                <tr>
                  <th scope="col">{t('failureSample.time')}</th>
                  <th scope="col">{t('failureSample.request')}</th>
                  <th scope="col">{t('failureSample.status')}</th>
                  <th scope="col">{t('failureSample.duration')}</th>
                </tr>
              </thead>
              <tbody>
                {requests.map(
                  ({ at, method, path, status, durationMs }, index) => (
                    // Two requests may be equal.
                    <tr key={`${at} ${index}`}>
                      <td>{formatClockTime(at)}</td>
                      <td className={classes.path}>
                        {method} {path}
                      </td>
                      <td>{status}</td>
                      <td>{formatValue(durationMs, 'ms')}</td>
                    </tr>
                  ),
                )}
              </tbody>
            </table>
          </div>
          {requests.some(({ path }) => path.includes('***')) && (
            <Typography variant="caption" color="textSecondary">
              {t('failureSample.masked')}
            </Typography>
          )}
        </>
      )}
      {logTail.length > 0 && (
        <>
          <Typography variant="subtitle2" component="h4">
            {logTitle}
          </Typography>
          <div
            className={classes.scroll}
            role="group"
            aria-label={logTitle}
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
            tabIndex={0}
          >
            <pre className={classes.log}>{logTail.join('\n')}</pre>
          </div>
        </>
      )}
    </section>
  );
}
