import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Commit,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../../i18n/useTranslation';
import { formatAbsoluteTime } from '../../../shared/format/time';
import { shortenCommit } from '../../../shared/format/value';
import { RelativeTime } from '../../../shared/time/RelativeTime';
import { VersionFacts, type VersionUse } from './VersionFacts';

const useStyles = makeStyles(
  theme => ({
    option: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      columnGap: theme.spacing(1),
      width: '100%',
    },
    name: { fontWeight: 'bold' },
    commit: { fontFamily: 'monospace', color: theme.palette.text.secondary },
    age: { marginLeft: 'auto', color: theme.palette.text.secondary },
    wide: { flexBasis: '100%' },
  }),
  { name: 'SlipwayVersionOption' },
);

/** Finds the commit that a version was built from. If it isn't among the version's commits, only its id is known. */
function findBuiltCommit({ commits, commitId }: Version): Commit | undefined {
  if (commitId === undefined) return undefined;
  return commits.find(({ id }) => id === commitId) ?? { id: commitId };
}

/** An entry of the version list: name, commit with its author, age, and what the version went through. */
export function VersionOption(props: { version: Version; use: VersionUse }) {
  const { version, use } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const commit = findBuiltCommit(version);
  return (
    <div className={classes.option}>
      <span className={classes.name}>{version.name}</span>
      {commit && (
        <span className={classes.commit}>{shortenCommit(commit.id)}</span>
      )}
      {commit?.author && (
        <Typography variant="caption">
          {t('people.by')} {commit.author}
        </Typography>
      )}
      <Typography
        variant="caption"
        className={classes.age}
        title={formatAbsoluteTime(version.createdAt)}
      >
        {t('version.built')} <RelativeTime at={version.createdAt} />
      </Typography>
      {commit?.message && (
        <Typography variant="caption" className={classes.wide} noWrap>
          {commit.message.split('\n')[0]}
        </Typography>
      )}
      <VersionFacts version={version} use={use} />
    </div>
  );
}

/** Details of the chosen version: its commit and pull request, its age, and what it went through. */
export function ChosenVersion(props: { version: Version; use: VersionUse }) {
  const { version, use } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const commit = findBuiltCommit(version);
  return (
    <Typography variant="body2" component="div" className={classes.option}>
      {commit && (
        <span className={classes.commit}>
          {commit.url ? (
            <Link to={commit.url}>{shortenCommit(commit.id)}</Link>
          ) : (
            shortenCommit(commit.id)
          )}
        </span>
      )}
      {version.changeUrl && (
        <Link to={version.changeUrl}>
          {t('version.change', { version: version.name })}
        </Link>
      )}
      <span>
        {t('version.built')} <RelativeTime at={version.createdAt} />
      </span>
      <VersionFacts version={version} use={use} isChosen />
    </Typography>
  );
}
