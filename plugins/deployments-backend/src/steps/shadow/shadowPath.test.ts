import { ConfigReader } from '@backstage/config';
import type { TargetCapability } from '@slipway/backstage-plugin-deployments-node';
import { fakeRegistry, fakeTarget } from '../../config/__testUtils__/registry';
import { readDeploymentsModel } from '../../config/readDeploymentsModel';
import { wrapStepKind } from '../wrapStepKind';
import { shadowStep } from './shadowStep';

const SHADOW = { id: 'compare', use: 'shadow', with: { for: '10m' } };
const SHIFT = { id: 'shift', use: 'traffic', with: { weight: 100 } };
const RETIRE = { id: 'retire', use: 'finalize' };

/** Reads a golden path with these steps, for a target with these capabilities. */
function read(
  steps: object[],
  capabilities: TargetCapability[] = ['side-by-side', 'mirror', 'measure'],
) {
  const registry = fakeRegistry([fakeTarget('local', capabilities)]);
  return readDeploymentsModel(
    new ConfigReader({
      deployments: {
        environments: { production: { target: { provider: 'local' } } },
        checks: {
          'users-served': {
            provider: 'target',
            measure: 'p95',
            of: 'service',
            passes: { atMost: 100 },
          },
        },
        goldenPaths: { web: { for: { kind: 'component' }, steps } },
      },
    }),
    {
      ...registry,
      stepKinds: new Map([
        ...registry.stepKinds,
        [shadowStep.id, wrapStepKind(shadowStep)],
      ]),
    },
  );
}

describe('a golden path with a shadow', () => {
  it('needs no other step that deploys', () => {
    const model = read([SHADOW, SHIFT, RETIRE]);
    const [step] = model.goldenPaths[0]!.steps;
    expect(step).toMatchObject({ changes: 'reversible', undoable: false });
    // Its own time is added to that of the deployment.
    expect(step?.timeoutMs).toBe(25 * 60_000);
  });

  it.each<[string, object[], string]>([
    [
      'must stop the previous version in the end',
      [SHADOW, SHIFT],
      'no step stops the baseline after "compare"',
    ],
    [
      'leaves all traffic on the previous version, so that a guard alone passes nothing',
      [
        SHADOW,
        {
          id: 'watch',
          use: 'check',
          with: { checks: ['users-served'], for: '1m' },
        },
        SHIFT,
        RETIRE,
      ],
      'no check here can tell the candidate from the baseline',
    ],
    [
      'must say how long it copies requests',
      [{ ...SHADOW, with: {} }, SHIFT, RETIRE],
      'steps[0].with.for: is missing',
    ],
    [
      'must tolerate something',
      [
        { ...SHADOW, with: { for: '1m', tolerate: { body: 0 } } },
        SHIFT,
        RETIRE,
      ],
      'must be more than 0 and less than 100 %',
    ],
    [
      'must not say that it changes nothing',
      [{ ...SHADOW, changes: 'none' }, SHIFT, RETIRE],
      'can\'t be "none", because shadow is reversible',
    ],
  ])('%s', (_, steps, message) => {
    expect(() => read(steps)).toThrow(message);
  });

  it('needs a target that mirrors', () => {
    expect(() =>
      read([SHADOW, SHIFT, RETIRE], ['side-by-side', 'measure']),
    ).toThrow('steps[0]: shadow needs mirror, which the target local');
  });
});
