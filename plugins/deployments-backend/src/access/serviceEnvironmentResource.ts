import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';

/**
 * The resource that permission rules are applied to: a service, usually in an environment.
 *
 * @public
 */
export interface ServiceEnvironmentResource {
  /** Entity ref in lower case, e.g. `component:default/checkout`. */
  service: string;
  /** Entity refs of the service's current owners in the catalog. */
  owners: string[];
  /** Absent for what belongs to the service alone, such as its versions. Then rules about environments never match. */
  environment?: { name: string; tier: EnvironmentTier };
}

/** Whether a resource meets a condition. Must agree with the SQL that filters lists of deployments. */
export function meets(
  serviceEnvironment: ServiceEnvironmentResource,
  condition: ServiceEnvironmentCondition,
): boolean {
  if ('anyOf' in condition)
    return condition.anyOf.some(c => meets(serviceEnvironment, c));
  if ('allOf' in condition)
    return condition.allOf.every(c => meets(serviceEnvironment, c));
  if ('not' in condition) return !meets(serviceEnvironment, condition.not);
  if ('ownerIn' in condition) {
    return serviceEnvironment.owners.some(owner =>
      condition.ownerIn.includes(owner),
    );
  }
  if ('serviceIn' in condition) {
    return condition.serviceIn.includes(serviceEnvironment.service);
  }
  const { environment } = serviceEnvironment;
  if ('environmentIn' in condition) {
    return (
      environment !== undefined &&
      condition.environmentIn.includes(environment.name)
    );
  }
  return (
    environment !== undefined && condition.tierIn.includes(environment.tier)
  );
}
