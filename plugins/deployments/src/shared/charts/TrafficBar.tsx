import { makeStyles } from '@material-ui/core/styles';
import { useTranslation } from '../../i18n/useTranslation';
import { formatWeight } from '../format/value';

const useStyles = makeStyles(
  theme => ({
    bar: {
      display: 'flex',
      gap: 2,
      height: 8,
      borderRadius: 4,
      overflow: 'hidden',
      backgroundColor: theme.palette.action.disabledBackground,
    },
    share: {
      transition: 'flex-grow 400ms',
      '@media (prefers-reduced-motion: reduce)': { transition: 'none' },
    },
    baseline: { backgroundColor: theme.palette.text.disabled },
    candidate: { backgroundColor: theme.palette.status.running },
    text: { ...theme.typography.caption, display: 'block' },
  }),
  { name: 'SlipwayTrafficBar' },
);

/** How traffic is split between versions, as a bar and in words. */
export function TrafficBar(props: {
  shares: Array<{ versionName: string; weight: number; candidate?: boolean }>;
}) {
  const { t } = useTranslation();
  const classes = useStyles();
  const total = props.shares.reduce((sum, { weight }) => sum + weight, 0);
  const text = props.shares
    .map(share => `${share.versionName} ${formatWeight(share.weight)}`)
    .join(', ');
  return (
    <div>
      <div className={classes.bar} aria-hidden>
        {props.shares.map((share, index) => (
          <div
            // Two instances of one version can share traffic (restart).
            key={`${share.versionName}:${index}`}
            className={`${classes.share} ${
              share.candidate ? classes.candidate : classes.baseline
            }`}
            style={{ flexGrow: share.weight, flexBasis: 0 }}
          />
        ))}
        {/* If no previous version was running, the rest of a canary's traffic goes nowhere. */}
        {total < 100 && <div style={{ flexGrow: 100 - total, flexBasis: 0 }} />}
      </div>
      <span className={classes.text}>{t('traffic.text', { text })}</span>
    </div>
  );
}
