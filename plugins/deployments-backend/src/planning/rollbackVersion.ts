import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentState } from '../domain/deployment/state';
import { readDeployment } from '../persistence/repositories/deployments';
import { findLatest } from '../persistence/repositories/deploymentsByServiceEnvironment';
import { readServiceEnvironment } from '../persistence/repositories/serviceEnvironments';
import type {
  StoredServiceEnvironment,
  ServiceEnvironmentRef,
} from '../domain/model/serviceEnvironment';
import {
  findLatestEffective,
  listServed,
} from '../persistence/repositories/servedVersions';
import type { Served } from '../domain/model/servedVersion';
import {
  capitalized,
  DeploymentConflictError,
  deploymentTitle,
} from '../domain/deployment/messages/conflict';
import type { Observed } from '../targets/observe';
import { rollbackOptions } from '../domain/serviceEnvironment/findRollbackOptions';
import type { RollbackHistory } from '../domain/serviceEnvironment/findRollbackOptions';
import type { RollbackOptions } from '../domain/serviceEnvironment/rollbackVersions';
import { withFlags } from './versionSummary';
import type { RequestedVersion } from './versionSummary';

/** What a rollback is asked for with. */
export interface RollbackRequest {
  /** The finished deployment to take back; the one that brought in what runs, if not said. */
  reverts?: string;
  /** The version to go back to, if not the rollback target. */
  chosen?: RequestedVersion['version'];
  observed?: Observed;
}

/** How many deployments of the running version are asked what they found: redeploying it is no way back. */
const SAME_VERSION = 5;

/** Which version a rollback brings back, and what it takes back. */
export async function rollbackSubject(
  knex: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
  { reverts, chosen, observed }: RollbackRequest,
): Promise<RequestedVersion> {
  const row = await readServiceEnvironment(knex, serviceEnvironment);
  await refuseUnderWay(knex, row, reverts);
  const history = await readHistory(knex, row, observed);
  const options = rollbackOptions(history);
  const named =
    reverts === undefined
      ? undefined
      : await revertedDeployment(knex, serviceEnvironment, reverts, options);
  const taken = options.reverts ?? named?.id;
  const version = chosen
    ? eligible(serviceEnvironment, options, history, chosen, named?.id ?? taken)
    : proposed(serviceEnvironment, options, history, named?.id);
  return {
    version: await withFlags(knex, serviceEnvironment.service, version),
    ...(taken === undefined ? {} : { reverts: taken }),
  };
}

/** What can be gone back to in a service environment, and what is proposed. */
export async function readRollbackOptions(
  knex: Knex,
  row: StoredServiceEnvironment,
  observed?: Observed,
): Promise<RollbackOptions> {
  return rollbackOptions(await readHistory(knex, row, observed));
}

async function readHistory(
  knex: Knex,
  row: StoredServiceEnvironment,
  observed: Observed | undefined,
): Promise<RollbackHistory> {
  const [served, latest] = await Promise.all([
    listServed(knex, row),
    findLatestEffective(knex, row),
  ]);
  const before = await versionBefore(knex, row, served, latest);
  const observation =
    observed?.result === 'observed' ? observed.observation : row.observed;
  return {
    serviceEnvironment: row,
    served,
    ...(observation ? { observation } : {}),
    ...(latest ? { latest } : {}),
    ...(before ? { before } : {}),
  };
}

/** What ran before the version that runs, as its deployments found it: perhaps nothing that was deployed from here. */
async function versionBefore(
  knex: Knex,
  row: StoredServiceEnvironment,
  served: Served[],
  latest: DeploymentState | undefined,
): Promise<RollbackHistory['before']> {
  const runs = row.current?.version.artifact;
  const bringers = served
    .filter(
      ({ kind, version }) => kind !== 'restart' && version.artifact === runs,
    )
    .slice(0, SAME_VERSION);
  const candidates = latest ? [latest] : [];
  for (const { deploymentId } of bringers) {
    if (deploymentId !== latest?.id) {
      const state = (await readDeployment(knex, deploymentId))?.state;
      candidates.push(...(state ? [state] : []));
    }
  }
  const found = candidates.find(({ snapshot }) => {
    const artifact = snapshot?.baseline?.artifact;
    return artifact !== undefined && artifact !== runs;
  });
  const version = found?.snapshot?.baseline;
  if (!found || !version) {
    return undefined;
  }
  const brought = await findLatest(
    knex,
    row,
    version.artifact,
    found.requestedAt,
  );
  return {
    version,
    ...(brought && brought.status !== 'succeeded' ? { bad: true } : {}),
  };
}

/**
 * What has changed the environment already is rolled back by its own command. One that has changed nothing yet is no
 * obstacle: it ends when the rollback's turn comes.
 */
async function refuseUnderWay(
  knex: Knex,
  { lockOwner }: StoredServiceEnvironment,
  reverts: string | undefined,
): Promise<void> {
  const owner =
    lockOwner === undefined
      ? undefined
      : (await readDeployment(knex, lockOwner))?.state;
  if (!owner || isTerminal(owner.status)) {
    return;
  }
  const title = capitalized(deploymentTitle(owner));
  if (owner.status === 'rolling_back') {
    throw new DeploymentConflictError(
      `${title} is being rolled back already; wait for its end.`,
      owner,
    );
  }
  if (owner.kind === 'rollback' && owner.id !== reverts) {
    throw new DeploymentConflictError(
      `${title} is under way already; wait for its end.`,
      owner,
    );
  }
  if (owner.touched || owner.id === reverts) {
    throw new DeploymentConflictError(
      `${title} is still in progress. Roll it back on its page, or send it the command rollback.`,
      owner,
    );
  }
}

/** The finished deployment that the request names. Throws where it is not what users have now. */
async function revertedDeployment(
  knex: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
  id: string,
  { leaves, reverts }: RollbackOptions,
): Promise<DeploymentState> {
  const state = (await readDeployment(knex, id))?.state;
  if (
    !state ||
    state.service !== serviceEnvironment.service ||
    state.environment !== serviceEnvironment.environment
  ) {
    throw new NotFoundError(
      `There is no deployment '${id}' of ${serviceEnvironment.service} in ${serviceEnvironment.environment}`,
    );
  }
  const title = capitalized(deploymentTitle(state));
  if (!isTerminal(state.status)) {
    throw new DeploymentConflictError(
      `${title} is still in progress. Roll it back on its page, or send it the command rollback.`,
      state,
    );
  }
  if (!state.touched) {
    throw new DeploymentConflictError(
      `${title} changed nothing, so there is nothing to roll back.`,
      state,
    );
  }
  if (state.status === 'rolled_back') {
    throw new DeploymentConflictError(
      `${title} has already been rolled back.`,
      state,
    );
  }
  if (id === reverts || leaves.includes(state.version.artifact)) {
    return state;
  }
  const since =
    reverts === undefined
      ? undefined
      : (await readDeployment(knex, reverts))?.state;
  throw since
    ? new DeploymentConflictError(
        `${title} was followed by ${deploymentTitle(
          since,
        )}; roll that one back instead.`,
        since,
      )
    : new DeploymentConflictError(
        `The version of ${deploymentTitle(
          state,
        )} no longer runs there, so there is nothing to roll back.`,
        state,
      );
}

/** The version that somebody chose. Throws where it is not one that was here before. */
function eligible(
  { environment }: ServiceEnvironmentRef,
  { versions, leaves }: RollbackOptions,
  { served }: RollbackHistory,
  chosen: VersionSummary,
  reverts: string | undefined,
): VersionSummary {
  const option = versions.find(
    ({ version }) =>
      version.artifact === chosen.artifact || version.id === chosen.id,
  );
  if (option?.refusal !== undefined) {
    throw new ConflictError(
      `${environment} cannot be rolled back to ${chosen.name}: ${option.refusal}.`,
    );
  }
  if (option) {
    return option.version;
  }
  const again = sameWithOtherSettings(served, chosen.artifact, reverts);
  if (again) {
    return again;
  }
  if (leaves.includes(chosen.artifact)) {
    throw new ConflictError(
      `${chosen.name} is what runs in ${environment} now. ${choose(versions)}`,
    );
  }
  throw new ConflictError(
    `${
      chosen.name
    } never ran in ${environment}, so it can be deployed there, but not rolled back to. ${choose(
      versions,
    )}`,
  );
}

function proposed(
  { environment }: ServiceEnvironmentRef,
  options: RollbackOptions,
  { serviceEnvironment: { current }, latest, served }: RollbackHistory,
  named: string | undefined,
): VersionSummary {
  const { target, versions } = options;
  const option = versions.find(({ version }) => version.artifact === target);
  if (option) {
    return option.version;
  }
  if (versions.some(({ refusal }) => refusal === undefined)) {
    throw new InputError(
      `No earlier version in ${environment} is known to be good; choose the one to roll back to. ${choose(
        versions,
      )}`,
    );
  }
  const again =
    named === undefined
      ? undefined
      : sameWithOtherSettings(served, current?.version.artifact, named);
  if (again) {
    return again;
  }
  if (!current && !latest) {
    throw new InputError(
      `Nothing was deployed to ${environment} that could be rolled back`,
    );
  }
  const refused = versions
    .map(({ version, refusal }) => `${version.name}: ${refusal}`)
    .join('; ');
  throw new InputError(
    `There is no version before ${
      current?.version.name ?? 'this one'
    } that ${environment} could be rolled back to${
      refused ? ` (${refused})` : ''
    }`,
  );
}

/** It runs, but it succeeded here before with other settings, and they are what one goes back to. */
function sameWithOtherSettings(
  served: Served[],
  artifact: string | undefined,
  reverts: string | undefined,
): VersionSummary | undefined {
  return served.find(
    ({ version, deploymentId, kind }) =>
      kind !== 'restart' &&
      version.artifact === artifact &&
      deploymentId !== reverts,
  )?.version;
}

function choose(versions: RollbackOptions['versions']): string {
  const names = versions
    .filter(({ refusal }) => refusal === undefined)
    .slice(0, 5)
    .map(({ version }) => version.name);
  return names.length > 0
    ? `Versions that ran there before: ${names.join(', ')}.`
    : 'No other version ran there before.';
}
