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
import { observeService } from '../targets/observeServiceEnvironment';
import type { ObserveDeps } from '../targets/observeServiceEnvironment';
import { changeWithAudit } from './createHoldCommands';
import type { HoldDeps } from './createHoldCommands';
import type { Caller } from './caller';
import { toSummary } from '../planning/versionSummary';

/**
 * Applies a person's decision about drift, after observing the service environment again. Throws ConflictError if the
 * drift is not the one that the person has seen, if there is none, or if a deployment is running. Throws
 * ServiceUnavailableError if the target does not answer.
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
  await refuseInProgress(deps.database.knex, before);
  const observed = await observeService(deps, serviceEnvironment);
  if (observed.result === 'unobserved') {
    throw new ServiceUnavailableError(
      `${environment} could not be observed, so nothing was decided: ${observed.message}`,
    );
  }
  const { observation } = observed;
  const refusal = await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockServiceEnvironment(trx, serviceEnvironment, now);
    await refuseInProgress(trx, row);
    if (row.fence !== before.fence) {
      return `A deployment has just run in ${environment}. Look again, then decide.`;
    }
    // Stored even if the decision is refused below.
    await updateServiceEnvironment(
      trx,
      serviceEnvironment,
      { observed: observation },
      now,
    );
    const drift = findDrift(row, observation);
    if (!drift) {
      return `${environment} has no drift, so there is nothing to decide.`;
    }
    if (drift.id !== decision.seen) {
      return `${environment} has changed since you looked: ${drift.message} Look again, then decide.`;
    }
    const change =
      decision.choice === 'adopt'
        ? await adopt(trx, row, observation, caller)
        : overwrite(observation, decision.reason, caller, now);
    await changeWithAudit(deps, trx, serviceEnvironment, change, now, {
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

/** Makes what is running the expected version. It counts as not verified. */
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

async function refuseInProgress(
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
        `${capitalized(deploymentTitle(owner))} is in progress. ${rule}`,
        owner,
      )
    : new ConflictError(`A deployment is in progress. ${rule}`);
}
