import type {
  Blocker,
  EnvironmentState,
  Hold,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';

export interface ServiceEnvironmentRef {
  service: string;
  environment: string;
}

/** Which places a reader may see: any of these, all conditions of one together. */
export type ServiceEnvironmentCondition =
  | { anyOf: ServiceEnvironmentCondition[] }
  | { allOf: ServiceEnvironmentCondition[] }
  | { not: ServiceEnvironmentCondition }
  | { ownerIn: string[] }
  /** What the API makes of `ownerIn` for lists: services that these own today, by the catalog. */
  | { serviceIn: string[] }
  | { environmentIn: string[] }
  | { tierIn: string[] };

/** What a target answered last. */
export interface StoredObservation extends Observation {
  /** Asked again after `at`, it gave no answer. */
  isUnanswered?: boolean;
}

/** The permanent row of a service in an environment. Times are epoch milliseconds. */
export interface ServiceEnvironmentRow extends ServiceEnvironmentRef {
  lockOwner?: string;
  fence: number;
  current?: RunningVersion;
  lastKnownGood?: { version: VersionSummary; deploymentId: string; at: number };
  observed?: StoredObservation;
  hold?: Hold;
  /** What the observation says against `current`. */
  drift?: EnvironmentState['drift'];
  blockers?: Blocker[];
}

export interface RunningVersion {
  version: VersionSummary;
  since: number;
  by: string;
  deploymentId: string;
  verification: Verdict;
  /** When it was verified here: the start of its soak. */
  verifiedAt?: number;
}

/** The permanent row of a service in an environment, as stored. */
export interface StoredServiceEnvironment
  extends Omit<ServiceEnvironmentRow, 'drift' | 'blockers'> {
  driftAccepted?: DriftAcceptance;
}

/** A person allowed what was observed to be overwritten. Another observation needs another permission. */
interface DriftAcceptance {
  /** Artifacts that were observed. */
  observed: string[];
  by: string;
  at: number;
  reason: string;
  /** It was confirmed with this deployment, and is for no other. */
  deploymentId?: string;
}

/** `null` clears, absent leaves as it is. */
export interface ServiceEnvironmentChange {
  lockOwner?: string | null;
  current?: RunningVersion | null;
  lastKnownGood?: NonNullable<ServiceEnvironmentRow['lastKnownGood']> | null;
  /** `null`: what was seen says nothing any more, and it is to be observed at once. */
  observed?: Observation | null;
  hold?: Hold | null;
  driftAccepted?: DriftAcceptance | null;
}

export interface DriftDecision {
  /** `adopt`: what runs is what should run from now on. `overwrite`: the next deployment may replace it. */
  choice: 'adopt' | 'overwrite';
  reason: string;
  /** The id of the drift that the person looked at. */
  seen: string;
}
