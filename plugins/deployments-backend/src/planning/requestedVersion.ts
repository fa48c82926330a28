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
import { rollbackSubject } from './rollbackVersion';
import type { RequestedVersion } from './versionSummary';
import { toSummary, withFlags } from './versionSummary';
import type { Observed } from '../targets/observe';

/**
 * The version that a request is about. `observed`: what runs, where a rollback is asked for. Throws InputError, NotFoundError or
 * ConflictError with what to do.
 */
export async function subjectOfRequest(
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
      return { version: await requestedVersion(knex, request, true) };
    case 'rollback':
      return rollbackSubject(knex, serviceEnvironment, {
        reverts: request.reverts,
        chosen: await requestedVersion(knex, request, false).catch(
          (error: unknown) => notRegistered(error, request),
        ),
        observed,
      });
    case 'restart':
    case 'remove':
      return {
        version: await versionThatRuns(
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

/** A version that ran before anything was deployed from here is known by its artifact alone. */
function notRegistered(
  error: unknown,
  { versionId, artifact }: CreateDeploymentRequest,
): RequestedVersion['version'] {
  const known = versionId ?? artifact;
  if (!(error instanceof NotFoundError) || known === undefined) {
    throw error;
  }
  return { id: known, name: known, artifact: known, flags: [] };
}

async function requestedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: true,
): Promise<RequestedVersion['version']>;
async function requestedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: false,
): Promise<RequestedVersion['version'] | undefined>;
async function requestedVersion(
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
      "Say which version to deploy, by 'versionId' or 'artifact'",
    );
  }
  return undefined;
}

/** Such a deployment names no version: it does what it does to the one that runs when its turn has come. */
export function isAboutWhatRuns(
  kind: DeploymentKind,
): kind is 'restart' | 'remove' {
  return kind === 'restart' || kind === 'remove';
}

/** What a restart or a removal is about as the place stands. Throws ConflictError where nothing was deployed. */
export async function versionThatRuns(
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
