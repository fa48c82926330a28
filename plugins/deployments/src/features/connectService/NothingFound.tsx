import { parseEntityRef } from '@backstage/catalog-model';
import Typography from '@material-ui/core/Typography';
import type { Environment } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { CodeBlock } from '../../shared/copy/CodeBlock';

/** Says what was searched for, and how to mark a workload so that it is found. */
export function NothingFound(props: {
  service: string;
  serviceTitle: string;
  environment: Environment;
}) {
  const { service, serviceTitle, environment } = props;
  const { provider } = environment.target;
  const { t } = useTranslation();
  const { name } = parseEntityRef(service);
  return (
    <div>
      <Typography variant="h6" component="h3" role="status">
        {t('connect.none.title')}
      </Typography>
      <Typography variant="body2" paragraph>
        {t('connect.none.searched', {
          provider,
          environment: environment.title,
          service: serviceTitle,
        })}
      </Typography>
      {provider === 'kubernetes' && (
        <>
          <Typography variant="body2">
            {t('connect.none.kubernetes')}
          </Typography>
          <CodeBlock
            label={t('connect.none.label')}
            text={`kubectl label deployment WORKLOAD backstage.io/kubernetes-id=${name} --namespace NAMESPACE`}
          />
        </>
      )}
      <Typography variant="body2">{t('connect.none.help')}</Typography>
    </div>
  );
}
