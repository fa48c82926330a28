import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  CreateDeploymentRequest,
  DeploymentKind,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { readServiceEnvironment } from '../persistence/repositories/serviceEnvironments';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import {
  findByArtifact,
  findVersion,
} from '../persistence/repositories/versions';
import { chooseRollbackVersion } from './chooseRollbackVersion';
import type { RequestedVersion } from './versionSummary';
import { toSummary, withFlags } from './versionSummary';
import type { Observed } from '../targets/observeServiceEnvironment';

/**
 * Finds the version that a request is about. A rollback also needs `observed`, which says what is running. Throws
 * InputError, NotFoundError or ConflictError with what to do.
 */
export async function findRequestedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  observed?: Observed,
): Promise<RequestedVersion> {
  const serviceEnvironment = {
    service: request.service,
    environment: request.environment,
  };
  switch (request.kind) {
    case undefined:
    case 'deploy':
      return { version: await readNamedVersion(knex, request, true) };
    case 'rollback':
      return chooseRollbackVersion(knex, serviceEnvironment, {
        reverts: request.reverts,
        chosen: await readNamedVersion(knex, request, false).catch(
          (error: unknown) => toUnregisteredVersion(error, request),
        ),
        observed,
      });
    case 'restart':
    case 'remove':
      return {
        version: await findRunningVersion(
          knex,
          await readServiceEnvironment(knex, serviceEnvironment),
          request.kind,
        ),
      };
    default: {
      const unknown: never = request.kind;
      throw new InputError(`Unknown kind ${unknown}`);
    }
  }
}

/** A version that ran before the first deployment from here has no registration: only its artifact is known. */
function toUnregisteredVersion(
  error: unknown,
  { versionId, artifact }: CreateDeploymentRequest,
): RequestedVersion['version'] {
  const known = versionId ?? artifact;
  if (!(error instanceof NotFoundError) || known === undefined) {
    throw error;
  }
  return { id: known, name: known, artifact: known, flags: [] };
}

async function readNamedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: true,
): Promise<RequestedVersion['version']>;
async function readNamedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: false,
): Promise<RequestedVersion['version'] | undefined>;
async function readNamedVersion(
  knex: Knex,
  { service, versionId, artifact }: CreateDeploymentRequest,
  required: boolean,
): Promise<RequestedVersion['version'] | undefined> {
  if (versionId !== undefined) {
    const version = await findVersion(knex, service, versionId);
    if (!version) {
      throw new NotFoundError(`${service} has no version '${versionId}'`);
    }
    return toSummary(version);
  }
  if (artifact !== undefined) {
    const version = await findByArtifact(knex, service, artifact);
    if (!version) {
      throw new NotFoundError(
        `${service} has no version with the artifact '${artifact}'; register it first`,
      );
    }
    return toSummary(version);
  }
  if (required) {
    throw new InputError(
      "Name the version to deploy by its 'versionId' or 'artifact'",
    );
  }
  return undefined;
}

/** Whether a deployment applies to the version that is running when it starts, and so names no version. */
export function isAboutWhatRuns(
  kind: DeploymentKind,
): kind is 'restart' | 'remove' {
  return kind === 'restart' || kind === 'remove';
}

/** Finds the version that a restart or a removal applies to now. Throws ConflictError if nothing was deployed. */
export async function findRunningVersion(
  knex: Knex,
  serviceEnvironment: StoredServiceEnvironment,
  kind: 'restart' | 'remove',
): Promise<RequestedVersion['version']> {
  const { current } = serviceEnvironment;
  if (!current) {
    throw new ConflictError(
      `Nothing that could be ${
        kind === 'restart' ? 'restarted' : 'removed'
      } was deployed to ${serviceEnvironment.environment}`,
    );
  }
  return withFlags(knex, serviceEnvironment.service, current.version);
}
