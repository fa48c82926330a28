import type { DeploymentChange } from './service';

/** Tells listeners in this process what was committed. */
export interface ChangeHub {
  publish(change: DeploymentChange): void;
  subscribe(
    deploymentId: string | undefined,
    listener: (change: DeploymentChange) => void,
  ): () => void;
}

export function createChangeHub(): ChangeHub {
  const ofAll = new Set<(change: DeploymentChange) => void>();
  const ofOne = new Map<string, Set<(change: DeploymentChange) => void>>();
  return {
    publish(change) {
      const listeners = [...ofAll, ...(ofOne.get(change.deploymentId) ?? [])];
      for (const listener of listeners) {
        listener(change);
      }
    },
    subscribe(deploymentId, listener) {
      if (deploymentId === undefined) {
        ofAll.add(listener);
        return () => ofAll.delete(listener);
      }
      const listeners = ofOne.get(deploymentId) ?? new Set();
      ofOne.set(deploymentId, listeners);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && ofOne.get(deploymentId) === listeners) {
          ofOne.delete(deploymentId);
        }
      };
    },
  };
}
