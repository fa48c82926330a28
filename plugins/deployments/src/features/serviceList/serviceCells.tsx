import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  EntityDisplayName,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { usePaths } from '../../routes/usePaths';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import { EnvironmentCell } from '../../shared/environments/EnvironmentCell';

const useStyles = makeStyles(
  // A finger meets only one of two links below each other.
  { target: { display: 'block', minHeight: 24 } },
  { name: 'SlipwayServiceCells' },
);

/** A service's name, its owner, and why it can't be deployed, if so. */
export function ServiceHeading(props: { overview: ServiceOverview }) {
  const { service, noPathReason } = props.overview;
  const paths = usePaths();
  const classes = useStyles();
  return (
    <>
      <Link to={paths.service(service.entityRef)} className={classes.target}>
        <EntityDisplayName entityRef={service.entityRef} hideIcon />
      </Link>
      {service.owner && (
        <Typography
          variant="caption"
          component="div"
          className={classes.target}
        >
          <EntityRefLink entityRef={service.owner} hideIcon />
        </Typography>
      )}
      {noPathReason && (
        <Typography variant="caption" component="div">
          {noPathReason}
        </Typography>
      )}
    </>
  );
}

/** What a service runs in an environment. */
export function ServiceInEnvironment(props: {
  overview: ServiceOverview;
  environment: string;
}) {
  const { overview, environment: name } = props;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const state = overview.environments.find(
    ({ environment }) => environment.name === name,
  );
  return state ? (
    <EnvironmentCell state={state} />
  ) : (
    <Typography variant="body2" color="textSecondary">
      {t('services.notThere')}
    </Typography>
  );
}
