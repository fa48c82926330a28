import {
  aSnapshot,
  aStep,
  version,
} from '../deployment/__testUtils__/builders';
import { findRollbackRefusal } from './findRollbackRefusal';
import type { RollbackFacts } from './findRollbackRefusal';

const observe = (...artifacts: string[]) => ({
  at: 0,
  instances: artifacts.map((artifact, index) => ({
    id: `i${index}`,
    artifact,
    versionName: artifact,
    weight: 100 / artifacts.length,
    ready: true,
    since: 0,
  })),
});

const current = {
  version: version('2.0.0'),
  since: 0,
  by: 'user:default/ada',
  deploymentId: 'd1',
  verification: 'passed' as const,
};

const facts = (overrides: Partial<RollbackFacts> = {}): RollbackFacts => ({
  artifact: 'sha256:2.0.0',
  snapshot: aSnapshot(),
  serviceEnvironment: { current },
  observation: observe('sha256:2.0.0'),
  queued: 0,
  blockers: [],
  ...overrides,
});

describe('findRollbackRefusal', () => {
  it('allows a rollback while the watched version serves alone and nothing else is planned', () => {
    expect(findRollbackRefusal(facts())).toBeUndefined();
  });

  const migrate = aStep('migrate', { changes: 'irreversible' });
  it.each<[string, Partial<RollbackFacts>, RegExp]>([
    [
      'another version serves',
      { observation: observe('sha256:9.9.9') },
      /not the only one/,
    ],
    [
      'another version gets a part of the traffic',
      { observation: observe('sha256:2.0.0', 'sha256:9.9.9') },
      /not the only one/,
    ],
    ['nothing serves', { observation: observe() }, /not the only one/],
    [
      'a deployment is in progress',
      { serviceEnvironment: { current, lockOwner: 'd2' } },
      /in progress/,
    ],
    ['a deployment is queued', { queued: 1 }, /queued/],
    [
      'another version was deployed',
      {
        serviceEnvironment: { current: { ...current, version: version('3') } },
      },
      /Another version was deployed/,
    ],
    [
      'a blocker would keep it from starting',
      { blockers: [{ message: '1.0.0 is quarantined.' }] },
      /^1\.0\.0 is quarantined\.$/,
    ],
    [
      'a step can’t be undone',
      { snapshot: { steps: [migrate] } },
      /“migrate” can't be undone/,
    ],
  ])('refuses it if %s', (_, overrides, why) => {
    expect(findRollbackRefusal(facts(overrides))).toMatch(why);
  });

  it.each([
    ['was skipped', { skipped: 'no migrations' }],
    ['is backward compatible', { backwardCompatible: true }],
  ])('allows it after an irreversible step that %s', (_, step) => {
    const snapshot = { steps: [{ ...migrate, ...step }] };
    expect(findRollbackRefusal(facts({ snapshot }))).toBeUndefined();
  });
});
