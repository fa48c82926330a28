import type {
  DeploymentTarget,
  Measure,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import { getCapabilities } from '../config/environments/getCapabilities';
import type { Expectation } from './listExpectedChecks';

/** The period before now that figures cover. */
const TRAFFIC_SAMPLE_MS = 5 * 60_000;

/** Figures for one version's requests, even if other versions are running at the same time. */
export interface LiveFigures {
  /** 0 to 1. */
  successRate?: number;
  p95Ms?: number;
  requests: number;
  /** Start of the period, in epoch milliseconds: the version's first traffic, but at most five minutes before `to`. */
  from: number;
  to: number;
  /** Whether the version got its first traffic within the last five minutes. */
  isNew: boolean;
  /** The thresholds that the figures have to meet. */
  expectations: Expectation[];
}

/** The version to measure, and when it got its first traffic, in epoch milliseconds. */
export interface Measured {
  artifact: string;
  since: number;
}

/** Measures a version's requests. Undefined if the target can't. */
export async function measureFigures(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  { artifact, since }: Measured,
  signal: AbortSignal,
): Promise<Omit<LiveFigures, 'expectations'> | undefined> {
  const can = getCapabilities(target, serviceEnvironment.settings);
  if (!can.includes('measure')) return undefined;
  const to = Date.now();
  const isNew = since > to - TRAFFIC_SAMPLE_MS;
  // `since` is by the database's clock, which may be ahead of this process's.
  const from = Math.min(isNew ? since : to - TRAFFIC_SAMPLE_MS, to - 1);
  const measure = (what: Measure) =>
    target.measure?.({
      ...serviceEnvironment,
      // The measurement is for a page, not for a deployment.
      deploymentId: '',
      measure: what,
      // The candidate of a running deployment is measured by that deployment's own checks.
      measurementTarget: 'baseline',
      artifact,
      from,
      to,
      signal,
    });
  const [requests, successRate, p95] = await Promise.all([
    measure('request-count'),
    measure('success-rate'),
    measure('p95'),
  ]);
  return {
    requests: requests?.value ?? successRate?.samples ?? 0,
    successRate: successRate?.value,
    p95Ms: p95?.value,
    from,
    to,
    isNew,
  };
}
