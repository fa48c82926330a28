/** The commands of people to deployments. Types come from the OpenAPI document. */
import type { Schemas } from './schemas';

/**
 * What a command does, e.g. `approve` or `cancel`.
 *
 * @public
 */
export type CommandType = Schemas['CommandType'];
/**
 * What a person can choose when a deployment waits for their decision.
 *
 * @public
 */
export type DecisionChoice = Schemas['DecisionChoice'];
/**
 * How far a person promotes a rollout in stages: to its `next` stage, or to the `full` traffic.
 *
 * @public
 */
export type PromoteTo = Schemas['PromoteTo'];
/**
 * A command that a deployment accepts now.
 *
 * @public
 */
export type AllowedCommand = Schemas['AllowedCommand'];
/**
 * A command to a deployment.
 *
 * @public
 */
export type CommandRequest = Schemas['CommandRequest'];
/**
 * What a command led to.
 *
 * @public
 */
export type CommandOutcome = Schemas['CommandOutcome'];
