import type {
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import {
  OWNING_STATUSES,
  isTerminal,
} from '@slipway/backstage-plugin-deployments-common';
import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import { findEnvironmentBefore } from '../../domain/serviceEnvironment/findEnvironmentBefore';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { StoredWatch } from '../../domain/watch/storedWatch';
import type { LiveFigures } from '../../targets/liveFigures';
import type { LiveServiceEnvironment } from '../../targets/liveServiceEnvironment';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';
import { toServiceUrlView } from '../deployments/addresses';
import { toEnvironmentLinksView } from '../deployments/linksView';
import { toEnvironmentWatchView } from '../deployments/watchView';
import { toEnvironmentRollbackView } from './environmentRollbackView';
import {
  toHealthView,
  toRestartsView,
  toTrafficView,
} from './health/healthView';
import { toOptionalTime, toTime } from '../../http/formatTime';
import { toProblemView } from '../deployments/problemView';

export interface EnvironmentStateFacts {
  environment: EnvironmentModel;
  /** The service's environments that the reader can see, in promotion order. */
  readable: readonly EnvironmentModel[];
  providers: Pick<ProviderRegistry, 'targets'>;
  /** What the target can do with the settings of this service. */
  can: readonly TargetCapability[];
  row?: ServiceEnvironmentRow;
  /** Deployments of this service environment, newest first. */
  deployments: DeploymentSummary[];
  /** Ids of the queued ones, in the order in which they start. */
  queue: string[];
  live?: LiveServiceEnvironment;
  /** The measurements of the current version. */
  figures?: LiveFigures | 'pending';
  /** The newest watch. */
  watch?: StoredWatch;
  /** Epoch milliseconds. */
  now: number;
  /** Epoch milliseconds. Older observations are too old to derive the health from. */
  freshSince?: number;
  hasGoldenPath: boolean;
  /** Versions to roll back to. Absent in lists of services. */
  rollbackOptions?: RollbackOptions;
  /** Absent in lists of services. */
  behind?: EnvironmentState['behind'];
  /** Absent in lists of services. */
  review?: string;
  may: Record<
    'create' | 'rollback' | 'hold' | 'liftHold' | 'resolveDrift',
    boolean
  >;
}

/** A service environment: what is running, what is being deployed or queued, and what the reader can do. */
export function toEnvironmentStateView(
  facts: EnvironmentStateFacts,
): EnvironmentState {
  const { environment, row, deployments, live } = facts;
  const observation = live?.observation ?? row?.observed;
  const active = deployments.find(({ status }) => owns(status));
  const rollback =
    facts.rollbackOptions && facts.may.rollback
      ? toEnvironmentRollbackView({
          environmentTitle: environment.title,
          options: facts.rollbackOptions,
          current: row?.current?.version.name,
          active,
          drift: row?.drift,
        })
      : undefined;
  return {
    environment: toEnvironmentView(environment, facts.providers),
    current: row?.current && {
      version: toVersionSummaryView(row.current.version),
      since: toTime(row.current.since),
      by: row.current.by,
      deploymentId: row.current.deploymentId,
      verification: row.current.verification,
    },
    lastKnownGood: row?.lastKnownGood && {
      version: toVersionSummaryView(row.lastKnownGood.version),
      deploymentId: row.lastKnownGood.deploymentId,
      at: toTime(row.lastKnownGood.at),
      unconfirmed: row.lastKnownGood.unconfirmed,
    },
    watch: toEnvironmentWatchView(facts.watch, row),
    active,
    queued: facts.queue.flatMap(
      queued => deployments.find(({ id }) => id === queued) ?? [],
    ),
    last: deployments.find(({ status }) => isTerminal(status)),
    hold: row?.hold,
    drift: row?.drift,
    url: toServiceUrlView(observation),
    health: toHealthView({
      current: row?.current,
      observation,
      figures: facts.figures,
      freshSince: facts.freshSince,
      isUnanswered: live ? live.isUnanswered : row?.observed?.isUnanswered,
      isChanging: deployments.some(({ status }) => owns(status)),
    }),
    restarts: toRestartsView(observation),
    traffic: toTrafficView(observation, [
      ...(row?.current ? [row.current.version] : []),
      ...(active ? [active.version] : []),
    ]),
    problems: observation?.problems?.map(toProblemView),
    links: [
      ...(observation?.links ?? []),
      ...toEnvironmentLinksView(row, environment, facts.now),
    ],
    managedBy: observation?.managedBy,
    changedBy: observation?.changedBy && {
      name: observation.changedBy.name,
      at: toOptionalTime(observation.changedBy.at),
    },
    basis: observation && (observation.basis ?? 'live'),
    soak: toSoakView(facts),
    promotesTo: findNext(facts).map(({ name }) => name),
    behind: facts.behind,
    review: facts.review,
    rollback,
    actions: listActions(facts, rollback),
  };
}

function owns(status: DeploymentSummary['status']): boolean {
  return (OWNING_STATUSES as readonly string[]).includes(status);
}

/** The environments to which this one's version goes next: by their promotion rules, else by the order. */
function findNext({ environment, readable }: EnvironmentStateFacts) {
  return readable.filter(
    each => findEnvironmentBefore(each, readable)?.name === environment.name,
  );
}

/** The soak time so far, against the longest one that a next environment requires. */
function toSoakView(facts: EnvironmentStateFacts): EnvironmentState['soak'] {
  const next = findNext(facts).filter(({ promotesFrom }) => promotesFrom);
  const current = facts.row?.current;
  if (next.length === 0 || !current) return undefined;
  const verifiedAt =
    current.verification === 'passed' ? current.verifiedAt : undefined;
  return {
    verifiedForMs:
      verifiedAt === undefined ? 0 : Math.max(0, facts.now - verifiedAt),
    requiredMs: Math.max(
      ...next.map(({ promotesFrom }) => promotesFrom?.soakMs ?? 0),
    ),
  };
}

/**
 * The actions that make sense here and that the reader has permission for. Only the plan knows whether a deployment can
 * start immediately.
 */
function listActions(
  facts: EnvironmentStateFacts,
  rollback: EnvironmentState['rollback'],
): EnvironmentState['actions'] {
  const { may, row, hasGoldenPath, can, providers, environment } = facts;
  const runs = row?.current !== undefined;
  return {
    deploy: may.create && hasGoldenPath,
    // Lists of services do not load earlier versions.
    rollback: rollback ? rollback.how !== 'none' : may.rollback && runs,
    liftHold: may.liftHold && row?.hold !== undefined,
    hold: may.hold && row?.hold === undefined,
    resolveDrift: may.resolveDrift && row?.drift !== undefined,
    connect:
      !runs &&
      providers.targets.get(environment.target.provider)?.discover !==
        undefined,
    restart: may.create && runs && can.includes('restart'),
    remove: may.create && runs && can.includes('remove'),
  };
}
