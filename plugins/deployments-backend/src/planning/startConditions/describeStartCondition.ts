import type { StartConditionModel } from '../../domain/model/deploymentsModel';
import { prepareStartCondition } from './prepareStartCondition';
import type { PrepareDeps, StartRequest } from './prepareStartCondition';

/** Describes a condition with its templates filled in, without secrets. */
export function describeStartCondition(
  deps: PrepareDeps,
  condition: StartConditionModel,
  request: StartRequest,
): string {
  const prepared = prepareStartCondition(deps, condition, request);
  return prepared.result === 'prepared'
    ? deps.renderer.redact(prepared.provider.describe(prepared.with))
    : condition.provider;
}
