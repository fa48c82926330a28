import { InputError, NotFoundError } from '@backstage/errors';
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
import { RefusalError } from '../domain/deployment/messages/conflict';
import { say } from '../domain/text/say';
import { chooseRollbackVersion } from './chooseRollbackVersion';
import type { RequestedVersion } from './versionSummary';
import { toSummary, withFlags } from './versionSummary';
import type { Observed } from '../targets/observeServiceEnvironment';

/**
 * Finds the version that a request is about. If there is none, throws an InputError, NotFoundError or ConflictError that
 * says what to do.
 *
 * @param observed - what is running; needed for a rollback
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

/** Builds a version from its artifact alone, because what ran before the first deployment with Slipway isn't registered. */
function toUnregisteredVersion(
  error: unknown,
  { versionId, artifact }: CreateDeploymentRequest,
): RequestedVersion['version'] {
  const named = versionId ?? artifact;
  if (!(error instanceof NotFoundError) || named === undefined) {
    throw error;
  }
  return { id: named, name: named, artifact: named, flags: [] };
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
        `${service} has no version with the artifact '${artifact}'. Register it first.`,
      );
    }
    return toSummary(version);
  }
  if (required) {
    throw new InputError(
      "Name the version to deploy with 'versionId' or 'artifact'",
    );
  }
  return undefined;
}

/** Whether a deployment of this kind acts on the version that is running when it starts, so its request names none. */
export function usesRunningVersion(
  kind: DeploymentKind,
): kind is 'restart' | 'remove' {
  return kind === 'restart' || kind === 'remove';
}

/** Finds the version that a restart or a removal would act on now. Throws ConflictError if nothing was deployed. */
export async function findRunningVersion(
  knex: Knex,
  serviceEnvironment: StoredServiceEnvironment,
  kind: 'restart' | 'remove',
): Promise<RequestedVersion['version']> {
  const { current } = serviceEnvironment;
  if (!current) {
    throw new RefusalError({
      message: `Nothing is deployed to ${serviceEnvironment.environment}, so there is nothing to ${kind}`,
      sentences: [say(`refused_${kind}_none`)],
    });
  }
  return withFlags(knex, serviceEnvironment.service, current.version);
}
