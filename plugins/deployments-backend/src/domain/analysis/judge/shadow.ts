/** How many pairs of responses were compared, and in how many something differed. */
export interface ShadowCounts {
  compared: number;
  mismatched: number;
}

/** What the comparisons say about the rate of mismatches. Valid however often one looks. */
export interface ShadowAssessment {
  verdict: 'pass' | 'fail' | 'inconclusive';
  /** Of mismatches. 0 if nothing was compared. */
  rate: number;
  /** The largest rate that isn't excluded at 95 %. */
  upperBound: number;
  /** 0 to 1: how sure it is that the rate is below what is tolerated. 0 before the first comparison. */
  confidence: number;
  compared: number;
}

/** The probability of a wrong verdict, for each of pass and fail. */
const LEVEL = 0.05;

/**
 * Assesses one kind of mismatch: of status or of body. The evidence is a mixture over all rates with a uniform prior
 * (Robbins 1970). It assumes that mismatches are independent: one route that always differs counts with its share of the
 * traffic.
 *
 * @param tolerated - the rate of mismatches below which the versions are taken to agree, more than 0 and less than 1
 */
export function assessShadow(
  counts: ShadowCounts,
  tolerated: number,
): ShadowAssessment {
  const { compared, mismatched } = counts;
  if (!(mismatched >= 0 && mismatched <= compared)) {
    throw new Error(`${mismatched} of ${compared} comparisons can't differ`);
  }
  const rate = compared > 0 ? mismatched / compared : 0;
  const evidence = logMismatchEvidence(counts, tolerated);
  const proven = evidence >= -Math.log(LEVEL);
  return {
    verdict: decide(proven, rate < tolerated),
    rate,
    upperBound: findUpperBound(counts),
    confidence: rate < tolerated ? 1 - Math.exp(-Math.max(0, evidence)) : 0,
    compared,
  };
}

function decide(proven: boolean, below: boolean): ShadowAssessment['verdict'] {
  if (!proven) return 'inconclusive';
  return below ? 'pass' : 'fail';
}

/** The logarithm of the likelihood of all rates together ÷ that of one rate. */
function logMismatchEvidence(
  { compared: n, mismatched: k }: ShadowCounts,
  rate: number,
): number {
  const logBeta = logFactorial(k) + logFactorial(n - k) - logFactorial(n + 1);
  return (
    logBeta -
    (k > 0 ? k * Math.log(rate) : 0) -
    (n > k ? (n - k) * Math.log1p(-rate) : 0)
  );
}

function findUpperBound(counts: ShadowCounts): number {
  let low = counts.compared > 0 ? counts.mismatched / counts.compared : 1;
  let high = 1;
  // 60 halvings reach the precision of a number.
  for (let i = 0; i < 60 && low < high; i += 1) {
    const middle = (low + high) / 2;
    if (logMismatchEvidence(counts, middle) < -Math.log(LEVEL)) low = middle;
    else high = middle;
  }
  return high;
}

/** Stirling's series; exact to 12 digits from 10 on, where it starts. */
function logFactorial(n: number): number {
  let shift = 0;
  let x = n + 1;
  while (x < 10) {
    shift += Math.log(x);
    x += 1;
  }
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5) -
    1 / (1680 * x ** 7) -
    shift
  );
}
