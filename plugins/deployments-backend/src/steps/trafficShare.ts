import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';

/**
 * The percentage of the traffic that a candidate really gets for the weight in the golden path. If no previous version
 * is running, any weight above 0 means all the traffic, and a candidate that has traffic keeps all of it.
 */
export function trafficShare(
  weight: number,
  { baseline, trafficWeight }: Pick<StepRequest, 'baseline' | 'trafficWeight'>,
): number {
  if (baseline) {
    return weight;
  }
  return weight > 0 || trafficWeight > 0 ? 100 : 0;
}
