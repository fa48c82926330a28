import fc from 'fast-check';
import type {
  StepResult,
  TargetProblem,
} from '@slipway/backstage-plugin-deployments-node';
import type { RollbackStepResult } from '../commands';
import type { Snapshot, StepDefinition } from '../snapshot';
import { aSnapshot, aStep, HOUR, MINUTE, SECOND, version } from './builders';

/** Things that can happen to a deployment, interpreted in its state at that time. */
export type Happening =
  /** The engine does the next work and reports its result. */
  | {
      kind: 'work';
      pick: number;
      result: StepResult;
      rollback: RollbackStepResult;
      cancel: 'cancelled' | 'unknown';
      random: number;
    }
  /** The engine commits a start and dies. */
  | { kind: 'crash'; pick: number }
  /** A report for any step, for its current, previous or next attempt. */
  | {
      kind: 'stray';
      step: number;
      attempt: number;
      result: StepResult;
      rollback: RollbackStepResult;
    }
  | { kind: 'wait'; ms: number }
  | { kind: 'sleep' }
  | { kind: 'tick' }
  | {
      kind: 'person';
      type: number;
      step: number;
      choice: number;
      /** Chosen from the commands that would be accepted. */
      sensible: boolean;
      /** Sends the current `seq` as `expectedSeq`. */
      looked: boolean;
    }
  | { kind: 'noise'; type: number }
  /** The last command of the engine is delivered again. */
  | { kind: 'again' };

const verdict = fc.constantFrom(
  'passed',
  'failed',
  'inconclusive',
  'error',
  'overridden',
  undefined,
);

const effects = fc.option(
  fc.record(
    {
      candidate: fc.constantFrom({ id: 'c1' }, { id: 'c2' }),
      trafficWeight: fc.constantFrom(0, 10, 100),
      baselineRetired: fc.constantFrom(true, false),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
);

const result: fc.Arbitrary<StepResult> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      state: fc.constant('succeeded' as const),
      verdict: fc.constant('passed' as const),
      effects,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      state: fc.constant('succeeded' as const),
      verdict,
      effects,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      state: fc.constant('running' as const),
      pollAfterMs: fc.constantFrom(0, SECOND, MINUTE),
      effects,
      blocker: fc.constantFrom(undefined, undefined, {
        kind: 'external' as const,
        message: 'Waits for a review',
      }),
      problems: fc.constantFrom<TargetProblem[] | undefined>(
        undefined,
        undefined,
        [],
        [{ code: 'quota', message: 'The quota is used up' }],
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      state: fc.constant('running' as const),
      pollAfterMs: fc.constantFrom(SECOND, MINUTE),
      effects,
      idle: fc.constantFrom(true, true, false),
      promotable: fc.constantFrom(
        undefined,
        { nextWeight: 25, needsReason: false },
        { nextWeight: 100, needsReason: true },
      ),
      blocker: fc.constantFrom(undefined, undefined, {
        kind: 'decision' as const,
        message: 'The score is 80',
      }),
      deadline: fc.constantFrom(
        undefined,
        { afterMs: HOUR },
        { otherwise: 'promote' as const },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      state: fc.constant('failed' as const),
      error: fc.constant({ message: 'it broke' }),
      retryable: fc.boolean(),
      verdict: fc.constantFrom('failed' as const, 'error' as const, undefined),
      notSent: fc.constantFrom(undefined, undefined, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      state: fc.constant('undecided' as const),
      verdict: fc.constantFrom('inconclusive' as const, 'error' as const),
      message: fc.constant('who knows'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      state: fc.constant('waiting' as const),
      blocker: fc.constant({
        kind: 'approval' as const,
        message: 'Waits for managers',
      }),
    }),
  },
);

const rollbackResult: fc.Arbitrary<RollbackStepResult> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constant({
      state: 'succeeded' as const,
      verdict: 'passed' as const,
    }),
  },
  { weight: 2, arbitrary: result },
  {
    weight: 1,
    arbitrary: fc.constant({ state: 'unknown' as const, message: 'no answer' }),
  },
);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      kind: fc.constant('work' as const),
      pick: fc.nat(5),
      result,
      rollback: rollbackResult,
      cancel: fc.constantFrom(
        'cancelled' as const,
        'cancelled' as const,
        'unknown' as const,
      ),
      random: fc.constantFrom(0, 0.5, 0.99),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('crash' as const),
      pick: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('stray' as const),
      step: fc.nat(5),
      attempt: fc.constantFrom(-1, 0, 0, 1),
      result,
      rollback: rollbackResult,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(SECOND, MINUTE, 11 * MINUTE, 25 * HOUR),
    }),
  },
  { weight: 4, arbitrary: fc.constant({ kind: 'sleep' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'tick' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('person' as const),
      type: fc.nat(20),
      step: fc.nat(5),
      choice: fc.nat(3),
      sensible: fc.boolean(),
      looked: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('noise' as const),
      type: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: 'again' as const }) },
);

const KINDS_OF_STEPS: Partial<StepDefinition>[] = [
  { use: 'deploy', changes: 'reversible' },
  { use: 'check', checks: ['health'] },
  { use: 'traffic', changes: 'reversible' },
  { use: 'wait' },
  { use: 'approve' },
  { use: 'job', changes: 'reversible', undoable: true },
  { use: 'migrate', changes: 'irreversible' },
  {
    use: 'migrate',
    changes: 'irreversible',
    backwardCompatible: true,
    undoable: true,
  },
];

const steps: fc.Arbitrary<StepDefinition[]> = fc
  .array(
    fc.record({
      what: fc.constantFrom(...KINDS_OF_STEPS),
      /** A bit mask of the earlier steps that it needs. */
      needs: fc.nat(63),
      inOrder: fc.boolean(),
      attempts: fc.constantFrom(1, 1, 2, 3),
      onFailure: fc.constantFrom(
        undefined,
        undefined,
        'rollback' as const,
        'pause' as const,
        'fail' as const,
      ),
      /** Often set, so that skipped steps in a row, at joins, first and last are common. */
      skipped: fc.constantFrom(
        undefined,
        undefined,
        'its condition does not hold',
      ),
    }),
    { minLength: 1, maxLength: 7, size: 'max' },
  )
  .map(drafts =>
    drafts.map(
      ({ what, needs, inOrder, attempts, onFailure, skipped }, index) =>
        aStep(`s${index}`, {
          ...what,
          needs: inOrder
            ? [`s${index - 1}`].filter(() => index > 0)
            : drafts.flatMap((_, other) =>
                // eslint-disable-next-line no-bitwise
                other < index && needs & (1 << other) ? [`s${other}`] : [],
              ),
          retry: { attempts, backoffMs: SECOND, maxBackoffMs: MINUTE },
          ...(onFailure ? { onFailure } : {}),
          ...(skipped ? { skipped } : {}),
        }),
    ),
  );

const snapshot: fc.Arbitrary<Snapshot> = fc
  .record({
    steps,
    kind: fc.constantFrom(
      'deploy' as const,
      'deploy' as const,
      'deploy' as const,
      'rollback' as const,
      'restart' as const,
    ),
    onFailure: fc.constantFrom(
      'rollback' as const,
      'rollback' as const,
      'pause' as const,
      'fail' as const,
    ),
    hasBaseline: fc.constantFrom(true, true, false),
    hasTarget: fc.boolean(),
  })
  .map(({ hasBaseline, hasTarget, ...rest }) => {
    const {
      baseline: _baseline,
      rollbackTarget: _target,
      ...base
    } = aSnapshot(rest);
    return {
      ...base,
      ...(hasBaseline ? { baseline: version('1.4.1') } : {}),
      ...(hasTarget ? { rollbackTarget: version('1.4.0') } : {}),
    };
  });

export interface Scenario {
  snapshot: Snapshot;
  /** A target that never confirms a cancel before the end. */
  deaf: boolean;
  happenings: Happening[];
}

// Without bias: fast-check would prefer short, simple scenarios, most of which end before anything interesting happens.
export const scenarios: fc.Arbitrary<Scenario> = fc.noBias(
  fc.record({
    snapshot,
    deaf: fc.constantFrom(false, false, true),
    happenings: fc.array(happening, {
      minLength: 10,
      maxLength: 80,
      size: 'max',
    }),
  }),
);
