import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { fakeRegistry } from '../__testUtils__/registry';
import { readDeploymentsModel } from '../readDeploymentsModel';

const HOUR = 3600_000;

function read(watch: string, more: string = '') {
  const config = `
environments:
  production: { tier: production, target: { provider: local } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}/healthz', passes: { status: 200 } }
  compares: { provider: http, url: '{{ baseline.url }}/healthz', passes: { status: 200 } }
  stable:   { provider: http, url: '{{ service.url }}/healthz', passes: { status: 200 } }
goldenPaths:
  web:
    for: { kind: component }
    steps:
      - { id: canary, use: deploy, with: { strategy: canary, weight: 10 } }
      - { id: verify, use: check,  with: { checks: [responds, compares], for: 2m } }
      - { id: retire, use: finalize }
    ${watch}
  ${more}
`;
  return readDeploymentsModel(
    new ConfigReader({ deployments: parse(config) }),
    fakeRegistry(),
  ).goldenPaths;
}

describe('readWatch', () => {
  it('measures the checks of the steps that need no baseline, every minute, and asks after a breach of 3 minutes', () => {
    const [path] = read('watch: { for: 24h }');
    expect(path.watch).toEqual({
      forMs: 24 * HOUR,
      everyMs: 60_000,
      failForMs: 180_000,
      onBreach: 'ask',
      checks: ['responds'],
    });
  });

  it('reads all keys', () => {
    const [path] = read(
      'watch: { for: 2h, checks: [stable], every: 5m, failFor: 10m, onBreach: rollback, if: { environment.tier: production } }',
    );
    expect(path.watch).toEqual({
      forMs: 2 * HOUR,
      everyMs: 300_000,
      failForMs: 600_000,
      onBreach: 'rollback',
      checks: ['stable'],
      if: { 'environment.tier': 'production' },
    });
  });

  it('accepts 30 days with a measurement every minute', () => {
    expect(read('watch: { for: 30d }')[0].watch).toMatchObject({
      everyMs: 60_000,
    });
  });

  it('has no default: without the section nothing is watched', () => {
    expect(read('')[0]).not.toHaveProperty('watch');
  });

  it('is inherited', () => {
    const other = read(
      'watch: { for: 24h }',
      'other: { extends: web, for: { kind: api } }',
    ).find(({ name }) => name === 'other');
    expect(other?.watch).toMatchObject({ forMs: 24 * HOUR });
  });

  it.each([
    ['watch: {}', /watch\.for/],
    ['watch: { for: 0s }', /watch\.for: must be longer than 0/],
    ['watch: { for: 1h, onBreach: abort }', /watch\.onBreach/],
    ['watch: { for: 1h, until: never }', /watch\.until/],
    ['watch: { for: 1h, every: 2h }', /watch\.every: must not be longer/],
    [
      'watch: { for: 31d, every: 1h }',
      /watch\.for: must not be longer than 30/,
    ],
    [
      'watch: { for: 30d, every: 10s }',
      /watch\.every: must be at least 52s, .*50000 measurements/,
    ],
    ['watch: { for: 1h, failFor: 2h }', /watch\.failFor: must not be longer/],
    [
      'watch: { for: 1h, checks: [respond] }',
      /watch\.checks\[0\]: unknown check "respond".*responds/,
    ],
    [
      'watch: { for: 1h, checks: [compares] }',
      /watch\.checks\[0\]: "compares" measures the baseline/,
    ],
    ['watch: { for: 1h, if: { version.flag: x } }', /watch\.if/],
  ])('refuses %s', (watch, mistake) => {
    expect(() => read(watch)).toThrow(mistake);
  });
});
