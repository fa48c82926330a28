import {
  maskRequestPath,
  type MirrorComparison,
  type MirrorDifference,
} from '@slipway/backstage-plugin-deployments-node';
import type { MirrorOutcome } from '../mirror/requestMirror';
import { createLatencyHistogram } from './latencyHistogram';

const MAX_DIFFERENCES = 20;

/** Compares the responses to mirrored requests. */
export interface MirrorRecorder {
  /** @param candidate - Id of the instance. */
  record(candidate: string, outcome: MirrorOutcome): void;
  /** Returns the comparison with this instance; `undefined` if nothing was mirrored to it. */
  compare(candidate: string): MirrorComparison | undefined;
}

/** Creates a recorder, which keeps the comparison with the latest candidate in memory. */
export function createMirrorRecorder(
  clock: () => number = Date.now,
): MirrorRecorder {
  let current: string | undefined;
  let counts = { compared: 0, equalStatus: 0, equalBody: 0, dropped: 0 };
  let baselineLatency = createLatencyHistogram();
  let candidateLatency = createLatencyHistogram();
  let differences: MirrorDifference[] = [];

  const addDifference = (difference: MirrorDifference) => {
    differences = [difference, ...differences].slice(0, MAX_DIFFERENCES);
  };

  return {
    record(id, result) {
      if (id !== current) {
        current = id;
        counts = { compared: 0, equalStatus: 0, equalBody: 0, dropped: 0 };
        baselineLatency = createLatencyHistogram();
        candidateLatency = createLatencyHistogram();
        differences = [];
      }
      if (result.outcome === 'dropped') {
        counts.dropped += 1;
        return;
      }
      const { baseline, candidate, method, url, fields } = result;
      const isStatusEqual = baseline.status === candidate?.status;
      counts.compared += 1;
      baselineLatency.add(baseline.durationMs);
      if (candidate) candidateLatency.add(candidate.durationMs);
      if (isStatusEqual) counts.equalStatus += 1;
      if (isStatusEqual && result.isBodyEqual) {
        counts.equalBody += 1;
        return;
      }
      addDifference({
        at: clock(),
        method,
        path: maskRequestPath(url),
        baselineStatus: baseline.status,
        ...(candidate && { candidateStatus: candidate.status }),
        fields,
      });
    },
    compare: id =>
      id === current
        ? {
            ...counts,
            latency: {
              baseline: baselineLatency.toDistribution(),
              candidate: candidateLatency.toDistribution(),
            },
            differences,
          }
        : undefined,
  };
}
