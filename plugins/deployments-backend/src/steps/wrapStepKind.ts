import type { StepKind } from '@slipway/backstage-plugin-deployments-node';
import { isSaying } from './sayingStepKind';
import { parseWithSchema } from '@slipway/backstage-plugin-deployments-node/config';

/**
 * Wraps a step kind so that its `describe` accepts settings as they are written in a golden path (`for: 2m`), which is how
 * plans store them. The wrapper parses them with the kind's schema first. Settings that the schema rejects are passed on
 * unchanged.
 *
 * The result loses the type of the settings, because the schema validates them at run time.
 */
export function wrapStepKind<TWith>(kind: StepKind<TWith>): StepKind {
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
      const read = parseWithSchema(erased.schema, settings);
      return erased.describe(read.success ? read.data : settings, facts);
    },
    start: request => erased.start(request),
    poll: request => erased.poll(request),
    cancel: request => erased.cancel(request),
    ...(findProblems ? { findProblems } : {}),
    ...(undo ? { undo } : {}),
    ...(isSaying(erased) ? { say: erased.say.bind(erased) } : {}),
  };
}
