import { InputError, NotFoundError } from '@backstage/errors';
import {
  type EnvironmentTier,
  deploymentReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { Caller } from '../domain/model/caller';
import type { DeploymentState } from '../domain/deployment/state';
import {
  type Grant,
  type Grants,
  type ServiceEnvironmentPermission,
  holds,
  refusal,
} from './grants';
import type { ServiceEnvironmentResource } from './serviceEnvironmentResource';
import {
  type Service,
  canonicalServiceRef,
  toResource,
} from './catalogServices';
import type { ApiContext } from './apiContext';

/** What a request is about, as it names it. */
export interface RequestedService {
  ref: string;
  /** Where in the request the ref stands, for the error. */
  field: string;
}

/**
 * The service that a request names, for a caller with this permission for it. Ask `grants` for
 * `deployments.deployment.read` as well.
 *
 * A service that the caller may not see gets the same answer as one that does not exist: NotFoundError. Only who may read
 * it, or has the permission for no service at all, learns that the permission is missing: NotAllowedError.
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
    ? refusal(permission.name, ` for ${service.ref}`)
    : unknownService(canonical);
}

/** As {@link findServiceFor}, for a service in an environment; what is said of services there holds of environments too. */
export async function findServiceEnvironmentFor(
  api: ApiContext,
  caller: Caller,
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  requested: RequestedService & {
    environment: string;
    /** Where the environment stands in the request: a wrong one in a body is InputError. */
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
  const environment = environmentNamed(api, requested.environment);
  if (environment) {
    const serviceEnvironment = toResource(service, environment);
    if (grants.has(permission, serviceEnvironment))
      return { service, environment, serviceEnvironment };
    if (grants.has(deploymentReadPermission, serviceEnvironment)) {
      throw refusal(
        permission.name,
        ` for ${service.ref} in ${environment.name}`,
      );
    }
  }
  const grant = grants.of(deploymentReadPermission);
  const names = api.model.environments
    .filter(
      each =>
        holds(grant, toResource(service, each)) ||
        grants.has(permission, toResource(service, each)),
    )
    .map(each => each.name);
  if (names.length === 0 && !holds(grant, toResource(service))) {
    throw unknownService(canonical);
  }
  const message = `There is no environment ${JSON.stringify(
    requested.environment,
  )} for ${service.ref}, or you may not see it${
    names.length > 0 ? `; there are ${names.join(', ')}` : ''
  }`;
  throw requested.environmentIn === 'path'
    ? new NotFoundError(message)
    : new InputError(`environment: ${message}`);
}

/** The one answer about services that do not exist and services that the caller may not see. */
export function unknownService(ref: string): NotFoundError {
  return new NotFoundError(
    `There is no ${ref} in the catalog, or you may not see it`,
  );
}

/** A caller who has the permission nowhere is refused before anything is looked up. */
function requireAnywhere(
  grants: Grants,
  permission: ServiceEnvironmentPermission,
): void {
  if (grants.of(permission).where === 'nowhere') {
    throw refusal(permission.name);
  }
}

function environmentNamed(api: ApiContext, name: string) {
  return api.model.environments.find(environment => environment.name === name);
}

/** Throws NotAllowedError where the caller lacks the permission: for places that the caller knows of. */
export function requireGrant(
  grants: Grants,
  permission: ServiceEnvironmentPermission,
  serviceEnvironment: ServiceEnvironmentResource,
): void {
  if (!grants.has(permission, serviceEnvironment)) {
    const { service, environment } = serviceEnvironment;
    throw refusal(
      permission.name,
      environment
        ? ` for ${service} in ${environment.name}`
        : ` for ${service}`,
    );
  }
}

/** Throws NotAllowedError for a caller who may read nothing anywhere. */
export async function requireSomeReading(
  api: ApiContext,
  caller: Caller,
): Promise<Grant> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  return someReading(grants);
}

export function someReading(grants: Grants): Grant {
  const grant = grants.of(deploymentReadPermission);
  if (grant.where === 'nowhere') throw refusal(deploymentReadPermission.name);
  return grant;
}

/** The environments of a service that a reader may see. */
export function readableEnvironments(
  api: ApiContext,
  grant: Grant,
  service: Service,
): EnvironmentModel[] {
  return api.model.environments.filter(environment =>
    holds(grant, toResource(service, environment)),
  );
}

/** Whether a reader may see the service at all: itself, or one of its environments. */
export function isReadable(
  api: ApiContext,
  grant: Grant,
  service: Service,
): boolean {
  return (
    holds(grant, toResource(service)) ||
    readableEnvironments(api, grant, service).length > 0
  );
}

/** A service for a reader of at least one of its environments; what is hidden is answered as in {@link findServiceFor}. */
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

/** A deployment with the place that permissions look at. */
export interface FoundDeployment {
  state: DeploymentState;
  service: Service;
  serviceEnvironment: ServiceEnvironmentResource;
}

/**
 * A deployment that the caller may read. Whoever may not see the service, or may not read there, learns nothing from
 * the answer, not even that there is one.
 */
export async function findDeployment(
  api: ApiContext,
  caller: Caller,
  id: string,
  grants: Grants,
): Promise<FoundDeployment> {
  const grant = someReading(grants);
  const state = await api.reads.get(id);
  const service =
    state && (await api.services.find(state.service, caller.credentials));
  const serviceEnvironment =
    service && resourceOfDeployment(api, service, state);
  if (!state || !serviceEnvironment || !holds(grant, serviceEnvironment)) {
    throw new NotFoundError(
      `There is no deployment ${JSON.stringify(id)}, or you may not see it`,
    );
  }
  return { state, service, serviceEnvironment };
}

/** Deployments outlive their environment's configuration; the tier is then the one they started with. */
export function resourceOfDeployment(
  api: ApiContext,
  service: Service,
  state: DeploymentState,
): ServiceEnvironmentResource {
  return toResource(
    service,
    environmentOrFormer(
      api,
      state.environment,
      state.snapshot?.environment.tier,
    ),
  );
}

/** An environment by name, also one that is no longer configured. */
export function environmentOrFormer(
  api: ApiContext,
  name: string,
  tier: EnvironmentTier = 'other',
): Pick<EnvironmentModel, 'name' | 'tier'> {
  return environmentNamed(api, name) ?? { name, tier };
}

/** For a route that reads one deployment and nothing else. */
export async function readDeployment(
  api: ApiContext,
  caller: Caller,
  id: string,
): Promise<FoundDeployment> {
  const grants = await api.access.grants(caller.credentials, [
    deploymentReadPermission,
  ]);
  return findDeployment(api, caller, id, grants);
}
