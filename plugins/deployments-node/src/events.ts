import type {
  Blocker,
  DeploymentStatus,
  DeploymentSummary,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * The topic of Backstage's events service on which the deployments backend publishes a {@link DeploymentEventPayload}
 * for each change of a deployment's status.
 *
 * @public
 */
export const DEPLOYMENTS_EVENT_TOPIC = 'deployments';

/**
 * What changed. Each status in which a deployment ends is a type of its own.
 *
 * - `requested`: the deployment was stored, and is queued
 * - `approval_needed`: it waits for an approval, before its start or in one of its steps
 * - `started`: its first step starts, and it owns the environment
 * - `waiting`: it waits for a person's decision other than an approval
 * - `resumed`: it continues after a decision
 * - `rolling_back`: it restores the previous version
 *
 * @public
 */
export type DeploymentEventType =
  | 'requested'
  | 'approval_needed'
  | 'started'
  | 'resumed'
  | Exclude<DeploymentStatus, 'queued' | 'running'>;

/**
 * The payload of an event on the topic {@link DEPLOYMENTS_EVENT_TOPIC}. It is plain JSON. An event is delivered at least
 * once: use `id` to recognise one that is delivered again.
 *
 * @public
 */
export interface DeploymentEventPayload {
  /** The deployment's id and `seq`, e.g. `01KE…/12`. Unique, and the same each time the event is delivered. */
  id: string;
  /** What happened. Types may be added. */
  type: DeploymentEventType;
  /** When the change was committed: RFC 3339 in UTC. */
  at: string;
  /** The deployment after the change, with the fields of the API. Texts by people and messages are left out. */
  deployment: Pick<
    DeploymentSummary,
    | 'id'
    | 'kind'
    | 'service'
    | 'environment'
    | 'version'
    | 'baseline'
    | 'status'
    | 'cause'
    | 'hotfix'
    | 'reverts'
    | 'requestedBy'
    | 'requestedAt'
    | 'startedAt'
    | 'finishedAt'
    | 'goldenPath'
    | 'mayHaveChanged'
    | 'seq'
  > & {
    /** What it waits for, without messages. */
    blockers: Pick<Blocker, 'kind' | 'unblockedBy'>[];
  };
}
