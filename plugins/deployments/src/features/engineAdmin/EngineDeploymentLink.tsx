import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { EntityDisplayName } from '@backstage/plugin-catalog-react';
import type { EngineDeployment } from '@slipway/backstage-plugin-deployments-common';
import { useEnvironments } from '../../hooks/useEnvironments';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';

const useStyles = makeStyles(
  theme => ({ status: { marginTop: theme.spacing(0.5) } }),
  { name: 'SlipwayEngineDeploymentLink' },
);

/** `checkout 1.4.2 → Production`, with its status and a link to its page. */
export function EngineDeploymentLink(props: { deployment: EngineDeployment }) {
  const { deployment } = props;
  const { t } = useTranslation();
  const { getTitle } = useEnvironments();
  const paths = usePaths();
  const classes = useStyles();
  return (
    <>
      <Link to={paths.deployment(deployment.id)}>
        <EntityDisplayName entityRef={deployment.service} hideIcon />{' '}
        {t(`history.what.${deployment.kind}`, {
          version: deployment.version.name,
        })}{' '}
        → {getTitle(deployment.environment)}
      </Link>
      <div className={classes.status}>
        <DeploymentStatusLabel status={deployment.status} />
      </div>
    </>
  );
}
