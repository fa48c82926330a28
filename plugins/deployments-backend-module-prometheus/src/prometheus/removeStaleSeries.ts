import type { Series } from './promResult';

/**
 * Removes series whose newest sample is too old. Prometheus returns the last sample of a series for up to five minutes.
 *
 * @param timestamps - The result of `timestamp(query)`: for each series, the time of its newest sample in seconds.
 * @param oldestAt - Epoch milliseconds. Older samples are stale.
 */
export function removeStaleSeries(
  series: readonly Series[],
  timestamps: readonly Series[],
  oldestAt: number,
): Series[] {
  const newestAt = new Map(
    timestamps.map(({ labels, samples }) => [
      toKey(labels),
      (samples.at(-1)?.value ?? Number.NaN) * 1000,
    ]),
  );
  return series.filter(
    ({ labels }) => (newestAt.get(toKey(labels)) ?? 0) >= oldestAt,
  );
}

/** Functions such as `timestamp` remove the name of the metric. */
function toKey({ __name__: _name, ...labels }: Record<string, string>): string {
  return JSON.stringify(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
