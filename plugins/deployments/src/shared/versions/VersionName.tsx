import { makeStyles } from '@material-ui/core/styles';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import { Link } from '@backstage/core-components';
import { shortenCommit } from '../format/value';
import { useTranslation } from '../../i18n/useTranslation';

const useStyles = makeStyles(
  theme => ({
    name: { fontWeight: 'bold' },
    commit: {
      marginLeft: theme.spacing(1),
      fontFamily: 'monospace',
      fontSize: '0.9em',
      color: theme.palette.text.secondary,
    },
  }),
  { name: 'SlipwayVersionName' },
);

/** A version's name and, on request, the commit it was built from, with a link to its pull request. */
export function VersionName(props: {
  version: VersionSummary;
  withCommit?: boolean;
}) {
  const { version, withCommit } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  return (
    <span>
      <span className={classes.name} title={version.artifact}>
        {version.name}
      </span>
      {withCommit && version.commitId && (
        <span className={classes.commit}>
          {version.changeUrl ? (
            <Link
              to={version.changeUrl}
              title={t('version.change', { version: version.name })}
            >
              {shortenCommit(version.commitId)}
            </Link>
          ) : (
            shortenCommit(version.commitId)
          )}
        </span>
      )}
    </span>
  );
}
