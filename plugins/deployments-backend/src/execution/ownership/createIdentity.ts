import { randomUUID } from 'node:crypto';

/** Identifies this process as an owner of deployments. */
export interface Identity {
  /** The owner's id, which deployments store while it owns them. */
  readonly owner: string;
  /** Aborts when other replicas may consider this process dead: they may own its deployments by now. */
  readonly lost: AbortSignal;
}

/** Creates a new identity. `lose` ends it: after that, the process may no longer act under it. */
export function createIdentity(): Identity & { lose(): void } {
  const controller = new AbortController();
  return {
    owner: randomUUID(),
    lost: controller.signal,
    lose: () => controller.abort(),
  };
}
