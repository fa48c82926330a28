import type { ObjectMeta } from '../client/kubernetesObjects';
import { ROLLOUT } from './annotations';
import { parseTemplateState, type TemplateState } from './templateState';

/** What a deployment changed. It is stored on the workload itself, in the same write as the change. */
export interface RolloutRecord {
  /** Id of the deployment. */
  deployment: string;
  /** What ran before the deployment's first change. */
  before: TemplateState;
  /** Whether the service was removed before, so that undoing the deployment removes it again. */
  wasRemoved: boolean;
  /** What the deployment's last change left. */
  after: TemplateState;
}

/** Reads the record of the last deployment; `undefined` if there is none, or a person broke it by editing. */
export function readRolloutRecord(
  metadata: ObjectMeta,
): RolloutRecord | undefined {
  const text = metadata.annotations?.[ROLLOUT];
  if (!text) return undefined;
  try {
    const stored = JSON.parse(text) as Partial<RolloutRecord> | null;
    const before = parseTemplateState(stored?.before);
    const after = parseTemplateState(stored?.after);
    return typeof stored?.deployment === 'string' && before && after
      ? {
          deployment: stored.deployment,
          before,
          after,
          wasRemoved: stored.wasRemoved === true,
        }
      : undefined;
  } catch {
    return undefined;
  }
}
