import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import CompareArrows from '@material-ui/icons/CompareArrows';
import type { AnalysisReplay } from '@slipway/backstage-plugin-deployments-common';
import { useEnvironments } from '../../hooks/useEnvironments';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { DecisionLabel } from '../../shared/labels/AnalysisLabels';
import { DeploymentStatusLabel } from '../../shared/labels/StatusLabels';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { Rows } from '../../shared/tables/Rows';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { useSentences } from '../../shared/text/useSentences';
import { findChanged } from './findChanged';

type ReplayedAnalysis = AnalysisReplay['items'][number];

function Verdict(props: { replayed: ReplayedAnalysis['then'] }) {
  const { looks, verdict } = props.replayed;
  const { t } = useTranslation();
  const say = useSentences();
  return (
    <>
      <DecisionLabel verdict={verdict} />
      <div>{say(verdict.sentences, verdict.sentence)}</div>
      <Typography variant="caption" color="textSecondary">
        {t('replay.afterLooks', { count: looks })}
      </Typography>
    </>
  );
}

/** The replayed deployments, with what the analysis said then and would say now. */
export function ReplayTable(props: { items: ReplayedAnalysis[] }) {
  const { t } = useTranslation();
  const paths = usePaths();
  const { getTitle } = useEnvironments();
  const changed = findChanged(props.items);
  return (
    <Rows
      label={t('replay.table')}
      rows={props.items}
      getKey={({ deployment, stepId }) => `${deployment.id}/${stepId}`}
      columns={[
        {
          label: t('replay.column.deployment'),
          render: ({ deployment, stepId }) => (
            <>
              <Link to={paths.deployment(deployment.id, { step: stepId })}>
                {t(`history.what.${deployment.kind}`, {
                  version: deployment.version.name,
                })}{' '}
                → {getTitle(deployment.environment)}
              </Link>
              <div>
                <EntityRefLink entityRef={deployment.service} hideIcon />
                {' · '}
                <RelativeTime at={deployment.requestedAt} />
              </div>
              <DeploymentStatusLabel status={deployment.status} />
            </>
          ),
        },
        {
          label: t('replay.column.then'),
          render: ({ then }) => <Verdict replayed={then} />,
        },
        {
          label: t('replay.column.now'),
          render: item => (
            <>
              <Verdict replayed={item.now} />
              {changed.includes(item) && (
                <div>
                  <ToneLabel tone="warning" icon={CompareArrows}>
                    {t('replay.differs')}
                  </ToneLabel>
                </div>
              )}
              {item.missingMetrics.length > 0 && (
                <div>
                  {t('replay.missing', {
                    metrics: item.missingMetrics.join(', '),
                  })}
                </div>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
