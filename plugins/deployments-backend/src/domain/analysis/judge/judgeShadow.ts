import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type {
  LatencyDistribution,
  MirrorComparison,
} from '@slipway/backstage-plugin-deployments-node';
import { say } from '../../text/say';
import { assessShadow, type ShadowCounts } from './shadow';

/** The rates of mismatches below which two versions are taken to agree, each more than 0 and less than 1. */
export interface ShadowTolerance {
  status: number;
  /** Among responses with the same status. */
  body: number;
}

export interface ShadowVerdict {
  verdict: 'pass' | 'fail' | 'inconclusive';
  /** The figures; of a failure only those that are its cause. */
  sentences: Sentence[];
}

/** The share of copied requests without a comparison above which nothing passes. */
const MAX_DROPPED = 0.2;

/**
 * Judges a candidate by its responses to mirrored requests. It passes if both the statuses and the bodies differ less often
 * than is tolerated, and fails if one of them differs more often. Both verdicts are valid however often one looks.
 */
export function judgeShadow(
  comparison: Omit<MirrorComparison, 'differences'>,
  tolerance: ShadowTolerance,
): ShadowVerdict {
  const { compared, equalStatus, equalBody, dropped } = comparison;
  const parts = [
    judgeMismatches(
      'status',
      { compared, mismatched: compared - equalStatus },
      tolerance.status,
    ),
    judgeMismatches(
      'body',
      { compared: equalStatus, mismatched: equalStatus - equalBody },
      tolerance.body,
    ),
  ];
  const failed = parts.filter(({ verdict }) => verdict === 'fail');
  if (failed.length > 0) {
    return {
      verdict: 'fail',
      sentences: failed.flatMap(({ sentences }) => sentences),
    };
  }
  const tooManyDropped = dropped > MAX_DROPPED * (compared + dropped);
  const isOpen =
    tooManyDropped || parts.some(({ verdict }) => verdict === 'inconclusive');
  return {
    verdict: isOpen ? 'inconclusive' : 'pass',
    sentences: [
      ...parts.flatMap(({ sentences }) => sentences),
      ...sayLatency(comparison.latency),
      ...sayDropped(dropped, tooManyDropped),
    ],
  };
}

function judgeMismatches(
  what: 'status' | 'body',
  counts: ShadowCounts,
  tolerated: number,
): ShadowVerdict {
  const { verdict, rate, upperBound, confidence } = assessShadow(
    counts,
    tolerated,
  );
  const found = {
    mismatched: counts.mismatched,
    compared: counts.compared,
    rate: formatShare(rate),
    limit: formatShare(tolerated),
  };
  const sure = { confidence: formatConfidence(confidence) };
  switch (verdict) {
    case 'pass':
      return {
        verdict,
        sentences: [say(`shadow_${what}_passes`, { ...found, ...sure })],
      };
    case 'fail':
      return { verdict, sentences: [say(`shadow_${what}_fails`, found)] };
    case 'inconclusive':
      return {
        verdict,
        sentences: [
          say(`shadow_${what}_open`, {
            ...found,
            ...sure,
            upper: formatShare(upperBound),
          }),
        ],
      };
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

/** Latencies are only reported: the requests are the same, but the copies come without the users' connections. */
function sayLatency({
  baseline,
  candidate,
}: MirrorComparison['latency']): Sentence[] {
  const [before, after] = [findP95(baseline), findP95(candidate)];
  if (before === undefined || after === undefined || before <= 0) return [];
  return [
    say('shadow_latency', {
      latency: `${Number(after.toPrecision(3))} ms`,
      times: Number((after / before).toPrecision(2)),
    }),
  ];
}

function sayDropped(count: number, isTooMany: boolean): Sentence[] {
  if (count === 0) return [];
  return [
    isTooMany
      ? say('shadow_dropped_many', { count })
      : say('shadow_dropped', { count }),
  ];
}

/** The nearest-rank percentile, as the upper bound of its bucket in milliseconds. */
function findP95({
  upperBoundsMs,
  counts,
}: LatencyDistribution): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  const bucket = counts.findIndex(count => {
    seen += count;
    return total > 0 && seen >= 0.95 * total;
  });
  return upperBoundsMs[bucket];
}

function formatShare(share: number): string {
  return `${Number((share * 100).toPrecision(2))} %`;
}

/** Rounded down, so that it never says more than is known. */
function formatConfidence(confidence: number): string {
  return `${Math.floor(confidence * 100)} %`;
}
