import type { DriftItem } from '@slipway/backstage-plugin-deployments-common';
import { PRODUCTION, SERVICE } from './fixtures';

export function ago(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

export function addSeconds(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1_000).toISOString();
}

/** Another version runs in production than the one that Slipway deployed. */
export function driftItem(more: Partial<DriftItem> = {}): DriftItem {
  return {
    service: {
      entityRef: SERVICE,
      name: 'checkout',
      title: 'Checkout',
      owner: 'group:default/shop',
    },
    environment: PRODUCTION,
    drift: {
      id: 'drift-1',
      message: '1.4.1 should run here, but 1.3.0 does.',
      expected: '1.4.1',
      observed: '1.3.0',
    },
    since: ago(120),
    observedAt: ago(0),
    managedBy: 'Helm release checkout',
    changedBy: { name: 'kubectl-edit', at: ago(125) },
    actions: { resolveDrift: true },
    ...more,
  };
}
