import { InputError, NotFoundError } from '@backstage/errors';
import {
  type EnvironmentTier,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { Caller } from '../application/caller';
import type { DeploymentState } from '../domain/deployment/state';
import {
  type Grant,
  type Grants,
  type ServiceEnvironmentPermission,
  isGranted,
  createNotAllowedError,
} from './grants';
import type { ServiceEnvironmentResource } from './serviceEnvironmentResource';
import {
  type Service,
  canonicalServiceRef,
  toResource,
} from './catalogServices';
import type { ApiContext } from './apiContext';
import { type SourceReader, hideSourceInState } from './hidePromotionSource';

/** A service as a request names it. */
export interface RequestedService {
  ref: string;
  /** The request field that contains the ref, for error messages. */
  field: string;
}

/**
 * Finds the requested service if the caller has `permission` for it. `grants` must also include
 * `deployments.deployment.read`. Throws NotFoundError both if the service does not exist and if the caller may not see it, so
 * that callers can't distinguish the two. Throws NotAllowedError if the caller may read the service but lacks the permission
 * for it, or has the permission nowhere.
 */
export async function findServiceFor(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  { ref, field }: RequestedService,
): Promise<Service> {
  requireAnywhere(grants, permission);
  const canonical = canonicalServiceRef(ref, field);
  const service = await api.services.find(canonical, caller.credentials);
  if (!service) throw unknownService(canonical);
  if (grants.has(permission, toResource(service))) return service;
  throw isReadable(api, grants.of(deploymentReadPermission), service)
    ? createNotAllowedError(permission.name, ` for ${service.ref}`)
    : unknownService(canonical);
}

/** Like {@link findServiceFor}, for a service environment. Environments are hidden in the same way as services. */
export async function findServiceEnvironmentFor(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  requested: RequestedService & {
    environment: string;
    /**
     * Which part of the request names the environment. An unknown environment is a NotFoundError in a path and an
     * InputError in a body.
     */
    environmentIn: 'path' | 'body';
  },
): Promise<{
  service: Service;
  environment: EnvironmentModel;
  serviceEnvironment: ServiceEnvironmentResource;
}> {
  requireAnywhere(grants, permission);
  const canonical = canonicalServiceRef(requested.ref, requested.field);
  const service = await api.services.find(canonical, caller.credentials);
  if (!service) throw unknownService(canonical);
  const environment = findConfiguredEnvironment(api, requested.environment);
  if (environment) {
    const serviceEnvironment = toResource(service, environment);
    if (grants.has(permission, serviceEnvironment))
      return { service, environment, serviceEnvironment };
    if (grants.has(deploymentReadPermission, serviceEnvironment)) {
      throw createNotAllowedError(
        permission.name,
        ` for ${service.ref} in ${environment.name}`,
      );
    }
  }
  const grant = grants.of(deploymentReadPermission);
  const names = api.model.environments
    .filter(
      each =>
        isGranted(grant, toResource(service, each)) ||
        grants.has(permission, toResource(service, each)),
    )
    .map(each => each.name);
  if (names.length === 0 && !isGranted(grant, toResource(service))) {
    throw unknownService(canonical);
  }
  const message = `There is no environment ${JSON.stringify(
    requested.environment,
  )} for ${service.ref}, or you don't have access to it${
    names.length > 0 ? `. Available: ${names.join(', ')}` : ''
  }`;
  throw requested.environmentIn === 'path'
    ? new NotFoundError(message)
    : new InputError(`environment: ${message}`);
}

/** Creates the error for a service that does not exist. It is also used for one that the caller may not see. */
export function unknownService(ref: string): NotFoundError {
  return new NotFoundError(
    `There is no ${ref} in the catalog, or you don't have access to it. Check the entity ref.`,
  );
}

/** Throws NotAllowedError if the caller has the permission nowhere. Call it before reading anything. */
function requireAnywhere(
  grants: Grants,
  permission: ServiceEnvironmentPermission,
): void {
  if (grants.of(permission).where === 'nowhere') {
    throw createNotAllowedError(permission.name);
  }
}

function findConfiguredEnvironment(api: ApiContext, name: string) {
  return api.model.environments.find(environment => environment.name === name);
}

/** Throws NotAllowedError if the caller lacks the permission. Use it only for what the caller may see. */
export function requireGrant(
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  serviceEnvironment: ServiceEnvironmentResource,
): void {
  if (!grants.has(permission, serviceEnvironment)) {
    const { service, environment } = serviceEnvironment;
    throw createNotAllowedError(
      permission.name,
      environment
        ? ` for ${service} in ${environment.name}`
        : ` for ${service}`,
    );
  }
}

/** Requests the caller's read grant. Throws NotAllowedError if they may read nothing at all. */
export async function requestReadGrant(
  api: ApiContext,
  caller: Caller,
): Promise<Grant> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  return requireReadGrant(grants);
}

export function requireReadGrant(grants: Grants): Grant {
  const grant = grants.of(deploymentReadPermission);
  if (grant.where === 'nowhere')
    throw createNotAllowedError(deploymentReadPermission.name);
  return grant;
}

/** Lists the environments of a service that the reader may see. */
export function readableEnvironments(
  api: ApiContext,
  grant: Grant,
  service: Service,
): EnvironmentModel[] {
  return api.model.environments.filter(environment =>
    isGranted(grant, toResource(service, environment)),
  );
}

/** Whether the reader may see the service or at least one of its environments. */
export function isReadable(
  api: ApiContext,
  grant: Grant,
  service: Service,
): boolean {
  return (
    isGranted(grant, toResource(service)) ||
    readableEnvironments(api, grant, service).length > 0
  );
}

/**
 * Finds a service that the reader may see, with its readable environments. Hides services as {@link findServiceFor}
 * does.
 */
export async function findReadableService(
  api: ApiContext,
  caller: Caller,
  grant: Grant,
  ref: string,
): Promise<{ service: Service; environments: EnvironmentModel[] }> {
  const canonical = canonicalServiceRef(ref, 'ref');
  const service = await api.services.find(canonical, caller.credentials);
  if (!service || !isReadable(api, grant, service)) {
    throw unknownService(canonical);
  }
  return { service, environments: readableEnvironments(api, grant, service) };
}

/** A deployment with the resource that its permissions are checked against. */
export interface FoundDeployment {
  /** As the reader may see it: without what runs in an environment that they can't see. */
  state: DeploymentState;
  service: Service;
  serviceEnvironment: ServiceEnvironmentResource;
}

/**
 * Finds a deployment that the caller may read. Throws the same NotFoundError whether the deployment does not exist or
 * the caller may not see it.
 */
export async function findDeployment(
  api: ApiContext,
  caller: Caller,
  id: string,
  grants: Grants,
): Promise<FoundDeployment & { reader: SourceReader }> {
  const grant = requireReadGrant(grants);
  const state = await api.reads.get(id);
  const service =
    state && (await api.services.find(state.service, caller.credentials));
  const serviceEnvironment =
    service && resourceOfDeployment(api, service, state);
  if (!state || !serviceEnvironment || !isGranted(grant, serviceEnvironment)) {
    throw new NotFoundError(
      `There is no deployment ${JSON.stringify(
        id,
      )}, or you don't have access to it`,
    );
  }
  const reader = { model: api.model, grant, service };
  return {
    state: hideSourceInState(state, reader),
    service,
    serviceEnvironment,
    reader,
  };
}

/**
 * Returns the permission resource of a deployment. If its environment is no longer configured, uses the tier in its
 * snapshot.
 */
export function resourceOfDeployment(
  api: ApiContext,
  service: Service,
  state: DeploymentState,
): ServiceEnvironmentResource {
  return toResource(
    service,
    findEnvironmentOrFormer(
      api,
      state.environment,
      state.snapshot?.environment.tier,
    ),
  );
}

/** Returns the environment with this name. If it is no longer configured, returns a stand-in with `tier`. */
export function findEnvironmentOrFormer(
  api: ApiContext,
  name: string,
  tier: EnvironmentTier = 'other',
): Pick<EnvironmentModel, 'name' | 'tier'> {
  return findConfiguredEnvironment(api, name) ?? { name, tier };
}

/** Like {@link findDeployment}, for routes that only need the read permission. */
export async function readDeployment(
  api: ApiContext,
  caller: Caller,
  id: string,
): ReturnType<typeof findDeployment> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  return findDeployment(api, caller, id, grants);
}
