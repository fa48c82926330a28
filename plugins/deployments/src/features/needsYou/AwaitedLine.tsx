import { Link } from '@backstage/core-components';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { PrincipalName } from '../../shared/people/PrincipalLink';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { AwaitedKindLabel } from './AwaitedKindLabel';
import type { AwaitedDeployment } from './describeAwaited';
import type { Settled } from './useInboxRows';

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      padding: theme.spacing(1, 0),
      overflowWrap: 'anywhere',
    },
    by: { color: theme.palette.text.secondary },
  }),
  { name: 'SlipwayAwaitedLine' },
);

/** A decision in two lines, with a link to the inbox, or to the deployment once it no longer waits. */
export function AwaitedLine(props: {
  deployment: AwaitedDeployment;
  settled: Settled | undefined;
  environmentTitle: string;
}) {
  const { deployment, settled, environmentTitle } = props;
  const { service, kind, version, requestedBy, awaits } = deployment;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  return (
    <div className={classes.root}>
      <div>
        <AwaitedKindLabel deployment={deployment} settled={settled} />{' '}
        <Link to={settled ? paths.deployment(deployment.id) : paths.needsYou}>
          {t('needsYou.name', {
            service: useEntityPresentation(service).primaryTitle,
            what: t(`history.what.${kind}`, { version: version.name }),
            environment: environmentTitle,
          })}
        </Link>
      </div>
      <div className={classes.by}>
        {t('needsYou.requestedBy')} <PrincipalName principal={requestedBy} />
        {!settled && (
          <>
            {' · '}
            {t('needsYou.waiting')} <LiveDuration from={awaits.since} />
          </>
        )}
      </div>
    </div>
  );
}
