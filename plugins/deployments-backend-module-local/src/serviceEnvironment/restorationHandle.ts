import type { TargetHandle } from '@slipway/backstage-plugin-deployments-node';

/** Creates the handle of an abort that restores an instance in batches. The handle of an apply has no data. */
export function createRestorationHandle(instanceId: string): TargetHandle {
  return { id: instanceId, data: { effect: 'abort' } };
}

/** Whether a handle is that of an abort. */
export function isRestorationHandle({ data }: TargetHandle): boolean {
  return data?.effect === 'abort';
}
