import type {
  Blocker,
  EnvironmentState,
  Hold,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  ServiceEnvironmentRef,
} from '@slipway/backstage-plugin-deployments-node';

export type { ServiceEnvironmentRef };

/**
 * Which service environments a reader may see. Owners and services are entity refs in lower case; environments and tiers
 * are names from app-config.
 *
 * @public
 */
export type ServiceEnvironmentCondition =
  | { anyOf: ServiceEnvironmentCondition[] }
  | { allOf: ServiceEnvironmentCondition[] }
  | { not: ServiceEnvironmentCondition }
  | { ownerIn: string[] }
  /** The services that the owners in `ownerIn` have in the catalog today. Lists use this instead of `ownerIn`. */
  | { serviceIn: string[] }
  | { environmentIn: string[] }
  | { tierIn: string[] };

/** The latest observation from a target. */
export interface StoredObservation extends Observation {
  /** A later observation, after `at`, got no response. */
  isUnanswered?: boolean;
}

/** The permanent row of a service in an environment. Times are epoch milliseconds. */
export interface ServiceEnvironmentRow extends ServiceEnvironmentRef {
  lockOwner?: string;
  fence: number;
  current?: RunningVersion;
  lastKnownGood?: LastKnownGood;
  observed?: StoredObservation;
  hold?: Hold;
  /** How the observation differs from `current`. */
  drift?: EnvironmentState['drift'];
  blockers?: Blocker[];
}

export interface LastKnownGood {
  version: VersionSummary;
  deploymentId: string;
  /** When it became known good, in epoch milliseconds. */
  at: number;
  /** Whether its watch has not confirmed it. Absent for versions without a watch. */
  unconfirmed?: boolean;
}

/** A service environment with drift, and the observation that shows it. */
export interface DriftRow extends ServiceEnvironmentRef {
  drift: NonNullable<EnvironmentState['drift']>;
  observed: StoredObservation;
  current?: RunningVersion;
}

/** Begins `deploymentId` of a version that no deployment brought: a person adopted it. */
export const ADOPTED_PREFIX = 'adopted-';

export interface RunningVersion {
  version: VersionSummary;
  since: number;
  by: string;
  /** The deployment that brought it, or an id that begins with {@link ADOPTED_PREFIX}. */
  deploymentId: string;
  verification: Verdict;
  /** When its checks passed here, which starts its soak time. */
  verifiedAt?: number;
}

/** The permanent row of a service in an environment, as stored. */
export interface StoredServiceEnvironment
  extends Omit<ServiceEnvironmentRow, 'drift' | 'blockers'> {
  driftAccepted?: DriftAcceptance;
}

/** A person's consent to overwrite the observed version. Another observation needs another consent. */
interface DriftAcceptance {
  /** The observed artifacts. */
  observed: string[];
  by: string;
  at: number;
  reason: string;
  /** The only deployment that the consent applies to. Absent if it applies to any. */
  deploymentId?: string;
}

/** A change of the row. `null` clears a field; an absent field stays as it is. */
export interface ServiceEnvironmentChange {
  lockOwner?: string | null;
  current?: RunningVersion | null;
  lastKnownGood?: LastKnownGood | null;
  /** `null` if the last observation is outdated, so that a new one is needed immediately. */
  observed?: Observation | null;
  hold?: Hold | null;
  driftAccepted?: DriftAcceptance | null;
}

export interface DriftDecision {
  /** `adopt`: the running version becomes the expected one. `overwrite`: the next deployment may replace it. */
  choice: 'adopt' | 'overwrite';
  reason: string;
  /** The id of the drift that the person saw. */
  seen: string;
}
