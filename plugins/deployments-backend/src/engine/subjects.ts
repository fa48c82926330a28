import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  CreateDeploymentRequest,
  DeploymentKind,
  Version,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { DeploymentState } from '../pipeline/state';
import { summarizeVersion } from '../present/version';
import { readDeployment } from '../store/deployments';
import {
  findLastKnownGood,
  findLatestOf,
  findNewerTouched,
} from '../store/deploymentsAtPlace';
import { readPlace } from '../store/places';
import type { StoredPlace } from '../store/places';
import { findByArtifact, findVersion } from '../store/versions';
import type { PlaceRef } from './service';

/** What a request brings in, and what it takes back. */
export interface Subject {
  version: VersionSummary & { flags: string[] };
  reverts?: string;
}

/** The version that a request is about. Throws InputError, NotFoundError or ConflictError with what to do. */
export async function subjectOfRequest(
  knex: Knex,
  request: CreateDeploymentRequest,
): Promise<Subject> {
  const place = { service: request.service, environment: request.environment };
  switch (request.kind) {
    case undefined:
    case 'deploy':
      return { version: await requestedVersion(knex, request, true) };
    case 'rollback':
      return rollbackSubject(knex, place, request);
    case 'restart':
    case 'remove':
      return {
        version: await versionThatRuns(
          knex,
          await readPlace(knex, place),
          request.kind,
        ),
      };
    default: {
      const unknown: never = request.kind;
      throw new InputError(`Unknown kind ${unknown}`);
    }
  }
}

async function requestedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: true,
): Promise<Subject['version']>;
async function requestedVersion(
  knex: Knex,
  request: CreateDeploymentRequest,
  required: false,
): Promise<Subject['version'] | undefined>;
async function requestedVersion(
  knex: Knex,
  { service, versionId, artifact }: CreateDeploymentRequest,
  required: boolean,
): Promise<Subject['version'] | undefined> {
  if (versionId !== undefined) {
    const version = await findVersion(knex, service, versionId);
    if (!version) {
      throw new NotFoundError(`${service} has no version '${versionId}'`);
    }
    return summaryOf(version);
  }
  if (artifact !== undefined) {
    const version = await findByArtifact(knex, service, artifact);
    if (!version) {
      throw new NotFoundError(
        `${service} has no version with the artifact '${artifact}'; register it first`,
      );
    }
    return summaryOf(version);
  }
  if (required) {
    throw new InputError(
      "Say which version to deploy, by 'versionId' or 'artifact'",
    );
  }
  return undefined;
}

export function summaryOf(version: Version): Subject['version'] {
  return {
    ...summarizeVersion(version),
    flags: version.flags,
  };
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
  place: StoredPlace,
  kind: 'restart' | 'remove',
): Promise<Subject['version']> {
  const { current } = place;
  if (!current) {
    throw new ConflictError(
      `Nothing that could be ${
        kind === 'restart' ? 'restarted' : 'removed'
      } was deployed to ${place.environment}`,
    );
  }
  return withFlags(knex, place.service, current.version);
}

async function rollbackSubject(
  knex: Knex,
  place: PlaceRef,
  request: CreateDeploymentRequest,
): Promise<Subject> {
  const reverted = await revertedDeployment(knex, place, request);
  const chosen =
    (await requestedVersion(knex, request, false)) ??
    (await before(knex, place, reverted));
  if (!chosen) {
    throw new InputError(
      `Nothing ran in ${place.environment} before ${reverted.version.name}, and no other version is known to be good there; say which version to go back to`,
    );
  }
  return { version: chosen, reverts: reverted.id };
}

async function revertedDeployment(
  knex: Knex,
  place: PlaceRef,
  request: CreateDeploymentRequest,
): Promise<DeploymentState> {
  const { current } = await readPlace(knex, place);
  const id = request.reverts ?? current?.deploymentId;
  if (id === undefined) {
    throw new InputError(
      `Nothing was deployed to ${place.environment} that could be rolled back`,
    );
  }
  const state = (await readDeployment(knex, id))?.state;
  if (
    !state ||
    state.service !== place.service ||
    state.environment !== place.environment
  ) {
    throw new NotFoundError(
      `There is no deployment '${id}' of ${place.service} in ${place.environment}`,
    );
  }
  if (state.finishedAt === undefined) {
    throw new ConflictError(
      `Deployment ${id} is still under way; send it the command rollback`,
    );
  }
  if (!state.touched) {
    throw new ConflictError(
      `Deployment ${id} changed nothing, so there is nothing to roll back`,
    );
  }
  const newer = await findNewerTouched(knex, place, state);
  if (newer) {
    throw new ConflictError(
      `${newer.version.name} was deployed to ${place.environment} since; roll back deployment ${newer.id} instead`,
    );
  }
  return state;
}

/** What ran before it; what is known good where that was not good itself, or where nothing ran. */
async function before(
  knex: Knex,
  place: PlaceRef,
  reverted: DeploymentState,
): Promise<Subject['version'] | undefined> {
  const baseline = reverted.snapshot?.baseline;
  const brought =
    baseline &&
    (await findLatestOf(knex, place, baseline.artifact, reverted.requestedAt));
  const wasBad = brought !== undefined && brought.status !== 'succeeded';
  const good =
    !baseline || wasBad
      ? await findLastKnownGood(knex, place, reverted.id)
      : undefined;
  const to = good?.version ?? baseline;
  return to && withFlags(knex, place.service, to);
}

async function withFlags(
  knex: Knex,
  service: string,
  version: VersionSummary,
): Promise<Subject['version']> {
  const known = await findByArtifact(knex, service, version.artifact);
  return known ? summaryOf(known) : { ...version, flags: [] };
}
