import type { DoraReason } from '@slipway/backstage-plugin-deployments-common';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type { ReasonCounts } from '../definitions/metricValues';

/** Columns of deployments that say how they count. */
export const COUNTED_ALIKE = [
  'delivery_counted',
  'delivery_reason',
  'rate_counted',
  'rate_reason',
  'failed',
  'rework_counted',
  'rework_reason',
  'rework',
  'without_lead_times',
] as const;

/** How many deployments have the same counting columns, and how many of them are settling or demo data. */
export interface GroupRow {
  delivery_counted: boolean | number;
  delivery_reason: DoraReason | null;
  rate_counted: boolean | number;
  rate_reason: DoraReason | null;
  failed: boolean | number;
  rework_counted: boolean | number;
  rework_reason: DoraReason | null;
  rework: boolean | number;
  without_lead_times: DoraReason | null;
  n: BigIntColumn;
  settling: BigIntColumn;
  demo: BigIntColumn;
}

/** Adds the groups up to the figures of deployment metrics. */
export function addUp(groups: readonly GroupRow[]) {
  const delivery = { n: 0, settling: 0, excluded: {} as ReasonCounts };
  const failRate = { n: 0, hits: 0, settling: 0, excluded: {} as ReasonCounts };
  const rework = { n: 0, hits: 0, settling: 0, excluded: {} as ReasonCounts };
  const withoutLeadTimes: ReasonCounts = {};
  let demo = false;
  for (const group of groups) {
    const n = readNumber(group.n);
    const size = { n, settling: readNumber(group.settling) };
    histogram(delivery, group.delivery_counted, group.delivery_reason, size);
    histogram(failRate, group.rate_counted, group.rate_reason, size);
    histogram(rework, group.rework_counted, group.rework_reason, size);
    if (group.failed) failRate.hits += n;
    if (group.rework) rework.hits += n;
    if (readNumber(group.demo) > 0) demo = true;
    // An unsuccessful deployment already has its own reason.
    addReason(withoutLeadTimes, group.without_lead_times, n);
  }
  return { delivery, failRate, rework, withoutLeadTimes, demo };
}

function histogram(
  sample: { n: number; settling: number; excluded: ReasonCounts },
  counted: boolean | number,
  reason: DoraReason | null,
  size: { n: number; settling: number },
): void {
  if (counted) {
    sample.n += size.n;
    sample.settling += size.settling;
  } else {
    addReason(sample.excluded, reason, size.n);
  }
}

export function addReason(
  counts: ReasonCounts,
  reason: DoraReason | null,
  n: number,
): void {
  if (reason) counts[reason] = (counts[reason] ?? 0) + n;
}
