import type {
  DoraReason,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * What is derived from the records of one service. It depends only on them: not on the time, the range or the
 * viewer.
 */
export interface Projections {
  deployments: DeploymentProjection[];
  leadTimes: LeadTime[];
  recoveries: Recovery[];
  inferredLinks: InferredLink[];
}

/** Whether a row is part of a metric's sample, and if not, why. */
export type Counting =
  | { counted: true; reason?: undefined }
  | { counted: false; reason: DoraReason };

/** A row of a ratio: `hit` says whether it is in the numerator. */
type Hitting = Counting & { hit: boolean };

export type FailureReason =
  | 'rolled-back'
  | 'rollback-failed'
  | 'failed-in-traffic'
  | 'reverted'
  | 'incident';

export type ReworkReason = 'rollback' | 'hotfix' | 'fixed-incident';

export interface DeploymentProjection {
  id: string;
  /** Whether the same artifact was deployed there successfully before. */
  repeated: boolean;
  /** Whether it counts for the deployment frequency. */
  delivery: Counting;
  /** Whether it counts for the change fail rate, and as a failure. */
  rate: Hitting;
  /** Present if `rate.hit`. */
  failure?: FailureReason;
  /** Whether it counts for the rework rate, and as rework. */
  rework: Hitting;
  /** Present if `rework.hit`. */
  reworkBecause?: ReworkReason;
  /** Why this deployment has no lead times, although it counts for the frequency. */
  withoutLeadTimes?: 'same-version' | 'no-commits';
}

/** A commit and the first successful deployment to a tier that contained it. */
export interface LeadTime {
  tier: EnvironmentTier;
  commit: string;
  deployment: string;
  environment: string;
  /** When that deployment finished; decides which window the row belongs to. */
  deployedAt: number;
  counting: Counting;
  /** From author time to `deployedAt`, in milliseconds; absent if a time is missing. */
  leadMs?: number;
  /** The parts, where times are known and in order. */
  codingMs?: number;
  reviewMs?: number;
  waitingMs?: number;
  deployingMs?: number;
  ownerGroup?: string;
  system?: string;
  demo: boolean;
}

/** A period in which one or more deployments affected users of a service. */
export interface Recovery {
  tier: EnvironmentTier;
  /** Unique within the service and tier. */
  id: string;
  /** Taken from the first deployment of the period, like owner and system. */
  environment: string;
  startedAt: number;
  /** Absent: it is still open. */
  endedAt?: number;
  counting: Counting;
  deployments: string[];
  incidents: string[];
  ownerGroup?: string;
  system?: string;
  demo: boolean;
}

/** A link that was inferred; its role always is `caused`. */
export interface InferredLink {
  incident: string;
  deployment: string;
}

export const COUNTED: Counting = { counted: true };

export function excluded(reason: DoraReason): Counting {
  return { counted: false, reason };
}
