import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { formatRoughDuration } from '../../shared/format/value';
import { isThereOrComing } from './actions/choosePrimaryAction';

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

/**
 * How far a version is behind the one of the environment before: `1.4.2 is verified in Staging (3 commits, 2 d ahead)`, or `3
 * commits, 2 d behind Staging` if the other version isn't verified or already came here.
 */
export function VersionLag(props: {
  state: EnvironmentState;
  behind: NonNullable<EnvironmentState['behind']>;
  /** The other environment's title. */
  source: string;
  /** Whether to list the newest of the commits. */
  withCommits?: boolean;
}) {
  const { state, source } = props;
  const { commits, subjects, ms, version, verified } = props.behind;
  const { t } = useTranslation();
  const classes = useStyles();
  const lag = [
    commits > 0 && t('lag.commits', { count: commits }),
    ms > 0 && formatRoughDuration(ms),
  ].filter(Boolean);
  const isNews =
    verified &&
    !isThereOrComing(state, version.id) &&
    state.last?.version.id !== version.id;
  const named = { version: version.name, environment: source };
  const params = { lag: lag.join(', '), environment: source };
  const texts = isNews
    ? [t('lag.verified', named), lag.length > 0 && t('lag.ahead', params)]
    : [lag.length > 0 && t('lag.behind', params)];
  const text = texts.filter(Boolean).join(' ');
  if (!text) {
    return null;
  }
  const others = commits - subjects.length;
  return (
    <Typography variant="body2" color="textSecondary" component="div">
      {text}
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
