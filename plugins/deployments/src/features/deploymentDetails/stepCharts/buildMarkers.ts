import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { buildRollbackKey } from '../steps/selectStep';
import { formatWeight } from '../../../shared/format/value';

/** Something that happened while values were measured. */
export interface Marker {
  /** Epoch milliseconds. */
  at: number;
  label: string;
}

type Weights = readonly { at: string; weight: number }[];

/** When the candidate's share of the traffic changed. */
export function buildWeightMarkers(weights: Weights): Marker[] {
  return weights.map(({ at, weight }) => ({
    at: Date.parse(at),
    label: formatWeight(weight),
  }));
}

/** When the other steps of a deployment, and of its rollback, started. */
export function buildStepMarkers(
  { steps, rollback }: Pick<Deployment, 'steps' | 'rollback'>,
  stepKey: string,
): Marker[] {
  return [
    ...steps.map(step => ({ ...step, key: step.id })),
    ...(rollback?.steps ?? []).map(step => ({
      ...step,
      key: buildRollbackKey(step.id),
    })),
  ].flatMap(({ key, title, startedAt }) =>
    startedAt && key !== stepKey
      ? [{ at: Date.parse(startedAt), label: title }]
      : [],
  );
}

/**
 * The markers inside a period. A marker before the period is left out, except the last share of the traffic, which is
 * still in force when the period begins.
 */
export function selectMarkers(
  weights: readonly Marker[],
  steps: readonly Marker[],
  period: { from: number; to: number },
): Marker[] {
  const inForce = weights.filter(({ at }) => at <= period.from).pop();
  return [
    ...(inForce ? [{ ...inForce, at: period.from }] : []),
    ...[...weights, ...steps].filter(
      ({ at }) => at > period.from && at < period.to,
    ),
  ];
}
