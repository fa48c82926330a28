import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import { fakeRegistry, fakeTarget } from '../config/__testUtils__/registry';
import type { Snapshot, StepDefinition } from '../domain/deployment/snapshot';
import { findMissingCapabilities } from './findMissingCapabilities';

const cluster: DeploymentTarget = {
  ...fakeTarget('cluster', ['side-by-side', 'weights', 'fence']),
  getCapabilities: ({ mode }) =>
    mode === 'slots' ? ['side-by-side', 'weights', 'fence'] : ['fence'],
};

function find(mode: string, more: Partial<StepDefinition> = {}): string[] {
  return findMissingCapabilities(fakeRegistry([cluster]), {
    target: { provider: 'cluster', settings: { mode } },
    environment: { name: 'production', tier: 'production' },
    steps: [
      {
        id: 'canary',
        title: 'Canary',
        use: 'deploy',
        with: { strategy: 'canary', weight: 10 },
        checks: [],
        ...more,
      },
      { id: 'retire', title: 'Retire', use: 'finalize', with: {}, checks: [] },
    ],
    analyses: {
      web: {
        title: 'Web requests',
        sources: {
          errors: {
            title: 'Failed requests',
            provider: 'target',
            with: { measure: 'errors' },
          },
        },
      },
    },
    checks: {
      availability: { provider: 'target', with: { measure: 'success-rate' } },
      responds: { provider: 'http', with: { url: '{{ candidate.url }}' } },
    },
  } as unknown as Snapshot);
}

describe('steps that a service’s target settings do not allow', () => {
  it('are named with what they need and what the target can do', () => {
    expect(find('rolling')).toEqual([
      'Step "Canary" needs side-by-side and weights, which the target cluster does not support with the settings of this service in production (it supports: fence)',
    ]);
  });

  it('are none if the settings allow all of them', () => {
    expect(find('slots')).toEqual([]);
  });

  it('do not count if they are skipped', () => {
    expect(find('rolling', { skipped: 'It is staging' })).toEqual([]);
  });

  it('are those whose checks read measurements that the target does not take', () => {
    const checks = ['responds', 'availability'];
    expect(find('slots', { title: 'Watch', checks })).toEqual([
      'The check "availability" of step "Watch" needs measure, which the target cluster does not support with the settings of this service in production (it supports: side-by-side, weights, fence)',
    ]);
  });

  it('are those whose analysis reads metrics that the target does not measure', () => {
    expect(find('slots', { analyses: ['web'] })).toEqual([
      'The metric "Failed requests" of the analysis "Web requests" in step "Canary" needs measure, which the target cluster does not support with the settings of this service in production (it supports: side-by-side, weights, fence)',
    ]);
  });
});
