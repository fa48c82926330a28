import type {
  EngineDeployment,
  EngineReplica,
  EngineRun,
  EngineStuck,
  EngineWait,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';
import type { EngineOverview } from '../../application/deploymentService';
import type { DeploymentState } from '../../domain/deployment/state';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { renderSentences } from '../../domain/text/renderSentences';
import { toOptionalTime, toTime } from '../../http/formatTime';

function toEngineDeploymentView(state: DeploymentState): EngineDeployment {
  const { id, kind, service, environment, version, status, seq } = state;
  return {
    id,
    kind,
    service,
    environment,
    version: toVersionSummaryView(version),
    status,
    seq,
  };
}

export function toReplicaView(
  replica: EngineOverview['replicas'][number],
): EngineReplica {
  return {
    id: replica.owner,
    host: replica.host,
    pid: replica.pid,
    version: replica.version,
    startedAt: toTime(replica.startedAt),
    seenAt: toTime(replica.seenAt),
    alive: replica.alive,
    running: replica.owned,
  };
}

export function toRunView(run: EngineOverview['running'][number]): EngineRun {
  const { state, owner } = run;
  return {
    deployment: toEngineDeploymentView(state),
    steps: listActiveSteps(state),
    since: toTime(state.startedAt ?? state.requestedAt),
    owner,
    leaseUntil:
      owner === undefined ? undefined : toOptionalTime(run.leaseUntil),
    wakeAt: toOptionalTime(run.wakeAt),
  };
}

export function toWaitView(
  wait: EngineOverview['waits'][number],
  at: number,
): EngineWait {
  const { state, since, overdueAt } = wait;
  return {
    deployment: toEngineDeploymentView(state),
    since: toTime(since),
    decideBy: toOptionalTime(state.decideBy),
    late: overdueAt !== undefined && overdueAt <= at,
    blockers: state.blockers,
  };
}

export function toStuckView(
  { state, finding }: EngineOverview['stuck'][number],
  commands: EngineStuck['commands'],
): EngineStuck {
  return {
    deployment: toEngineDeploymentView(state),
    kind: finding.kind,
    since: toOptionalTime(finding.since),
    cause: renderSentences(finding.cause),
    causeSentences: finding.cause,
    remedy: renderSentences(finding.remedy),
    remedySentences: finding.remedy,
    commands,
  };
}

const ACTIVE_STATUSES: readonly StepStatus[] = [
  'running',
  'retrying',
  'undoing',
];

function listActiveSteps(state: DeploymentState): string[] {
  const titles = new Map(
    state.snapshot?.steps.map(({ id, title }) => [id, title]),
  );
  const steps = state.rollback
    ? state.rollback.steps
    : state.steps.map(step => ({
        ...step,
        title: titles.get(step.id) ?? step.id,
      }));
  return steps
    .filter(({ status }) => ACTIVE_STATUSES.includes(status))
    .map(({ title }) => title);
}
