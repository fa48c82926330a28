import type { CountBlock } from './blocks';
import type { Series } from './series';
import {
  addToSeries,
  createSeries,
  estimateInflation,
  sumSquares,
} from './series';

/**
 * How much more counts scatter than independent events would, e.g. because errors come in clusters. Blocks are joined
 * until enough is known, and their scatter is compared with what it should be. Plain JSON.
 */
export interface Dispersion {
  /** The candidate against the baseline. */
  between: Joined;
  /** Blocks of the baseline against the next one: a candidate that is worse doesn't hide in the scatter. */
  within: Joined;
  /** The baseline of a block that waits for the next one. */
  waiting: { events: number; total: number } | null;
}

interface Joined {
  /** The distance from the expected number of events, and its variance, of the open batch. */
  distance: number;
  variance: number;
  series: Series;
}

/** A batch is complete with this variance. */
const VARIANCE_PER_BATCH = 1;

/** Batches without which there is no evidence. */
const LEAST_DISPERSION_BATCHES = 6;
const LEAST_WITHIN = 4;
const LEAST_FOR_INFLATION = 8;

/** So many batches with so much scatter are assumed before the first. */
const PRIOR = { batches: 4, scatter: 1.5 };

const INFLATION = { bias: 1, margin: 0, slack: true };

export function createDispersion(): Dispersion {
  const joined = () => ({ distance: 0, variance: 0, series: createSeries() });
  return { between: joined(), within: joined(), waiting: null };
}

/** Adds a block in place. */
export function addToDispersion(
  dispersion: Dispersion,
  block: CountBlock,
): void {
  const { candidate, baseline, fixedEvents } = block;
  join(dispersion.between, candidate, baseline);
  // Blocks with a quantile of their own aren't comparable by it: each has the same share above it.
  if (fixedEvents) return;
  if (dispersion.waiting) {
    join(dispersion.within, dispersion.waiting, baseline);
    dispersion.waiting = null;
  } else {
    dispersion.waiting = { ...baseline };
  }
}

function join(
  joined: Joined,
  first: { events: number; total: number },
  second: { events: number; total: number },
): void {
  const events = first.events + second.events;
  const total = first.total + second.total;
  if (events === 0 || total < 2) return;
  const q = first.total / total;
  joined.distance += first.events - events * q;
  // Drawing without replacement scatters less; that matters if events are a large share.
  joined.variance += (events * q * (1 - q) * (total - events)) / (total - 1);
  if (joined.variance >= VARIANCE_PER_BATCH) {
    addToSeries(
      joined.series,
      joined.distance / joined.variance,
      joined.variance,
    );
    joined.distance = 0;
    joined.variance = 0;
  }
}

/** Whether there are enough batches for evidence. */
export function hasEnoughBatches({ between }: Dispersion): boolean {
  return between.series.count >= LEAST_DISPERSION_BATCHES;
}

/** Estimates the overdispersion: 1 if events are independent, more if they aren't. */
export function estimateDispersion({ between, within }: Dispersion): number {
  const { series } = between;
  let phi =
    scatter(series) *
    (series.count >= LEAST_FOR_INFLATION
      ? Math.max(1, estimateInflation(series, INFLATION))
      : 1);
  if (within.series.count >= LEAST_WITHIN) {
    phi = Math.max(phi, scatter(within.series));
  }
  return Math.max(1, phi);
}

/** Pearson's statistic per degree of freedom, drawn towards the prior, and enlarged while there are few batches. */
function scatter(series: Series): number {
  const { count } = series;
  if (count === 0) return PRIOR.scatter;
  return (
    ((sumSquares(series) + PRIOR.batches * PRIOR.scatter) /
      (count - 1 + PRIOR.batches)) *
    (1 + 0.5 / Math.sqrt(count))
  );
}
