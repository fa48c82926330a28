import type { Schemas } from './schemas';

/**
 * How the newest deployment of a version ended in an environment.
 *
 * @public
 */
export type VersionOutcome = Schemas['VersionOutcome'];
/**
 * The version to deploy next, or why there is none.
 *
 * @public
 */
export type VersionProposal = Schemas['VersionProposal'];
