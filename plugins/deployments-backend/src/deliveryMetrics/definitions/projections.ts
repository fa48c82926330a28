import type {
  DoraReason,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';

/** What follows from the facts of one service. It depends on them alone: not on the time, the window or the viewer. */
export interface Projections {
  deployments: DeploymentProjection[];
  leadTimes: LeadTime[];
  recoveries: Recovery[];
  inferredLinks: InferredLink[];
}

/** Whether a row is part of a metric's sample, and why not. */
export type Counting =
  | { counted: true; reason?: undefined }
  | { counted: false; reason: DoraReason };

/** Of a ratio's row: `hit` says whether it is in the numerator. */
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
  /** The same artifact was deployed there before with success. */
  repeated: boolean;
  /** For deployment frequency. */
  delivery: Counting;
  /** For the change fail rate. */
  rate: Hitting;
  /** Set where `rate.hit`. */
  failure?: FailureReason;
  /** For the rework rate. */
  rework: Hitting;
  /** Set where `rework.hit`. */
  reworkBecause?: ReworkReason;
  /** Why this deployment, though it counts in frequency, brought no lead times. */
  withoutLeadTimes?: 'same-version' | 'no-commits';
}

/** A commit and the first successful deployment to a tier that contained it. */
export interface LeadTime {
  tier: EnvironmentTier;
  commit: string;
  deployment: string;
  environment: string;
  /** When that deployment finished; places the row in a window. */
  deployedAt: number;
  counting: Counting;
  /** From author time to `deployedAt`, in milliseconds; absent where a time is missing. */
  leadMs?: number;
  /** Its parts, as far as times are known and in order. */
  codingMs?: number;
  reviewMs?: number;
  waitingMs?: number;
  deployingMs?: number;
  ownerGroup?: string;
  system?: string;
  demo: boolean;
}

/** A period in which users of a service were hurt by one or more deployments. */
export interface Recovery {
  tier: EnvironmentTier;
  /** Unique within the service and tier. */
  id: string;
  /** Of the first deployment of the period, as are owner and system. */
  environment: string;
  startedAt: number;
  /** Absent: it goes on. */
  endedAt?: number;
  counting: Counting;
  deployments: string[];
  incidents: string[];
  ownerGroup?: string;
  system?: string;
  demo: boolean;
}

/** Always of the role `caused`. */
export interface InferredLink {
  incident: string;
  deployment: string;
}

export const COUNTED: Counting = { counted: true };

export function excluded(reason: DoraReason): Counting {
  return { counted: false, reason };
}
