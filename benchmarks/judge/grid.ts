import { FAMILIES } from './families';
import { LOOKS } from './families/family';
import type { Cell } from './simulation/cell';
import { createCell } from './simulation/cell';

/** How many metrics a rollout has. */
export const METRICS = [1, 10, 50];

/** The shifts that are to be found. */
export const SHIFTS = [0.05, 0.1, 0.25, 0.5];

export interface GridSize {
  /** Rollouts of identical versions, per family. */
  identical: number;
  /** Rollouts per family and shift. */
  shifted: number;
}

export const FULL: GridSize = { identical: 10_000, shifted: 400 };
export const SHORT: GridSize = { identical: 400, shifted: 40 };

/** Identical versions: every alarm is false. */
export function listIdenticalCells({ identical }: GridSize): Cell[] {
  return FAMILIES.map(({ name }) =>
    createCell({ family: name, rollouts: identical }),
  );
}

/** A candidate that is worse from the start. */
export function listShiftedCells({ shifted }: GridSize): Cell[] {
  return FAMILIES.flatMap(({ name }) =>
    SHIFTS.map(shift =>
      createCell({ family: name, ratio: 1 + shift, rollouts: shifted }),
    ),
  );
}

/** Other sample sizes: a tenth and ten times the traffic. */
export function listTrafficCells({ shifted }: GridSize): Cell[] {
  return ['errors-1pct', 'latency-lognormal', 'revenue'].flatMap(family =>
    [0.1, 10].flatMap(traffic =>
      SHIFTS.map(shift =>
        createCell({
          family,
          traffic,
          ratio: 1 + shift,
          rollouts: Math.ceil(shifted / 4),
        }),
      ),
    ),
  );
}

/** A candidate that becomes worse when it gets most of the traffic. */
export function listLateCells({ shifted }: GridSize): Cell[] {
  return FAMILIES.flatMap(({ name }) =>
    [0.25, 0.5].map(shift =>
      createCell({
        family: name,
        ratio: 1 + shift,
        from: (LOOKS * 2) / 3,
        rollouts: Math.ceil(shifted / 2),
      }),
    ),
  );
}
