import type { Threshold } from '@slipway/backstage-plugin-deployments-common';
import type { AssessedMeasurement } from './measurement';

/** Whether a measured value is worse than another one: further beyond its threshold, or nearer to it if both hold. */
export function isWorse(
  threshold: Threshold,
  measurement: AssessedMeasurement,
  than: AssessedMeasurement | undefined,
): boolean {
  const { outcome, value } = measurement;
  if (value === undefined || (outcome !== 'passed' && outcome !== 'failed')) {
    return false;
  }
  const excess = computeExcess(threshold, value);
  return (
    excess !== undefined &&
    (than?.value === undefined ||
      excess > (computeExcess(threshold, than.value) ?? -Infinity))
  );
}

/** How far a value is beyond a threshold, in the value's unit; negative if it holds, undefined without a numeric one. */
function computeExcess(
  { atLeast, atMost, between, equals }: Threshold,
  value: number,
): number | undefined {
  const low = [atLeast, between?.[0]];
  const high = [atMost, between?.[1]];
  const distances = [
    ...low.map(limit => limit !== undefined && limit - value),
    ...high.map(limit => limit !== undefined && value - limit),
    typeof equals === 'number' && Math.abs(value - equals),
  ].filter((distance): distance is number => distance !== false);
  return distances.length > 0 ? Math.max(...distances) : undefined;
}
