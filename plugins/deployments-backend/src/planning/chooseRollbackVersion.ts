import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Sentence,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
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
  RefusalError,
} from '../domain/deployment/messages/conflict';
import { renderSentences } from '../domain/text/renderSentences';
import { say } from '../domain/text/say';
import type { Observed } from '../targets/observeServiceEnvironment';
import { findRollbackOptions } from '../domain/serviceEnvironment/findRollbackOptions';
import type { RollbackHistory } from '../domain/serviceEnvironment/findRollbackOptions';
import type { RollbackOptions } from '../domain/serviceEnvironment/rollbackVersions';
import { withFlags } from './versionSummary';
import type { RequestedVersion } from './versionSummary';

/** The parameters of a rollback request. */
export interface RollbackRequest {
  /** The id of the finished deployment to revert. Default: the one that deployed the running version. */
  reverts?: string;
  /** The version to go back to. Default: the rollback target. */
  chosen?: RequestedVersion['version'];
  observed?: Observed;
}

/**
 * How many deployments of the running version to search for the version before it. Several deployments in a row may have
 * deployed the same version.
 */
const SAME_VERSION = 5;

/**
 * Finds the version that a rollback restores and the deployment that it reverts. If there is none, throws an error that
 * says what to do.
 */
export async function chooseRollbackVersion(
  knex: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
  { reverts, chosen, observed }: RollbackRequest,
): Promise<RequestedVersion> {
  const row = await readServiceEnvironment(knex, serviceEnvironment);
  await assertNoneInProgress(knex, row, reverts);
  const history = await readHistory(knex, row, observed);
  const options = findRollbackOptions(history);
  const named =
    reverts === undefined
      ? undefined
      : await readReverted(knex, serviceEnvironment, reverts, options);
  const reverted = options.reverts ?? named?.id;
  const version = chosen
    ? requireEligible(
        serviceEnvironment,
        options,
        history,
        chosen,
        named?.id ?? reverted,
      )
    : requireDefault(serviceEnvironment, options, history, named?.id);
  return {
    version: await withFlags(knex, serviceEnvironment.service, version),
    ...(reverted === undefined ? {} : { reverts: reverted }),
  };
}

/** Lists the versions that a service environment can be rolled back to, and the default. */
export async function readRollbackOptions(
  knex: Knex,
  row: StoredServiceEnvironment,
  observed?: Observed,
): Promise<RollbackOptions> {
  return findRollbackOptions(await readHistory(knex, row, observed));
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
  const before = await findVersionBefore(knex, row, served, latest);
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

/**
 * Finds the version that ran before the running one, as the running version's deployments observed it. It may never have
 * been deployed with Slipway.
 */
async function findVersionBefore(
  knex: Knex,
  row: StoredServiceEnvironment,
  served: Served[],
  latest: DeploymentState | undefined,
): Promise<RollbackHistory['before']> {
  const running = row.current?.version.artifact;
  const ofRunning = served
    .filter(
      ({ kind, version }) => kind !== 'restart' && version.artifact === running,
    )
    .slice(0, SAME_VERSION);
  const candidates = latest ? [latest] : [];
  for (const { deploymentId } of ofRunning) {
    if (deploymentId !== latest?.id) {
      const state = (await readDeployment(knex, deploymentId))?.state;
      candidates.push(...(state ? [state] : []));
    }
  }
  const found = candidates.find(({ snapshot }) => {
    const artifact = snapshot?.baseline?.artifact;
    return artifact !== undefined && artifact !== running;
  });
  const version = found?.snapshot?.baseline;
  if (!found || !version) {
    return undefined;
  }
  const deployed = await findLatest(
    knex,
    row,
    version.artifact,
    found.requestedAt,
  );
  return {
    version,
    ...(deployed && deployed.status !== 'succeeded' ? { bad: true } : {}),
  };
}

/**
 * Throws if a deployment in progress has changed the environment, because it has its own rollback command. A deployment that
 * has changed nothing yet is allowed, because the rollback cancels it.
 */
async function assertNoneInProgress(
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
      {
        message: `${title} is already being rolled back. Wait until it has ended.`,
        sentences: [say('refused_rollback_rolling_back')],
      },
      owner,
    );
  }
  if (owner.kind === 'rollback' && owner.id !== reverts) {
    throw new DeploymentConflictError(
      {
        message: `${title} is already in progress. Wait until it has ended.`,
        sentences: [say('refused_rollback_other')],
      },
      owner,
    );
  }
  if (owner.mayHaveChanged || owner.id === reverts) {
    throw refuseActive(owner);
  }
}

function refuseActive(active: DeploymentState): DeploymentConflictError {
  const title = capitalized(deploymentTitle(active));
  return new DeploymentConflictError(
    {
      message: `${title} is still in progress. Roll it back on its page, or send it the command rollback.`,
      sentences: [say('refused_rollback_active')],
    },
    active,
  );
}

/** Reads the finished deployment that the request names. Throws if users don't get its version now. */
async function readReverted(
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
    throw refuseActive(state);
  }
  if (!state.mayHaveChanged) {
    throw new DeploymentConflictError(
      {
        message: `${title} changed nothing, so there is nothing to roll back.`,
        sentences: [say('refused_rollback_unchanged')],
      },
      state,
    );
  }
  if (state.status === 'rolled_back') {
    throw new DeploymentConflictError(
      {
        message: `${title} has already been rolled back.`,
        sentences: [say('refused_rollback_done')],
      },
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
        {
          message: `${title} was followed by ${deploymentTitle(
            since,
          )}. Roll that one back instead.`,
          sentences: [say('refused_rollback_followed')],
        },
        since,
      )
    : new DeploymentConflictError(
        {
          message: `The version of ${deploymentTitle(
            state,
          )} is no longer running there, so there is nothing to roll back.`,
          sentences: [say('refused_rollback_gone')],
        },
        state,
      );
}

/** Returns the version that the requester chose. Throws if the environment can't be rolled back to it. */
function requireEligible(
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
    throw new RefusalError({
      message: `${environment} cannot be rolled back to ${chosen.name}: ${option.refusal}.`,
      sentences: option.refusalSentence && [
        say('rollback_refused', { version: chosen.name }),
        option.refusalSentence,
      ],
    });
  }
  if (option) {
    return option.version;
  }
  const sameVersion = findSameWithOtherSettings(
    served,
    chosen.artifact,
    reverts,
  );
  if (sameVersion) {
    return sameVersion;
  }
  if (leaves.includes(chosen.artifact)) {
    throw new RefusalError({
      message: `${
        chosen.name
      } is already running in ${environment}. ${listChoices(versions)}`,
      sentences: [
        say('refused_rollback_running', { version: chosen.name }),
        sayChoices(versions),
      ],
    });
  }
  throw new RefusalError({
    message: `${
      chosen.name
    } never ran in ${environment}, so you can deploy it there, but not roll back to it. ${listChoices(
      versions,
    )}`,
    sentences: [
      say('refused_rollback_never_ran', { version: chosen.name }),
      sayChoices(versions),
    ],
  });
}

/** Returns the rollback target. Throws if there is none, with the versions to choose from. */
function requireDefault(
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
      `No earlier version in ${environment} is known to be good. Choose the version to roll back to. ${listChoices(
        versions,
      )}`,
    );
  }
  const sameVersion =
    named === undefined
      ? undefined
      : findSameWithOtherSettings(served, current?.version.artifact, named);
  if (sameVersion) {
    return sameVersion;
  }
  if (!current && !latest) {
    throw new InputError(
      `Nothing has been deployed to ${environment}, so there is nothing to roll back`,
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

/** Finds an earlier successful deployment of the same version. A rollback to it restores the settings it had then. */
function findSameWithOtherSettings(
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

function sayChoices(versions: RollbackOptions['versions']): Sentence {
  const names = versions
    .filter(({ refusal }) => refusal === undefined)
    .slice(0, 5)
    .map(({ version }) => version.name);
  return names.length > 0
    ? say('refused_rollback_choices', { versions: names.join(', ') })
    : say('refused_rollback_no_choice');
}

function listChoices(versions: RollbackOptions['versions']): string {
  return renderSentences([sayChoices(versions)]);
}
