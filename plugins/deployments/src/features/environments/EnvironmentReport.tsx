import Typography from '@material-ui/core/Typography';
import type { EnvironmentState } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { LinkList } from '../../shared/links/LinkList';
import { RelativeTime } from '../../shared/time/RelativeTime';

/**
 * What the target reports about a service in an environment: how it is known, who else manages or changed it, and pages
 * of other tools. Nothing if it reports none of these.
 */
export function EnvironmentReport(props: { state: EnvironmentState }) {
  const { basis, managedBy, changedBy, links = [] } = props.state;
  const { t } = useTranslation();
  const runs = props.state.traffic.length > 0;
  return (
    <>
      {basis === 'recorded' && runs && (
        <Typography variant="body2" color="textSecondary">
          {t('environmentReport.recorded', {
            versions: props.state.traffic
              .map(({ versionName }) => versionName)
              .join(', '),
          })}
        </Typography>
      )}
      {managedBy && (
        <Typography variant="body2" color="textSecondary">
          {t('environmentReport.managedBy', { tool: managedBy })}
        </Typography>
      )}
      {changedBy && (
        <Typography variant="body2" color="textSecondary" component="div">
          {t('environmentReport.changedBy', { name: changedBy.name })}
          {changedBy.at && (
            <>
              {' '}
              <RelativeTime at={changedBy.at} />
            </>
          )}
        </Typography>
      )}
      {links.length > 0 && (
        <Typography variant="body2" component="div">
          <LinkList links={links} />
        </Typography>
      )}
    </>
  );
}
