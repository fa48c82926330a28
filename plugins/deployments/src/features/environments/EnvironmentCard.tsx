import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Button from '@material-ui/core/Button';
import Card from '@material-ui/core/Card';
import Typography from '@material-ui/core/Typography';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import {
  formatDuration,
  type EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { uniqueId } from '../../shared/ids/uniqueId';
import { deploymentsTranslationRef } from '../../i18n/deploymentsTranslationRef';
import type { DialogLink } from '../../routes/usePaths';
import { VerdictLabel } from '../../shared/labels/StatusLabels';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { VersionName } from '../../shared/versions/VersionName';
import { WatchLine } from '../../shared/watch/WatchLine';
import { ActiveDeployment } from './ActiveDeployment';
import { EnvironmentMenu } from './EnvironmentMenu';
import { EnvironmentNotices } from './EnvironmentNotices';
import { EnvironmentReport } from './EnvironmentReport';
import { HealthFacts } from './HealthFacts';
import { LastDeployment } from './LastDeployment';
import { RestartFacts } from './RestartFacts';
import { RollBackActive } from './RollBackActive';
import { TrafficBar } from '../../shared/charts/TrafficBar';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      minWidth: 0,
      overflowWrap: 'anywhere',
      gap: theme.spacing(1.5),
      padding: theme.spacing(2),
    },
    head: {
      display: 'flex',
      alignItems: 'baseline',
      gap: theme.spacing(1),
      flexWrap: 'wrap',
    },
    menu: { marginLeft: 'auto', alignSelf: 'center' },
    version: { ...theme.typography.h6 },
    actions: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayEnvironmentCard' },
);

/** Whether a share of traffic goes to a deployment's candidate, by artifact if the target reports it. */
function isCandidate(
  share: EnvironmentState['traffic'][number],
  active: EnvironmentState['active'],
): boolean {
  if (!active) {
    return false;
  }
  return share.artifact
    ? share.artifact === active.version.artifact
    : share.versionName === active.version.name;
}

/** One environment of a service: the version, its health, the deployment in progress, and actions. */
export function EnvironmentCard(props: {
  service: string;
  serviceTitle: string;
  state: EnvironmentState;
  /** The environment that versions are promoted from. */
  from?: string;
  /** Environments that this one's version can be promoted to and does not run in yet. */
  next: EnvironmentState[];
  onOpen(dialog: DialogLink): void;
  /** Opens the dialog that finds what runs here. */
  onConnect(environment: string): void;
  onChanged(): void;
}) {
  const { service, serviceTitle, state, from, next } = props;
  const { onOpen, onConnect, onChanged } = props;
  const { environment, current, active, soak, actions } = state;
  const { t } = useTranslationRef(deploymentsTranslationRef);
  const classes = useStyles();
  const [id] = useState(uniqueId);
  const [rollingBack, setRollingBack] = useState<string>();
  const whyNoRollback = actions.rollback
    ? undefined
    : state.rollback?.message ?? t('rollBack.notYours');
  const split = state.traffic.length > 1;
  /** What runs here without a deployment of ours. */
  const found =
    !active && state.traffic.map(({ versionName }) => versionName).join(', ');
  const tier = t(`tier.${environment.tier}`);
  const facts = [
    tier !== environment.title && tier,
    from && t('environment.from', { environment: from }),
  ].filter(Boolean);

  return (
    <Card
      variant="outlined"
      component="section"
      className={classes.root}
      aria-labelledby={id}
    >
      <div className={classes.head}>
        <div>
          <Typography variant="h6" component="h3" id={id}>
            {environment.title}
          </Typography>
          {facts.length > 0 && (
            <Typography variant="caption" color="textSecondary">
              {facts.join(' · ')}
            </Typography>
          )}
        </div>
        {state.url && (
          <Link to={state.url}>
            {t('environment.open')}
            <span hidden> {environment.title}</span>
          </Link>
        )}
        <div className={classes.menu}>
          <EnvironmentMenu state={state} onOpen={onOpen} />
        </div>
      </div>

      {current ? (
        <div>
          <div className={classes.version}>
            <VersionName version={current.version} withCommit />
          </div>
          <Typography variant="body2" color="textSecondary" component="div">
            <RelativeTime at={current.since} />
            {current.by && (
              <>
                {' '}
                {t('people.by')} <PrincipalLink principal={current.by} />
              </>
            )}
            {current.verification && (
              <>
                {' · '}
                <VerdictLabel verdict={current.verification} />
              </>
            )}
          </Typography>
        </div>
      ) : (
        <div>
          {found && <div className={classes.version}>{found}</div>}
          <Typography variant="body2" color="textSecondary">
            {active && t('environment.first')}
            {!active && found && t('environment.notOurs')}
            {!active && !found && t('environment.nothing')}
          </Typography>
        </div>
      )}

      {(current || (!active && state.health.status !== 'not_deployed')) && (
        <HealthFacts
          health={state.health}
          versionName={current?.version.name}
        />
      )}
      {state.restarts && <RestartFacts restarts={state.restarts} />}
      <EnvironmentReport state={state} />
      {split && (
        <TrafficBar
          shares={state.traffic.map(share => ({
            ...share,
            candidate: isCandidate(share, active),
          }))}
        />
      )}
      {soak && soak.requiredMs > 0 && current && (
        <Typography variant="body2" color="textSecondary">
          {soak.verifiedForMs >= soak.requiredMs
            ? t('soak.done', {
                verified: formatDuration(soak.verifiedForMs),
                required: formatDuration(soak.requiredMs),
              })
            : t('soak.underway', {
                verified: formatDuration(soak.verifiedForMs),
                required: formatDuration(soak.requiredMs),
              })}
        </Typography>
      )}

      {state.watch && <WatchLine watch={state.watch} />}
      <EnvironmentNotices
        service={service}
        serviceTitle={serviceTitle}
        state={state}
        onChanged={onChanged}
      />
      {active && <ActiveDeployment deployment={active} hold={state.hold} />}
      {state.queued
        .filter(queued => queued.id !== active?.id)
        .map(queued => (
          <ActiveDeployment
            key={queued.id}
            deployment={queued}
            hold={state.hold}
          />
        ))}
      {!active && <LastDeployment state={state} />}

      <div className={classes.actions}>
        {next.map(target => (
          <Button
            key={target.environment.name}
            size="small"
            variant="contained"
            color="primary"
            disabled={!current || !target.actions.deploy}
            title={
              target.actions.deploy ? undefined : t('environment.mayNotDeploy')
            }
            onClick={() =>
              onOpen({
                environment: target.environment.name,
                versionId: current?.version.id,
              })
            }
          >
            {t('environment.promote', {
              environment: target.environment.title,
            })}
          </Button>
        ))}
        {actions.connect && (
          <Button
            size="small"
            variant="outlined"
            aria-label={t('connect.actionIn', {
              environment: environment.title,
            })}
            onClick={() => onConnect(environment.name)}
          >
            {t('connect.action')}
          </Button>
        )}
        <Button
          size="small"
          variant="outlined"
          disabled={!actions.deploy}
          title={actions.deploy ? undefined : t('environment.mayNotDeploy')}
          aria-label={t('environment.deployTo', {
            environment: environment.title,
          })}
          onClick={() => onOpen({ environment: environment.name })}
        >
          {t('environment.deploy')}
        </Button>
        <Tooltip title={whyNoRollback ?? state.rollback?.message ?? ''}>
          {/* A disabled button has no events; its parent shows why, also by keyboard. */}
          <span
            // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={whyNoRollback ? 0 : undefined}
            role={whyNoRollback ? 'note' : undefined}
            aria-label={
              whyNoRollback &&
              t('command.refused', {
                label: t('rollBack.in', { environment: environment.title }),
                why: whyNoRollback,
              })
            }
          >
            <Button
              size="small"
              variant="outlined"
              disabled={whyNoRollback !== undefined}
              aria-label={t('environment.rollBackIn', {
                environment: environment.title,
              })}
              onClick={() =>
                state.rollback?.how === 'command'
                  ? setRollingBack(state.rollback.deploymentId)
                  : onOpen({ environment: environment.name, kind: 'rollback' })
              }
            >
              {t('environment.rollBack')}
            </Button>
          </span>
        </Tooltip>
      </div>
      {rollingBack && (
        <RollBackActive
          deploymentId={rollingBack}
          title={t('rollBack.in', { environment: environment.title })}
          onDone={onChanged}
          onClose={() => setRollingBack(undefined)}
        />
      )}
    </Card>
  );
}
