/** What runs in service environments, as targets report it and as it compares. */
import type { Schemas } from './schemas';

/**
 * What runs in a service environment instead of the version that should.
 *
 * @public
 */
export type Drift = Schemas['Drift'];
/**
 * A service environment with drift, in the list of all.
 *
 * @public
 */
export type DriftItem = Schemas['DriftItem'];
/**
 * Something on an environment's platform that could be a service.
 *
 * @public
 */
export type WorkloadCandidate = Schemas['WorkloadCandidate'];
/**
 * Two environments, and what each service runs in both.
 *
 * @public
 */
export type EnvironmentComparison = Schemas['EnvironmentComparison'];
/**
 * A service in a comparison of two environments.
 *
 * @public
 */
export type ComparedService = Schemas['ComparedService'];
