import type { StepRequest } from '@slipway/backstage-plugin-deployments-node';

/**
 * The percent of the traffic that a candidate really gets when a golden path asks for a weight. With nothing running
 * beside it nobody else would answer the rest, so any weight above 0 is all of it, and traffic that it has it keeps.
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
