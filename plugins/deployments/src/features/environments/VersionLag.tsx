import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { formatRoughDuration } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    commits: {
      margin: 0,
      paddingLeft: theme.spacing(2),
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'SlipwayVersionLag' },
);

/** How far a version is behind the one of the environment that it is promoted from: `3 commits, 2 d behind Staging`. */
export function VersionLag(props: {
  behind: NonNullable<EnvironmentState['behind']>;
  /** The other environment's title. */
  source: string;
  /** Whether to list the newest of the commits. */
  withCommits?: boolean;
}) {
  const { commits, subjects, ms } = props.behind;
  const { t } = useTranslation();
  const classes = useStyles();
  const lag = [
    commits > 0 && t('lag.commits', { count: commits }),
    ms > 0 && formatRoughDuration(ms),
  ].filter(Boolean);
  if (lag.length === 0) {
    return null;
  }
  const others = commits - subjects.length;
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      {t('lag.behind', { lag: lag.join(', '), environment: props.source })}
      {props.withCommits && subjects.length > 0 && (
        <ul className={classes.commits} aria-label={t('lag.commitsAhead')}>
          {subjects.map((subject, index) => (
            // Two commits can have the same message.
            <li key={`${index}:${subject}`}>{subject}</li>
          ))}
          {others > 0 && <li>{t('lag.others', { count: others })}</li>}
        </ul>
      )}
    </Typography>
  );
}
