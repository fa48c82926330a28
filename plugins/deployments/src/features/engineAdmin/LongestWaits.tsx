import AccessTime from '@material-ui/icons/AccessTime';
import type { EngineWait } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { BlockerList } from '../../shared/blockers/BlockerList';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { EngineDeploymentLink } from './EngineDeploymentLink';
import { Rows } from '../../shared/tables/Rows';
import { Section } from './Section';

/** The deployments that have waited longest, and why. */
export function LongestWaits(props: { waits: EngineWait[] }) {
  const { waits } = props;
  const { t } = useTranslation();
  return (
    <Section
      title={t('engine.waits.title')}
      isEmpty={waits.length === 0}
      empty={t('engine.waits.empty')}
    >
      <Rows
        label={t('engine.waits.title')}
        rows={waits}
        getKey={({ deployment }) => deployment.id}
        columns={[
          {
            label: t('engine.deployment'),
            render: ({ deployment }) => (
              <EngineDeploymentLink deployment={deployment} />
            ),
          },
          {
            label: t('engine.waits.why'),
            render: ({ blockers }) =>
              blockers.length > 0 ? (
                <BlockerList blockers={blockers} />
              ) : (
                t('engine.waits.unknown')
              ),
          },
          {
            label: t('engine.waits.since'),
            render: ({ since, late }) => (
              <>
                <LiveDuration from={since} />
                {late && (
                  <div>
                    <ToneLabel
                      tone="warning"
                      icon={AccessTime}
                      title={t('engine.figures.lateHelp')}
                    >
                      {t('engine.waits.late')}
                    </ToneLabel>
                  </div>
                )}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
