import type {
  LatencyDistribution,
  MirrorComparison,
} from '@slipway/backstage-plugin-deployments-node';
import { assessShadow, type ShadowCounts } from './shadow';

/** The rates of mismatches below which two versions are taken to agree, each more than 0 and less than 1. */
export interface ShadowTolerance {
  status: number;
  /** Among responses with the same status. */
  body: number;
}

export interface ShadowVerdict {
  verdict: 'pass' | 'fail' | 'inconclusive';
  /** The figures, in sentences; of a failure only those that are its cause. */
  message: string;
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
      message: failed.map(({ message }) => message).join(' '),
    };
  }
  const tooManyDropped = dropped > MAX_DROPPED * (compared + dropped);
  const isOpen =
    tooManyDropped || parts.some(({ verdict }) => verdict === 'inconclusive');
  return {
    verdict: isOpen ? 'inconclusive' : 'pass',
    message: [
      ...parts.map(({ message }) => message),
      ...describeLatency(comparison.latency),
      ...describeDropped(dropped, tooManyDropped),
    ].join(' '),
  };
}

function judgeMismatches(
  what: string,
  counts: ShadowCounts,
  tolerated: number,
): ShadowVerdict {
  const { verdict, rate, upperBound, confidence } = assessShadow(
    counts,
    tolerated,
  );
  const limit = formatShare(tolerated);
  const found = `The ${what} differs in ${counts.mismatched} of ${
    counts.compared
  } responses (${formatShare(rate)})`;
  switch (verdict) {
    case 'pass':
      return {
        verdict,
        message: `${found}: less than the tolerated ${limit}, with ${formatConfidence(
          confidence,
        )} confidence.`,
      };
    case 'fail':
      return {
        verdict,
        message: `${found}: more than the tolerated ${limit}.`,
      };
    case 'inconclusive':
      return {
        verdict,
        message: `${found}: too few to say whether it is less than the tolerated ${limit}. It may be up to ${formatShare(
          upperBound,
        )}; the confidence is ${formatConfidence(confidence)}.`,
      };
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

/** Latencies are only reported: the requests are the same, but the copies come without the users' connections. */
function describeLatency({
  baseline,
  candidate,
}: MirrorComparison['latency']): string[] {
  const [before, after] = [findP95(baseline), findP95(candidate)];
  if (before === undefined || after === undefined || before <= 0) return [];
  return [
    `The p95 latency is ${Number(after.toPrecision(3))} ms, ${Number(
      (after / before).toPrecision(2),
    )} times the previous version's, which is not judged.`,
  ];
}

function describeDropped(dropped: number, isTooMany: boolean): string[] {
  if (dropped === 0) return [];
  return [
    `${dropped} ${
      dropped === 1 ? 'request was' : 'requests were'
    } not compared${isTooMany ? ', which is too many to pass' : ''}.`,
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
