import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { listParts, type Part } from './listParts';
import { useResultTable } from './useResultTable';
import { formatDuration } from '../../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    track: {
      position: 'relative',
      height: 10,
      minWidth: 60,
      borderRadius: 2,
      backgroundColor: theme.palette.action.hover,
    },
    bar: {
      position: 'absolute',
      top: 0,
      bottom: 0,
      minWidth: 2,
      borderRadius: 2,
      backgroundColor: theme.palette.primary.main,
    },
    wait: { backgroundColor: theme.palette.text.disabled },
    rollback: { backgroundColor: theme.palette.warning.main },
    wide: { width: '50%' },
    duration: { whiteSpace: 'nowrap' },
  }),
  { name: 'SlipwayTiming' },
);

/** How long each part of an ended deployment took: a table with a bar for each part, on a common time axis. */
export function Timing(props: { deployment: Deployment }) {
  const { t } = useTranslation();
  const classes = useStyles();
  const table = useResultTable();
  const parts = listParts(props.deployment);
  if (parts.length === 0) {
    return null;
  }
  const start = Math.min(...parts.map(({ from }) => from));
  const whole = Math.max(1, ...parts.map(({ to }) => to - start));
  const percent = (ms: number) => `${(100 * ms) / whole}%`;
  const lookOf: Record<Part['kind'], string> = {
    approval: classes.wait,
    queue: classes.wait,
    step: '',
    rollback: classes.rollback,
  };
  return (
    <section>
      <Typography variant="subtitle2" component="h2">
        {t('summary.timing.title')}
      </Typography>
      <table className={table.root} aria-label={t('summary.timing.title')}>
        <thead className={table.hidden}>
          <tr>
            <th scope="col">{t('summary.timing.part')}</th>
            <th scope="col">{t('summary.timing.share')}</th>
            <th scope="col">{t('summary.timing.duration')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ key, kind, title, from, to }) => (
            <tr key={key}>
              <th scope="row">
                {kind === 'step' ? title : t(`summary.timing.${kind}`)}
              </th>
              <td className={classes.wide}>
                <div className={classes.track} aria-hidden>
                  <div
                    className={`${classes.bar} ${lookOf[kind]}`}
                    style={{
                      left: `min(${percent(from - start)}, 100% - 2px)`,
                      width: percent(to - from),
                    }}
                  />
                </div>
              </td>
              <td className={classes.duration}>{formatDuration(to - from)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
