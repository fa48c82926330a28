import type { JsonObject } from '@backstage/types';
import type { BenchmarkService } from '../lib';

export const REQUESTER = 'user:default/ana';
export const MANAGER = 'user:default/ben';
export const PERSONS: Record<string, string[]> = {
  [REQUESTER]: ['group:default/developers'],
  [MANAGER]: ['group:default/managers', 'group:default/developers'],
};

/** The environments. The target of `unfenced` cannot reject an old owner. */
export const ENVIRONMENTS = ['fenced', 'unfenced', 'approved'] as const;

const PATHS = ['canary', 'rolling', 'approved'] as const;

/** Creates services, each with a golden path. */
export function createServices(count: number): BenchmarkService[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `service-${index + 1}`,
    annotations: {
      'slipway/golden-path': PATHS[index % PATHS.length] ?? 'canary',
    },
  }));
}

/** Builds the part of app-config that is under test. */
export function createDeploymentsConfig(options: {
  leaseMs: number;
}): JsonObject {
  const retry = { attempts: 3, backoff: '200ms' };
  const checkStep = { use: 'check', with: { checks: ['well'], for: '1s' } };
  return {
    deployments: {
      engine: { lease: `${options.leaseMs}ms` },
      environments: {
        fenced: { tier: 'staging', target: { provider: 'recorder' } },
        unfenced: {
          tier: 'staging',
          target: { provider: 'recorder-unfenced' },
        },
        approved: {
          tier: 'production',
          target: { provider: 'recorder' },
          approvals: {
            managers: { count: 1, from: ['group:default/managers'] },
          },
          concurrency: 'supersede',
        },
      },
      checks: {
        well: {
          provider: 'recorded',
          passes: { atLeast: 0.5 },
          every: '1s',
          tolerate: { errors: 2 },
        },
      },
      goldenPaths: {
        canary: {
          steps: [
            {
              id: 'canary',
              use: 'deploy',
              with: { strategy: 'canary', weight: 20 },
              retry,
            },
            { id: 'watch', ...checkStep },
            { id: 'shift', use: 'traffic', with: { weight: 100 }, retry },
            { id: 'verify', ...checkStep },
            { id: 'retire', use: 'finalize', retry },
          ],
          onFailure: 'rollback',
        },
        rolling: {
          steps: [
            {
              id: 'bring',
              use: 'deploy',
              with: { strategy: 'rolling' },
              retry,
            },
            { id: 'verify', ...checkStep },
            { id: 'retire', use: 'finalize', retry },
          ],
          onFailure: 'pause',
        },
        approved: {
          steps: [
            {
              id: 'approve',
              use: 'approve',
              with: { from: ['group:default/managers'] },
            },
            {
              id: 'bring',
              use: 'deploy',
              with: { strategy: 'blue-green' },
              retry,
            },
            { id: 'shift', use: 'traffic', with: { weight: 100 }, retry },
            { id: 'wait', use: 'wait', with: { for: '500ms' } },
            { id: 'verify', ...checkStep },
            { id: 'retire', use: 'finalize', retry },
          ],
          onFailure: 'fail',
        },
      },
    },
  };
}
