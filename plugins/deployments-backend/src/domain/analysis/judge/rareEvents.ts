import { logMean } from './countEvidence';

/** The shares that a rare event may have, as parts of the bound. */
const PARTS = [0, 0.25, 0.5, 0.75];

/**
 * The logarithm of the evidence that the probability of an event is less than `bound`: the likelihood ratio of smaller
 * probabilities to the bound, averaged. If the probability is at least the bound, the chance that the evidence ever
 * reaches x is at most 1/x, for independent requests.
 *
 * @param bound - more than 0, less than 1
 * @param phi - the overdispersion, at least 1
 */
export function rareEvidence(
  { events, total }: { events: number; total: number },
  bound: number,
  phi: number,
): number {
  const others = total - events;
  return logMean(
    PARTS.map(
      part =>
        ((events === 0 ? 0 : events * Math.log(part)) +
          others * (Math.log1p(-part * bound) - Math.log1p(-bound))) /
        phi,
    ),
  );
}
