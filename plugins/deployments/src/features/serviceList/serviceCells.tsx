import Typography from '@material-ui/core/Typography';
import type { ServiceOverview } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ServiceWithOwner } from '../../shared/entities/ServiceWithOwner';
import { EnvironmentCell } from '../../shared/environments/EnvironmentCell';

/** A service's name, its owner, and why it can't be deployed, if so. */
export function ServiceHeading(props: { overview: ServiceOverview }) {
  const { service, noPathReason } = props.overview;
  return (
    <>
      <ServiceWithOwner service={service} />
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
  const { t } = useTranslation();
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
