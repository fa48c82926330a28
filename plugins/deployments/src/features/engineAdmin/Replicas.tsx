import Typography from '@material-ui/core/Typography';
import CheckCircle from '@material-ui/icons/CheckCircle';
import ErrorIcon from '@material-ui/icons/Error';
import type { EngineReplica } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { ReplicaName } from './ReplicaName';
import { Rows } from '../../shared/tables/Rows';
import { Section } from './Section';

/** The replicas that run deployments, including dead ones. */
export function Replicas(props: { replicas: EngineReplica[] }) {
  const { replicas } = props;
  const { t } = useTranslation();
  return (
    <Section
      title={t('engine.replicas.title')}
      isEmpty={replicas.length === 0}
      empty={t('engine.replicas.empty')}
    >
      <Rows
        label={t('engine.replicas.title')}
        rows={replicas}
        getKey={({ id }) => id}
        columns={[
          {
            label: t('engine.replicas.name'),
            render: ({ id, pid, host }) => (
              <>
                <ReplicaName id={id} />
                <Typography variant="caption" component="div">
                  {t('engine.replicas.process', { pid: String(pid), host })}
                </Typography>
              </>
            ),
          },
          {
            label: t('engine.replicas.state'),
            render: ({ alive }) =>
              alive ? (
                <ToneLabel tone="ok" icon={CheckCircle}>
                  {t('engine.replicas.alive')}
                </ToneLabel>
              ) : (
                <ToneLabel tone="error" icon={ErrorIcon}>
                  {t('engine.replicas.gone')}
                </ToneLabel>
              ),
          },
          {
            label: t('engine.replicas.running'),
            render: ({ running }) => running,
          },
          {
            label: t('engine.replicas.started'),
            render: ({ startedAt }) => <RelativeTime at={startedAt} />,
          },
          {
            label: t('engine.replicas.seen'),
            render: ({ seenAt }) => <RelativeTime at={seenAt} />,
          },
          {
            label: t('engine.replicas.version'),
            render: ({ version }) => version,
          },
        ]}
      />
    </Section>
  );
}
