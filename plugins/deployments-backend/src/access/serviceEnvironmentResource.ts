import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';

/** What permission rules look at: a service, mostly in an environment. */
export interface ServiceEnvironmentResource {
  service: string;
  /** Entity refs of the service's owners, by the catalog of now. */
  owners: string[];
  /** Absent for what belongs to the service alone, e.g. its versions: no environment or tier rule matches then. */
  environment?: { name: string; tier: EnvironmentTier };
}

/** Whether a place meets a condition; the same answer that the store gives in SQL. */
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
