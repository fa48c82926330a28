import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readDeploymentsModel } from './readDeploymentsModel';
import { fakeRegistry } from './__testUtils__/registry';

const CONFIG = `
environments:
  staging:
    tier: staging
    target: { provider: local }
  production:
    tier: production
    target: { provider: local, port: 8000 }
    promotesFrom: { environment: staging, soak: 10m }
    approvals:
      managers: { count: 1, from: [group:default/release-managers], selfApproval: false, expiresAfter: 4h }
    windows:
      weekend: { deny: Weekend freeze, schedule: '0 18 * * FRI', for: 62h, timeZone: Europe/Stockholm }
checks:
  responds:     { provider: http, url: '{{ candidate.url }}/healthz', passes: { status: 200 }, every: 5s }
  availability: { provider: target, measure: success-rate, of: candidate, passes: { atLeast: 0.99 },
                  every: 5s, after: 10s, failFor: 15s, tolerate: { errors: 3 }, noData: inconclusive }
goldenPaths:
  web-service:
    title: Web service, canary
    for: { kind: component, spec.type: service }
    steps:
      - { id: migrate, use: http-job, with: { url: http://jobs/migrate }, changes: irreversible, if: { version.flags: { $contains: migrations } } }
      - { id: canary,  use: deploy, with: { strategy: canary, weight: 10 } }
      - { id: watch,   use: check,  with: { checks: [responds, availability], for: 2m } }
      - { id: shift,   use: traffic, with: { weight: 100 } }
      - { id: verify,  use: check,  with: { checks: [responds, availability], for: 5m } }
      - { id: retire,  use: finalize }
    onFailure: rollback
`;

function read(yaml: string) {
  return readDeploymentsModel(
    new ConfigReader({ deployments: parse(yaml) }),
    fakeRegistry(),
  );
}

describe('readDeploymentsModel', () => {
  const model = read(CONFIG);

  it('reads environments in promotion order, with durations in milliseconds', () => {
    expect(model.environments).toEqual([
      {
        name: 'staging',
        title: 'Staging',
        tier: 'staging',
        order: 0,
        target: { provider: 'local', settings: {} },
        annotations: [],
        approvals: [],
        distinctApprovers: true,
        windows: [],
        links: [],
        startConditions: [],
        concurrency: 'queue',
      },
      {
        name: 'production',
        title: 'Production',
        tier: 'production',
        order: 1,
        target: { provider: 'local', settings: { port: 8000 } },
        annotations: [],
        promotesFrom: { environment: 'staging', soakMs: 600_000 },
        approvals: [
          {
            name: 'managers',
            count: 1,
            from: ['group:default/release-managers'],
            selfApproval: false,
            expiresAfterMs: 4 * 3600_000,
          },
        ],
        distinctApprovers: true,
        windows: [
          {
            name: 'weekend',
            effect: 'deny',
            reason: 'Weekend freeze',
            schedule: '0 18 * * FRI',
            forMs: 62 * 3600_000,
            timeZone: 'Europe/Stockholm',
          },
        ],
        links: [],
        startConditions: [],
        concurrency: 'queue',
      },
    ]);
  });

  it("separates a provider's own keys from the keys of every check", () => {
    expect(model.checks.responds).toEqual({
      name: 'responds',
      provider: 'http',
      with: { url: '{{ candidate.url }}/healthz', passes: { status: 200 } },
      passes: {},
      everyMs: 5_000,
      afterMs: 0,
      failForMs: 0,
      tolerateErrors: 3,
      noData: 'inconclusive',
      windowMs: 60_000,
    });
    expect(model.checks.availability).toMatchObject({
      minSamples: 20,
      with: { measure: 'success-rate', of: 'candidate' },
      passes: { atLeast: 0.99 },
      failForMs: 15_000,
    });
  });

  it('makes each step wait for the previous one', () => {
    const [path] = model.goldenPaths;
    expect(path.steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['migrate', []],
      ['canary', ['migrate']],
      ['watch', ['canary']],
      ['shift', ['watch']],
      ['verify', ['shift']],
      ['retire', ['verify']],
    ]);
  });

  it("fills in a step's missing settings from its kind", () => {
    const [migrate, canary, watch] = model.goldenPaths[0].steps;
    expect(migrate).toMatchObject({
      title: 'Migrate',
      changes: 'irreversible',
      undoable: true,
      retry: { attempts: 1 },
      if: { 'version.flags': { $contains: 'migrations' } },
    });
    expect(canary).toMatchObject({
      changes: 'reversible',
      undoable: false,
      timeoutMs: 60_000,
      retry: { attempts: 3, backoffMs: 2_000, maxBackoffMs: 300_000 },
    });
    expect(watch).toMatchObject({
      checks: ['responds', 'availability'],
      changes: 'none',
      // The kind's own minute, the two of the step, and the ten seconds that its checks warm up.
      timeoutMs: 60_000 + 120_000 + 10_000,
    });
  });

  it('accepts an empty configuration', () => {
    expect(readDeploymentsModel(new ConfigReader({}), fakeRegistry())).toEqual({
      environments: [],
      checks: {},
      analyses: {},
      goldenPaths: [],
      contacts: {},
      services: {},
      secrets: [],
      engine: {
        leaseMs: 30_000,
        concurrency: 50,
        maxLogBytesPerStep: 1_000_000,
        observeEveryMs: 60_000,
        queueForMs: 7 * 24 * 3600_000,
        queue: { createSchema: true },
      },
      retention: {
        logs: 90 * 24 * 3600_000,
        measurements: 365 * 24 * 3600_000,
        deadLetters: 'never',
      },
      dora: {
        timeZone: 'UTC',
        incidentWindowMs: 24 * 3600_000,
        ignoreMergeCommits: false,
        defaultWindowDays: 90,
        targets: {},
        ownerTargets: new Map(),
        serviceTargets: new Map(),
        tiers: new Map(),
        sources: [],
      },
    });
  });
});
