import type { EngineRun } from '@slipway/backstage-plugin-deployments-common';
import { useNow } from '../../hooks/useNow';
import { useTranslation } from '../../i18n/useTranslation';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { Until } from '../../shared/time/Until';
import { useRelativeText } from '../../shared/time/useRelativeText';
import { EngineDeploymentLink } from './EngineDeploymentLink';
import { ReplicaName } from './ReplicaName';
import { Rows } from '../../shared/tables/Rows';
import { Section } from './Section';

/** The running deployments, their current steps and the replicas that run them. */
export function RunningNow(props: { running: EngineRun[]; at: string }) {
  const { running, at } = props;
  const { t } = useTranslation();
  return (
    <Section
      title={t('engine.running.title')}
      isEmpty={running.length === 0}
      empty={t('engine.running.empty')}
    >
      <Rows
        label={t('engine.running.title')}
        rows={running}
        getKey={({ deployment }) => deployment.id}
        columns={[
          {
            label: t('engine.deployment'),
            render: ({ deployment }) => (
              <EngineDeploymentLink deployment={deployment} />
            ),
          },
          {
            label: t('engine.running.steps'),
            render: ({ steps }) =>
              steps.length > 0 ? steps.join(', ') : t('engine.running.noStep'),
          },
          {
            label: t('engine.running.owner'),
            render: run => <Owner run={run} at={at} />,
          },
          {
            label: t('engine.running.lease'),
            render: ({ leaseUntil }) =>
              leaseUntil ? <Until at={leaseUntil} /> : '–',
          },
          {
            label: t('engine.running.since'),
            render: ({ since }) => <LiveDuration from={since} />,
          },
        ]}
      />
    </Section>
  );
}

function Owner(props: { run: EngineRun; at: string }) {
  const { run, at } = props;
  const { t } = useTranslation();
  const now = useNow(1_000);
  const relativeText = useRelativeText();
  if (run.owner) {
    return <ReplicaName id={run.owner} />;
  }
  const isAhead =
    run.wakeAt !== undefined && Date.parse(run.wakeAt) > Date.parse(at);
  return (
    <>
      {t('engine.running.noOwner', {
        when:
          (isAhead && run.wakeAt && relativeText(run.wakeAt, now)) ||
          t('engine.running.soon'),
      })}
    </>
  );
}
