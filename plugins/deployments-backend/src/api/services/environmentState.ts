import type {
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';
import {
  OWNING_STATUSES,
  isTerminal,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../../config/schema/providerRegistry';
import type { RollbackOptions } from '../../domain/serviceEnvironment/rollbackVersions';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { LiveServiceEnvironment } from '../../targets/liveServiceEnvironment';
import { toEnvironmentView } from '../../planning/views/toEnvironmentView';
import { toVersionSummaryView } from '../../planning/views/versionView';
import { toServiceUrlView } from '../deployments/addresses';
import { toEnvironmentRollbackView } from './environmentRollback';
import { toHealthView, toRestartsView, toTrafficView } from './serviceHealth';
import { toTime } from '../../http/formatTime';

export interface EnvironmentStateFacts {
  environment: EnvironmentModel;
  /** All of app-config. */
  environments: EnvironmentModel[];
  providers: Pick<ProviderRegistry, 'targets'>;
  row?: ServiceEnvironmentRow;
  /** Of this place, newest first. */
  deployments: DeploymentSummary[];
  live?: LiveServiceEnvironment;
  /** Epoch milliseconds. */
  now: number;
  /** What was observed before this, in epoch milliseconds, is too old to tell how things are. */
  freshSince?: number;
  hasGoldenPath: boolean;
  /** What can be gone back to; only where one service is looked at. */
  rollbackOptions?: RollbackOptions;
  may: Record<'create' | 'rollback' | 'liftHold' | 'resolveDrift', boolean>;
}

/** A service in an environment: what runs, what is on its way, and what the reader can do. */
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
    },
    active,
    // First come, first served: in the order in which they were asked for.
    queued: deployments.filter(({ status }) => status === 'queued').reverse(),
    last: deployments.find(({ status }) => isTerminal(status)),
    hold: row?.hold,
    drift: row?.drift,
    url: toServiceUrlView(observation),
    health: toHealthView({
      current: row?.current,
      observation,
      figures: live?.figures,
      freshSince: facts.freshSince,
      isUnanswered: live ? live.isUnanswered : row?.observed?.isUnanswered,
      isChanging: deployments.some(({ status }) => owns(status)),
    }),
    restarts: toRestartsView(observation),
    traffic: toTrafficView(observation),
    soak: getSoak(facts),
    promotesTo: promotesTo(facts).map(({ name }) => name),
    rollback,
    actions: listActions(facts, rollback),
  };
}

function owns(status: DeploymentSummary['status']): boolean {
  return (OWNING_STATUSES as readonly string[]).includes(status);
}

function promotesTo({ environment, environments }: EnvironmentStateFacts) {
  return environments.filter(
    ({ promotesFrom }) => promotesFrom?.environment === environment.name,
  );
}

/** Against the longest soak that a next environment asks for. */
function getSoak(facts: EnvironmentStateFacts): EnvironmentState['soak'] {
  const next = promotesTo(facts);
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

/** What makes sense here and is permitted. Whether it can start at once, the plan says. */
function listActions(
  facts: EnvironmentStateFacts,
  rollback: EnvironmentState['rollback'],
): EnvironmentState['actions'] {
  const { may, row, hasGoldenPath, environment, providers } = facts;
  const can =
    providers.targets.get(environment.target.provider)?.capabilities ?? [];
  const runs = row?.current !== undefined;
  return {
    deploy: may.create && hasGoldenPath,
    // In a list of services nobody looks at what ran before.
    rollback: rollback ? rollback.how !== 'none' : may.rollback && runs,
    liftHold: may.liftHold && row?.hold !== undefined,
    resolveDrift: may.resolveDrift && row?.drift !== undefined,
    restart: may.create && runs && can.includes('restart'),
    remove: may.create && runs && can.includes('remove'),
  };
}
