import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { PATTERNS } from './patterns/patterns';
import { readDeploymentsModel } from '../readDeploymentsModel';
import { fakeRegistry, fakeTarget } from '../__testUtils__/registry';
import type { GoldenPathModel } from '../../domain/model/deploymentsModel';

const BASE = `
environments:
  dev: { target: { provider: local } }
checks:
  responds: { provider: http, url: '{{ candidate.url }}/healthz', passes: { status: 200 } }
  quick: { provider: target, measure: p95, of: candidate, passes: { atMost: 300 } }
`;

function paths(yaml: string): Record<string, GoldenPathModel> {
  const model = readDeploymentsModel(
    new ConfigReader({ deployments: parse(`${BASE}\ngoldenPaths:\n${yaml}`) }),
    fakeRegistry(),
  );
  return Object.fromEntries(model.goldenPaths.map(it => [it.name, it]));
}

const ids = (path: GoldenPathModel) => path.steps.map(({ id }) => id);

describe('the built-in patterns', () => {
  it.each(Object.keys(PATTERNS))(
    '%s is a whole golden path as soon as it has checks',
    name => {
      const { web } = paths(
        `  web: { extends: ${name}, checks: [responds, quick] }`,
      );
      expect(web.onFailure).toBe('rollback');
      expect(
        web.steps
          .filter(({ use }) => use === 'check')
          .every(({ checks }) => checks.join() === 'responds,quick'),
      ).toBe(true);
    },
  );

  it('rolling works with a target without special capabilities', () => {
    expect(() =>
      readDeploymentsModel(
        new ConfigReader({
          deployments: parse(
            `${BASE}\ngoldenPaths: { web: { extends: rolling, checks: [responds] } }`,
          ),
        }),
        fakeRegistry([fakeTarget('local', [])]),
      ),
    ).not.toThrow();
  });

  it('are not golden paths until one extends them', () => {
    expect(
      paths('  web: { extends: canary, checks: [quick] }'),
    ).not.toHaveProperty('canary');
  });

  it('can be extended by a golden path of the same name', () => {
    expect(
      ids(paths('  canary: { extends: canary, checks: [quick] }').canary),
    ).toEqual(['canary', 'watch', 'shift', 'verify', 'retire']);
  });
});

describe('extending', () => {
  it('changes a step by its id, and its settings one by one', () => {
    const { web } = paths(`
  web:
    extends: canary
    checks: [responds]
    steps:
      - { id: canary, title: A quarter, with: { weight: 25 } }
      - { id: watch, timeout: 30m, with: { checks: [quick] } }`);
    expect(web.steps[0]).toMatchObject({
      title: 'A quarter',
      use: 'deploy',
      with: { strategy: 'canary', weight: 25 },
    });
    expect(web.steps[1]).toMatchObject({
      timeoutMs: 30 * 60_000,
      with: { checks: ['quick'], for: '5m' },
    });
    expect(web.steps[3].checks).toEqual(['responds']);
  });

  it('removes steps, adds them at the end, before and after others, and chains them again', () => {
    const { web } = paths(`
  web:
    extends: rolling
    checks: [responds]
    steps:
      - { id: first, before: deploy, use: wait, with: { for: 1m } }
      - { id: settle, after: deploy, use: wait, with: { for: 1m } }
      - { id: verify, remove: true }
      - { id: last, use: wait, with: { for: 1m } }`);
    expect(web.steps.map(({ id, needs }) => [id, needs])).toEqual([
      ['first', []],
      ['deploy', ['first']],
      ['settle', ['deploy']],
      ['retire', ['settle']],
      ['last', ['retire']],
    ]);
  });

  it('replaces the settings of a step whose kind changes', () => {
    const { web } = paths(`
  web:
    extends: rolling
    checks: [responds]
    steps: [{ id: verify, use: wait, with: { for: 1m } }]`);
    expect(web.steps[1]).toMatchObject({ use: 'wait', with: { for: '1m' } });
    expect(web.steps[1].checks).toEqual([]);
  });

  it('inherits across several golden paths, in any order of declaration', () => {
    const { special } = paths(`
  special: { extends: web, onFailure: pause, steps: [{ id: watch, with: { for: 2m } }] }
  web:
    extends: canary
    title: Web
    for: { kind: component }
    order: 3
    checks: [quick]
    decideWithin: 2h
    steps: [{ id: watch, with: { for: 1m } }]`);
    expect(special).toMatchObject({
      onFailure: 'pause',
      decideWithinMs: 2 * 3600_000,
    });
    expect(special.steps[1]).toMatchObject({
      checks: ['quick'],
      with: { for: '2m' },
    });
    // A path's title and `for` are not inherited.
    expect(special).toMatchObject({ title: 'Special', order: 0 });
    expect(special.for).toBeUndefined();
  });
});
