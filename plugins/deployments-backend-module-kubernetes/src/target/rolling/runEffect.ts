import type {
  EffectRequest,
  TargetHandle,
} from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../../client/kubernetesObjects';
import type { EffectDecision } from '../../rollout/effectDecision';
import type { EffectKind } from '../../rollout/effectHistory';
import { listContainers, readTemplateState } from '../../rollout/templateState';
import { createHandle } from '../effectHandle';
import { retryWrite } from '../retryWrite';
import type { WorkloadClient } from '../workloadClient';

/**
 * Performs an effect as one write.
 *
 * @returns `undefined` if there is nothing to wait for.
 * @throws FencedError, or EffectError.
 */
export async function runEffect(
  workload: WorkloadClient,
  request: EffectRequest,
  kind: EffectKind,
  decide: (current: Workload) => EffectDecision | Promise<EffectDecision>,
): Promise<TargetHandle | undefined> {
  const describe = () =>
    workload.describe({
      verb: 'patch',
      resource: 'deployments',
      name: workload.settings.workload,
    });
  return retryWrite(request, describe, async onWrite => {
    const current = await workload.read();
    const { patch, outcome, warnings } = await decide(current);
    warnings.forEach(warning => request.log(warning, 'warn'));
    if (patch) onWrite();
    const written = patch ? await workload.patch(patch) : current;
    return outcome
      ? createHandle(written, kind, request.idempotencyKey, {
          ...outcome,
          // What the cluster has stored, which an admission policy may have rewritten.
          ...(outcome.template && patch?.spec?.template
            ? {
                template: readTemplateState(
                  written,
                  listContainers(outcome.template),
                ),
              }
            : {}),
        })
      : undefined;
  });
}
