import type { ArmData } from '../families/family';
import { LOOK_SECONDS } from '../families/family';
import { countRequests, toPoint } from './points';
import type { Rule } from './rule';

const LOOKS_PER_MINUTE = 60 / LOOK_SECONDS;

/**
 * "More than 10 % worse in a minute", optionally for several minutes in a row. The score is the relative change, of the
 * best minute in the row.
 */
export function createThresholdRule(name: string, inARow: number): Rule {
  return {
    name,
    limit: () => 0.1,
    start: ({ quantile }) => {
      let candidate = createMean(quantile);
      let baseline = createMean(quantile);
      let changes: number[] = [];
      return {
        observe: (look, index) => {
          candidate.add(look.candidate);
          baseline.add(look.baseline);
          if ((index + 1) % LOOKS_PER_MINUTE !== 0) return -Infinity;
          const change = compare(candidate.value(), baseline.value());
          changes = [...changes, change].slice(-inARow);
          candidate = createMean(quantile);
          baseline = createMean(quantile);
          return changes.length < inARow ? -Infinity : Math.min(...changes);
        },
      };
    },
  };
}

function compare(candidate?: number, baseline?: number): number {
  if (candidate === undefined || baseline === undefined) return -Infinity;
  if (baseline === 0) return candidate > 0 ? Infinity : 0;
  return candidate / baseline - 1;
}

/** The mean over requests of a minute. */
function createMean(quantile?: number) {
  let sum = 0;
  let weights = 0;
  return {
    add(arm: ArmData) {
      const point = toPoint(arm, quantile);
      if (point === undefined) return;
      const weight = countRequests(arm);
      sum += weight * point;
      weights += weight;
    },
    value: () => (weights > 0 ? sum / weights : undefined),
  };
}
