import { LOOK_SECONDS } from '../families/family';
import { approximatePValue, compareDistributions } from './kolmogorovSmirnov';
import {
  countGreater,
  deviationOfRanks,
  listDifferences,
  median,
} from './mannWhitney';
import { toPoint } from './points';
import type { Rule } from './rule';

const LOOKS_PER_INTERVAL = 300 / LOOK_SECONDS;

/** The tolerance of the classical rule, as a fraction of the estimate. */
const TOLERANCE = 0.25;

/** The normal quantile of a two-sided confidence of 98 %. */
const CONFIDENCE_98 = 2.3263478740408408;

/**
 * The classical rule of canary analysis, once per 5 minutes on the points of these minutes: worse if the lower end of
 * the confidence interval of the shift exceeds the tolerance, 25 % of the estimated shift. The score is the normal
 * quantile of the highest confidence with which that holds.
 */
export const CLASSICAL_RULE: Rule = createIntervalRule(
  'classical',
  CONFIDENCE_98,
  (candidate, baseline) => {
    const shift = Math.abs(median(listDifferences(candidate, baseline)));
    const tolerance = TOLERANCE * shift;
    const [m, n] = [candidate.length, baseline.length];
    const shifted = candidate.map(value => value - tolerance);
    const deviation = deviationOfRanks([...shifted, ...baseline], m, n);
    return deviation > 0
      ? (countGreater(candidate, baseline, tolerance) - (m * n) / 2 - 0.5) /
          deviation
      : -Infinity;
  },
);

/** Kolmogorov and Smirnov's test, one-sided at 2.5 %, once per 5 minutes. The score is -ln of the p-value. */
export const DISTRIBUTION_RULE: Rule = createIntervalRule(
  'ks',
  -Math.log(0.025),
  (candidate, baseline) =>
    -Math.log(
      approximatePValue(
        compareDistributions(candidate, baseline).greater,
        candidate.length,
        baseline.length,
      ),
    ),
);

function createIntervalRule(
  name: string,
  limit: number,
  score: (candidate: number[], baseline: number[]) => number,
): Rule {
  return {
    name,
    limit: () => limit,
    start: ({ quantile }) => {
      let candidate: number[] = [];
      let baseline: number[] = [];
      return {
        observe: (look, index) => {
          const points = [
            toPoint(look.candidate, quantile),
            toPoint(look.baseline, quantile),
          ] as const;
          if (points[0] !== undefined) candidate.push(points[0]);
          if (points[1] !== undefined) baseline.push(points[1]);
          if ((index + 1) % LOOKS_PER_INTERVAL !== 0) return -Infinity;
          const result =
            candidate.length > 1 && baseline.length > 1
              ? score(candidate, baseline)
              : -Infinity;
          candidate = [];
          baseline = [];
          return result;
        },
      };
    },
  };
}
