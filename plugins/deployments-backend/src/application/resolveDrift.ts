import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { readDeployment } from '../persistence/repositories/deployments';
import {
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type {
  ServiceEnvironmentChange,
  StoredServiceEnvironment,
  ServiceEnvironmentRef,
  DriftDecision,
} from '../domain/model/serviceEnvironment';
import { findByArtifact } from '../persistence/repositories/versions';
import {
  capitalized,
  DeploymentConflictError,
  deploymentTitle,
} from '../domain/deployment/messages/conflict';
import {
  listArtifacts,
  findDrift,
  mainInstance,
  servingInstances,
} from '../domain/serviceEnvironment/findDrift';
import { observeService } from '../targets/observe';
import type { ObserveDeps } from '../targets/observe';
import { auditHoldCommand } from './holds';
import type { HoldDeps } from './holds';
import type { Caller } from '../domain/model/caller';
import { toSummary } from '../planning/versionSummary';

/**
 * Decides about what runs now: it is observed first, and when that is not what the person looked at, nothing is decided.
 * Throws ConflictError then, where nothing drifted and while a deployment is at work; ServiceUnavailableError where the
 * target does not answer.
 */
export async function resolveDrift(
  deps: HoldDeps & ObserveDeps,
  at: ServiceEnvironmentRef,
  decision: DriftDecision,
  caller: Caller,
): Promise<void> {
  const { service, environment } = at;
  if (!deps.model.environments.some(({ name }) => name === environment)) {
    throw new NotFoundError(`There is no environment '${environment}'`);
  }
  const serviceEnvironment = { service, environment };
  const before = await readServiceEnvironment(
    deps.database.knex,
    serviceEnvironment,
  );
  await refuseAtWork(deps.database.knex, before);
  const observed = await observeService(deps, serviceEnvironment);
  if (observed.result === 'unobserved') {
    throw new ServiceUnavailableError(
      `What runs in ${environment} cannot be observed now, so nothing was decided: ${observed.message}`,
    );
  }
  const { observation } = observed;
  const refusal = await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockServiceEnvironment(trx, serviceEnvironment, now);
    await refuseAtWork(trx, row);
    if (row.fence !== before.fence) {
      return `A deployment was at work in ${environment} just now: look again, then decide.`;
    }
    // Whatever is decided, it is news.
    await updateServiceEnvironment(
      trx,
      serviceEnvironment,
      { observed: observation },
      now,
    );
    const drift = findDrift(row, observation);
    if (!drift) {
      return `What runs in ${environment} is what should run there, so there is nothing to decide.`;
    }
    if (drift.id !== decision.seen) {
      return `What runs in ${environment} has changed since you looked: ${drift.message} Look again, then decide.`;
    }
    const change =
      decision.choice === 'adopt'
        ? await adopt(trx, row, observation, caller)
        : overwrite(observation, decision.reason, caller, now);
    await auditHoldCommand(deps, trx, serviceEnvironment, change, now, {
      action: `drift.${decision.choice}`,
      reason: decision.reason,
      caller,
    });
    return undefined;
  });
  if (refusal !== undefined) {
    throw new ConflictError(refusal);
  }
}

/** What runs is what should run, from now on. It was not verified from here. */
async function adopt(
  trx: Knex.Transaction,
  row: StoredServiceEnvironment,
  observation: Observation,
  caller: Caller,
): Promise<ServiceEnvironmentChange> {
  const main = mainInstance(observation);
  if (!main) {
    return { current: null, driftAccepted: null };
  }
  const known = await findByArtifact(trx, row.service, main.artifact);
  const { flags: _, ...version } = known
    ? toSummary(known)
    : {
        id: main.artifact.slice(0, 100),
        name: main.versionName,
        artifact: main.artifact,
        flags: [],
      };
  return {
    current: {
      version,
      since: main.since,
      by: caller.principal.principal,
      deploymentId: `adopted-${randomUUID()}`,
      verification: 'inconclusive',
    },
    driftAccepted: null,
  };
}

function overwrite(
  observation: Observation,
  reason: string,
  caller: Caller,
  now: number,
): ServiceEnvironmentChange {
  return {
    driftAccepted: {
      observed: listArtifacts(servingInstances(observation)),
      by: caller.principal.principal,
      at: now,
      reason,
    },
  };
}

async function refuseAtWork(
  on: Knex,
  { lockOwner, environment }: StoredServiceEnvironment,
): Promise<void> {
  if (lockOwner === undefined) {
    return;
  }
  const owner = (await readDeployment(on, lockOwner))?.state;
  const rule = `Drift in ${environment} can be resolved once it has ended.`;
  throw owner
    ? new DeploymentConflictError(
        `${capitalized(deploymentTitle(owner))} is under way. ${rule}`,
        owner,
      )
    : new ConflictError(`A deployment is under way. ${rule}`);
}
