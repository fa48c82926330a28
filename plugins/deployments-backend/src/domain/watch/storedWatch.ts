import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentRef } from '../model/serviceEnvironment';
import type { WatchProgress } from './assessWatch';
import type { OnBreach } from './watchModel';

/** `ended`: without a verdict, e.g. because another version was deployed. Only the state `watching` changes to another. */
export type WatchState = 'watching' | 'confirmed' | 'breached' | 'ended';

/** States in which the watch has not confirmed its version: it was neither confirmed nor breached. */
export const UNCONFIRMED_STATES: readonly WatchState[] = ['watching', 'ended'];

/** What was done about a breach. */
export type BreachResponse =
  | { kind: 'rollback'; deploymentId: string }
  | { kind: 'incident'; incidentId: string }
  /** `why`: why people were asked although the golden path says `rollback` or `incident`. */
  | { kind: 'asked'; why?: string };

/** The watch of a deployment. Times are epoch milliseconds. */
export interface StoredWatch extends ServiceEnvironmentRef {
  /** The deployment that brought in the watched version. It has at most one watch. */
  deploymentId: string;
  version: VersionSummary;
  state: WatchState;
  onBreach: OnBreach;
  startedAt: number;
  progress: WatchProgress;
  endedAt?: number;
  /** Why it ended, in words. */
  reason?: string;
  /** Absent if nothing was breached, or nothing was done about it yet. */
  response?: BreachResponse;
}

/** The step id under which a watch's measurements are stored. Ids of a golden path's steps contain no slash. */
export const WATCH_STEP_ID = 'watch/checks';
