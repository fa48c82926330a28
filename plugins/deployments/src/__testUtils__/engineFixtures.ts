import type { EngineView } from '@slipway/backstage-plugin-deployments-common';
import { SERVICE, V142 } from './fixtures';

/** A deployment, as the engine's lists show it. */
export const ENGINE_DEPLOYMENT = {
  id: 'd1',
  kind: 'deploy',
  service: SERVICE,
  environment: 'production',
  version: V142,
  status: 'running',
  seq: 7,
} as const;

/** Two replicas, of which one is dead, with a running and a waiting deployment. */
export function engineView(more: Partial<EngineView> = {}): EngineView {
  return {
    at: new Date().toISOString(),
    health: {
      status: 'ok',
      reasons: [],
      queue: 'in process',
      figures: {
        deployments: { queued: 1, running: 2, waiting: 3, rolling_back: 0 },
        late: 1,
        dueWork: 4,
        oldestDueMs: 65_000,
        outbox: 0,
        outboxOldestMs: 0,
        unsealed: 0,
        sealLagMs: 0,
        replicas: 1,
      },
    },
    replicas: [
      {
        id: '11112222-aaaa',
        host: 'portal-1',
        pid: 4711,
        version: '0.1.0',
        startedAt: '2026-11-21T09:00:00Z',
        seenAt: new Date().toISOString(),
        alive: true,
        running: 1,
      },
      {
        id: '33334444-bbbb',
        host: 'portal-2',
        pid: 4712,
        version: '0.1.0',
        startedAt: '2026-11-21T09:00:00Z',
        seenAt: '2026-11-21T09:10:00Z',
        alive: false,
        running: 0,
      },
    ],
    running: [
      {
        deployment: ENGINE_DEPLOYMENT,
        steps: ['Watch'],
        since: '2026-11-21T10:00:00Z',
        owner: '11112222-aaaa',
        leaseUntil: new Date(Date.now() + 20_000).toISOString(),
      },
    ],
    waits: [
      {
        deployment: { ...ENGINE_DEPLOYMENT, id: 'd2', status: 'waiting' },
        since: '2026-11-21T08:00:00Z',
        late: true,
        blockers: [
          {
            kind: 'approval',
            message: '0 of 1 approval from release-managers.',
          },
        ],
      },
    ],
    stuck: [],
    hidden: 0,
    ...more,
  };
}
