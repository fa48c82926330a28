import { FAMILIES } from './families';
import { LOOKS } from './families/family';
import type { Cell } from './simulation/cell';
import { createCell } from './simulation/cell';

/** How many metrics a rollout has. */
export const METRICS = [1, 10, 50];

/** The number of metrics at which detection is compared. */
export const COMPARED_METRICS = 10;

/** The shifts that are to be found. */
const SHIFTS = [0.05, 0.1, 0.25, 0.5];

export interface GridSize {
  /** Rollouts of identical versions, per family. */
  identical: number;
  /** The same for the peers, which take longer and whose rates are higher. */
  peers: number;
  /** Rollouts per family and shift. */
  shifted: number;
}

export const FULL: GridSize = { identical: 10_000, peers: 2_000, shifted: 200 };
export const SHORT: GridSize = { identical: 400, peers: 100, shifted: 20 };

/** Identical versions: every alarm is false. */
export function listIdenticalCells(rollouts: number): Cell[] {
  return FAMILIES.map(({ name }) => createCell({ family: name, rollouts }));
}

/** Identical versions in rollouts of almost three hours, with a look every 10 s all the same. */
export function listLongCells({ shifted }: GridSize): Cell[] {
  return ['errors-1pct', 'latency-lognormal', 'gauge-ar', 'gauge-heavy'].map(
    family => createCell({ family, looks: 1_000, rollouts: 4 * shifted }),
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

/** Other sample sizes: a tenth of the traffic and ten times as much. */
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
