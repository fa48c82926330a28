import type { StepKind } from '@slipway/backstage-plugin-deployments-node';

/**
 * Lets a step kind describe settings as a golden path writes them (`for: 2m`). Plans store them like that, but a kind's
 * `describe` expects what its schema makes of them. Settings that the schema rejects are passed on unchanged.
 *
 * The result no longer has the settings' type: the schema has validated what a kind gets.
 */
export function describeStepAsWritten<TWith>(kind: StepKind<TWith>): StepKind {
  const erased = kind as unknown as StepKind;
  const undo = erased.undo?.bind(erased);
  const findProblems = erased.findProblems?.bind(erased);
  return {
    id: kind.id,
    schema: erased.schema,
    timeoutMs: kind.timeoutMs,
    changes: settings => erased.changes(settings),
    requires: settings => erased.requires?.(settings) ?? [],
    describe(settings, facts) {
      const read = erased.schema.safeParse(settings);
      return erased.describe(read.success ? read.data : settings, facts);
    },
    start: request => erased.start(request),
    poll: request => erased.poll(request),
    cancel: request => erased.cancel(request),
    ...(findProblems ? { findProblems } : {}),
    ...(undo ? { undo } : {}),
  };
}
