import { InputError, NotFoundError } from '@backstage/errors';
import { deploymentReadPermission } from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../../config/model';
import type { Caller } from '../../engine/service';
import type { DeploymentState } from '../../pipeline/state';
import {
  type Grant,
  type Grants,
  type PlacePermission,
  holds,
  refusal,
} from '../access/grants';
import type { GuardedPlace } from '../access/place';
import { type Service, canonicalServiceRef, placeOf } from '../catalog/service';
import type { ApiContext } from './context';

/** The service that a request names. What the caller may not see is as if it were not there. */
export async function findService(
  api: ApiContext,
  caller: Caller,
  ref: string,
  field: string,
): Promise<Service> {
  const canonical = canonicalServiceRef(ref, field);
  const service = await api.services.find(canonical, caller.credentials);
  if (!service) {
    throw new NotFoundError(
      `There is no ${canonical} in the catalog, or you may not see it`,
    );
  }
  return service;
}

/** The environment that a path names. */
export function findEnvironment(
  api: ApiContext,
  name: string,
): EnvironmentModel {
  const environment = environmentNamed(api, name);
  if (!environment) throw new NotFoundError(noSuchEnvironment(api, name));
  return environment;
}

/** The environment that a body names. */
export function readEnvironment(
  api: ApiContext,
  name: string,
): EnvironmentModel {
  const environment = environmentNamed(api, name);
  if (!environment) {
    throw new InputError(`environment: ${noSuchEnvironment(api, name)}`);
  }
  return environment;
}

function environmentNamed(api: ApiContext, name: string) {
  return api.model.environments.find(environment => environment.name === name);
}

function noSuchEnvironment(api: ApiContext, name: string): string {
  const known = api.model.environments.map(environment => environment.name);
  return `There is no environment ${JSON.stringify(
    name,
  )}; there are ${known.join(', ')}`;
}

/** Throws NotAllowedError where the caller lacks the permission. */
export function requireGrant(
  grants: Grants,
  permission: PlacePermission,
  place: GuardedPlace,
): void {
  if (!grants.has(permission, place)) {
    const { service, environment } = place;
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
    holds(grant, placeOf(service, environment)),
  );
}

/** As {@link findService}, for a reader of at least one of its environments. */
export async function findReadableService(
  api: ApiContext,
  caller: Caller,
  ref: string,
): Promise<{ service: Service; environments: EnvironmentModel[] }> {
  const grant = await requireSomeReading(api, caller);
  const service = await findService(api, caller, ref, 'ref');
  const environments = readableEnvironments(api, grant, service);
  if (environments.length === 0 && !holds(grant, placeOf(service))) {
    throw refusal(deploymentReadPermission.name, ` for ${service.ref}`);
  }
  return { service, environments };
}

/** A deployment with the place that permissions look at. */
export interface FoundDeployment {
  state: DeploymentState;
  service: Service;
  place: GuardedPlace;
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
  const place = service && placeOfDeployment(api, service, state);
  if (!state || !place || !holds(grant, place)) {
    throw new NotFoundError(
      `There is no deployment ${JSON.stringify(id)}, or you may not see it`,
    );
  }
  return { state, service, place };
}

/** Deployments outlive their environment's configuration; the tier is then the one they started with. */
export function placeOfDeployment(
  api: ApiContext,
  service: Service,
  state: DeploymentState,
): GuardedPlace {
  return placeOf(
    service,
    environmentNamed(api, state.environment) ?? {
      name: state.environment,
      tier: state.snapshot?.environment.tier ?? 'other',
    },
  );
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
