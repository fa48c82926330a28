import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Alert from '@material-ui/lab/Alert';
import type { VersionDiff } from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { shortenCommit } from '../format/value';
import { useTranslation } from '../../i18n/useTranslation';
import { RelativeTime } from '../time/RelativeTime';
import { ChangeLinks } from './ChangeLinks';

const SHOWN_AT_FIRST = 10;

const BACKWARD_TEXTS = {
  succeeded: 'diff.wentBackward',
  unsuccessful: 'diff.triedBackward',
} as const;

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    commit: {
      display: 'flex',
      flexWrap: 'wrap',
      columnGap: theme.spacing(1),
      '& + &': { marginTop: theme.spacing(0.5) },
    },
    sha: { fontFamily: 'monospace' },
    by: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayVersionDiff' },
);

/** The changes between two versions: commits with their authors, and links to the pull requests. */
export function VersionDiffView(props: {
  diff: VersionDiff;
  /** How many commits there are, if `diff` contains only the newest. */
  commitCount?: number;
  /** How the deployment of the change ended; absent if it has not. */
  ended?: 'succeeded' | 'unsuccessful';
  /** The heading's level. */
  heading: 'h2' | 'h3' | 'h4';
}) {
  const { diff, commitCount = diff.commits.length, ended, heading } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const shown = all ? diff.commits : diff.commits.slice(0, SHOWN_AT_FIRST);
  const names = {
    from: diff.from?.name ?? t('diff.nothing'),
    to: diff.to?.name ?? t('diff.nothing'),
  };
  return (
    <section aria-label={t('diff.title', names)}>
      <Typography variant="subtitle2" component={heading}>
        {t('diff.title', names)}:{' '}
        {diff.direction === 'same'
          ? t('diff.same')
          : t('history.commits', { count: commitCount })}
      </Typography>
      {diff.direction === 'backward' && (
        <Alert severity={ended ? 'info' : 'warning'}>
          {t(ended ? BACKWARD_TEXTS[ended] : 'diff.backward')}
        </Alert>
      )}
      {diff.direction === 'unknown' && diff.from && diff.to && (
        <Typography variant="body2" color="textSecondary">
          {t('diff.unknown')}
        </Typography>
      )}
      {commitCount > diff.commits.length && (
        <Typography variant="body2" color="textSecondary">
          {t('diff.newest', {
            shown: String(diff.commits.length),
            total: String(commitCount),
          })}
        </Typography>
      )}
      <ul className={classes.list}>
        {shown.map(commit => (
          <Typography
            key={commit.id}
            variant="body2"
            component="li"
            className={classes.commit}
          >
            <span className={classes.sha}>
              {commit.url ? (
                <Link to={commit.url}>{shortenCommit(commit.id)}</Link>
              ) : (
                shortenCommit(commit.id)
              )}
            </span>
            <span>{commit.message?.split('\n')[0]}</span>
            <span className={classes.by}>
              {commit.author}
              {commit.author && commit.authoredAt && ' · '}
              {commit.authoredAt && <RelativeTime at={commit.authoredAt} />}
            </span>
          </Typography>
        ))}
      </ul>
      {diff.commits.length > shown.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {t('diff.all', { count: diff.commits.length })}
        </Button>
      )}
      {diff.changeUrls && diff.changeUrls.length > 0 && (
        <Typography variant="body2">
          {t('diff.changes', { count: diff.changeUrls.length })}{' '}
          <ChangeLinks urls={diff.changeUrls} />
        </Typography>
      )}
    </section>
  );
}
