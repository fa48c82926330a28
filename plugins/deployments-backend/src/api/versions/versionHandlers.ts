import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  type RegisterVersionRequest,
  type Version,
  type VersionProposal,
  deploymentReadPermission,
  versionQuarantinePermission,
  versionRegisterPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import { requirePerson } from '../../access/resolveCaller';
import { findVersionProblems } from '../../application/findVersionProblems';
import type { ServiceEnvironmentPermission } from '../../access/grants';
import { requireBuildTime, requireTime } from '../../http/requireTime';
import type { Service } from '../../access/catalogServices';
import { describeVersions, proposeDescribed } from './describeVersionChoice';
import { findDifferingFields } from './findDifferingFields';
import type { ApiContext } from '../../access/apiContext';
import {
  findReadableService,
  findServiceFor,
  requestReadGrant,
} from '../../access/authorize';

/**
 * Lists versions, newest first, with the environments in which each is running. Failures of version sources become
 * warnings. With an `environment`, also says what each version went through, whether it can be deployed there, and which one
 * to deploy next. Throws InputError if the caller can't see the environment.
 */
export async function listVersions(
  api: ApiContext,
  caller: Caller,
  ref: string,
  options: {
    q?: string;
    environment?: string;
    limit: number;
    cursor?: string;
  },
): Promise<{
  items: Version[];
  nextCursor?: string;
  proposal?: VersionProposal;
  warnings?: string[];
}> {
  const grant = await requestReadGrant(api, caller);
  const { service, environments } = await findReadableService(
    api,
    caller,
    grant,
    ref,
  );
  const { environment: name, ...search } = options;
  const environment = environments.find(each => each.name === name);
  if (name !== undefined && !environment) {
    throw new InputError(
      `environment: There is no environment ${JSON.stringify(name)} for ${
        service.ref
      }, or you don't have access to it`,
    );
  }
  const [page, serviceEnvironments] = await Promise.all([
    api.versions.list(service.ref, search),
    api.reads.serviceEnvironments([service.ref]),
  ]);
  const readable = new Set(environments.map(each => each.name));
  const rows = serviceEnvironments.filter(row => readable.has(row.environment));
  const items = page.items.map(version => ({
    ...version,
    environments: rows
      .filter(row => row.current?.version.id === version.id)
      .map(row => row.environment),
    lastKnownGoodIn: rows
      .filter(row => row.lastKnownGood?.version.id === version.id)
      .map(row => row.environment),
  }));
  const listed = {
    nextCursor: page.nextCursor,
    warnings: page.warnings.length > 0 ? page.warnings : undefined,
  };
  if (!environment) {
    return { items, ...listed };
  }
  const choice = {
    service,
    environment,
    grant,
    readable: environments,
    rows,
  };
  const described = await describeVersions(api, choice, items);
  const isNewest = search.q === undefined && search.cursor === undefined;
  return {
    items: described,
    ...listed,
    proposal: isNewest
      ? await proposeDescribed(api, choice, described)
      : undefined,
  };
}

/**
 * Registers a version, or returns the registered one. Throws ConflictError if the artifact is registered with other
 * facts, because a version never changes.
 */
export async function registerVersion(
  api: ApiContext,
  caller: Caller,
  ref: string,
  request: RegisterVersionRequest,
): Promise<{ version: Version; created: boolean }> {
  requireBuildTime(request.createdAt, 'createdAt', Date.now());
  request.commits?.forEach(({ authoredAt }, i) =>
    requireTime(authoredAt, `commits/${i}/authoredAt`),
  );
  const service = await findServiceOfVersion(
    api,
    caller,
    ref,
    versionRegisterPermission,
  );
  const problems = findVersionProblems(request);
  if (problems.length > 0) {
    throw new InputError(
      `This version cannot be registered: ${problems.join('; ')}`,
    );
  }
  const registered = await api.versions.register(service.ref, request, caller);
  const differing = registered.created
    ? []
    : findDifferingFields(registered.version, request);
  if (differing.length > 0) {
    throw new ConflictError(
      `${request.artifact} is already registered as version ${
        registered.version.name
      }, with different ${differing.join(
        ' and ',
      )}. A version never changes: build a new artifact, or send the same values as before.`,
    );
  }
  return registered;
}

export async function quarantineVersion(
  api: ApiContext,
  caller: Caller,
  ref: string,
  versionId: string,
  reason: string,
): Promise<Version> {
  const service = await findServiceOfVersion(
    api,
    caller,
    ref,
    versionQuarantinePermission,
  );
  await requireVersion(api, service, versionId);
  return api.versions.quarantine(service.ref, versionId, reason, caller);
}

/** Lifts a quarantine. Scanners may place one, but only people may lift it. */
export async function releaseVersion(
  api: ApiContext,
  caller: Caller,
  ref: string,
  versionId: string,
  reason: string | undefined,
): Promise<Version> {
  requirePerson(caller, 'Lifting a quarantine');
  const service = await findServiceOfVersion(
    api,
    caller,
    ref,
    versionQuarantinePermission,
  );
  await requireVersion(api, service, versionId);
  return api.versions.release(service.ref, versionId, caller, reason);
}

/** A version belongs to no environment, so its permissions are checked for the service alone. */
async function findServiceOfVersion(
  api: ApiContext,
  caller: Caller,
  ref: string,
  permission: ServiceEnvironmentPermission,
): Promise<Service> {
  const grants = await api.access.grants(caller.credentials, [
    permission,
    deploymentReadPermission,
  ]);
  return findServiceFor(api, caller, grants, permission, { ref, field: 'ref' });
}

async function requireVersion(
  api: ApiContext,
  service: Service,
  versionId: string,
): Promise<void> {
  if (!(await api.versions.get(service.ref, versionId))) {
    throw new NotFoundError(
      `${service.ref} has no version ${JSON.stringify(versionId)}`,
    );
  }
}
