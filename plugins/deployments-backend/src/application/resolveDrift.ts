import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { readDeployment } from '../persistence/repositories/deployments';
import {
  lockServiceEnvironment,
  readServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import {
  ADOPTED_PREFIX,
  type ServiceEnvironmentChange,
  type StoredServiceEnvironment,
  type ServiceEnvironmentRef,
  type DriftDecision,
} from '../domain/model/serviceEnvironment';
import {
  capitalized,
  DeploymentConflictError,
  deploymentTitle,
  RefusalError,
} from '../domain/deployment/messages/conflict';
import { toMessage } from '../domain/text/renderSentences';
import { say } from '../domain/text/say';
import { findDrift } from '../domain/serviceEnvironment/findDrift';
import {
  listArtifacts,
  mainInstance,
  mainVersion,
  servingInstances,
} from '../domain/serviceEnvironment/observedVersions';
import { observeService } from '../targets/observeServiceEnvironment';
import type { ObserveDeps } from '../targets/observeServiceEnvironment';
import { changeWithAudit } from './createHoldCommands';
import type { HoldDeps } from './createHoldCommands';
import type { Caller } from './caller';
import { findBySpelling, registerRunning } from './registerRunning';
import type { VersionService } from './versionService';
import { toSummary } from '../planning/versionSummary';

export type ResolveDriftDeps = HoldDeps &
  ObserveDeps & { versions: Pick<VersionService, 'list'> };

/**
 * Applies a person's decision about drift, after observing the service environment again. Throws ConflictError if there
 * is no drift, if it is not the drift that the person saw, or if a deployment is in progress. Throws
 * ServiceUnavailableError if the target does not answer.
 */
export async function resolveDrift(
  deps: ResolveDriftDeps,
  at: ServiceEnvironmentRef,
  decision: DriftDecision,
  caller: Caller,
): Promise<void> {
  const { service, environment } = at;
  if (!deps.model.environments.some(({ name }) => name === environment)) {
    throw new NotFoundError(`Environment '${environment}' isn't configured`);
  }
  const serviceEnvironment = { service, environment };
  const before = await readServiceEnvironment(
    deps.database.knex,
    serviceEnvironment,
  );
  await assertNoneInProgress(deps.database.knex, before);
  const observed = await observeService(deps, serviceEnvironment);
  if (observed.result === 'unobserved') {
    throw new ServiceUnavailableError(
      `Couldn't read what is running in ${environment}, so your decision wasn't applied: ${observed.message}`,
    );
  }
  const { observation } = observed;
  if (decision.choice === 'adopt') {
    await registerFromSources(deps, service, observation);
  }
  const refusal = await deps.database.transaction(async trx => {
    const now = await deps.database.now(trx);
    const row = await lockServiceEnvironment(trx, serviceEnvironment, now);
    await assertNoneInProgress(trx, row);
    if (row.fence !== before.fence) {
      return toMessage([say('refused_drift_ended')]);
    }
    // Stored even if the decision is rejected below.
    await updateServiceEnvironment(
      trx,
      serviceEnvironment,
      { observed: observation },
      now,
    );
    const drift = findDrift(row, observation);
    if (!drift) {
      return toMessage([say('refused_drift_none')]);
    }
    if (drift.id !== decision.seen) {
      return {
        message: `${environment} has changed since you loaded the page: ${drift.message} Reload the page and decide again.`,
        sentences: [say('refused_drift_changed')],
      };
    }
    const change =
      decision.choice === 'adopt'
        ? await adopt(trx, row, observation, caller, now)
        : overwrite(observation, decision.reason, caller, now);
    await changeWithAudit(deps, trx, serviceEnvironment, change, now, {
      action: `drift.${decision.choice}`,
      reason: decision.reason,
      caller,
    });
    return undefined;
  });
  if (refusal !== undefined) {
    throw new RefusalError(refusal);
  }
}

/** Makes the running version the expected one, and registers it if nobody has. No check has verified it. */
async function adopt(
  trx: Knex.Transaction,
  { service, environment }: StoredServiceEnvironment,
  observation: Observation,
  caller: Caller,
  now: number,
): Promise<ServiceEnvironmentChange> {
  const main = mainVersion(observation);
  const since = mainInstance(observation)?.since;
  if (!main || since === undefined) {
    return { current: null, driftAccepted: null };
  }
  const registered =
    (await findBySpelling(trx, service, main)) ??
    (await registerRunning(trx, {
      service,
      environment,
      version: main,
      since,
      caller,
      now,
    }));
  const { flags: _, ...version } = toSummary(registered);
  return {
    current: {
      version,
      since,
      by: caller.principal.principal,
      deploymentId: `${ADOPTED_PREFIX}${randomUUID()}`,
      verification: 'inconclusive',
    },
    driftAccepted: null,
  };
}

/**
 * Reads the version sources if nobody has registered the running version: a registry knows when it was built and from which
 * commit. They are not needed for the decision, so their errors don't matter.
 */
async function registerFromSources(
  { database, versions }: ResolveDriftDeps,
  service: string,
  observation: Observation,
): Promise<void> {
  const main = mainVersion(observation);
  if (main && !(await findBySpelling(database.knex, service, main))) {
    await versions.list(service, { limit: 1 });
  }
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

async function assertNoneInProgress(
  on: Knex,
  { lockOwner, environment }: StoredServiceEnvironment,
): Promise<void> {
  if (lockOwner === undefined) {
    return;
  }
  const owner = (await readDeployment(on, lockOwner))?.state;
  const advice = `Resolve the drift in ${environment} after that deployment has ended.`;
  const sentences = [say('refused_drift_active')];
  throw owner
    ? new DeploymentConflictError(
        {
          message: `${capitalized(
            deploymentTitle(owner),
          )} is in progress. ${advice}`,
          sentences,
        },
        owner,
      )
    : new RefusalError({
        message: `A deployment is in progress. ${advice}`,
        sentences,
      });
}
