import { randomUUID } from 'node:crypto';

/** As whom this process works on deployments. */
export interface Identity {
  /** What the deployments that it works on name as their owner. */
  readonly owner: string;
  /** Aborts when this process may be taken for gone: what it owned may be another's by now. */
  readonly lost: AbortSignal;
}

/** An identity for as long as the process lives: where there are no peers, or nothing but the lease tells of it. */
export function createIdentity(): Identity & { lose(): void } {
  const controller = new AbortController();
  return {
    owner: randomUUID(),
    lost: controller.signal,
    lose: () => controller.abort(),
  };
}
