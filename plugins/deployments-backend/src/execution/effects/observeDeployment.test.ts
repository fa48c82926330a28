import type {
  DeploymentTarget,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import type { DeploymentState } from '../../domain/deployment/state';
import { observeDeployment } from './observeDeployment';

const SERVICE = 'component:default/checkout';
const DIGEST = `sha256:${'1'.repeat(64)}`;

/** Observes a deployment whose target reports these instances. */
function observe(instances: ObservedInstance[]) {
  const targets = new Map([
    [
      'cluster',
      {
        id: 'cluster',
        observe: async () => ({ instances }),
      } as unknown as DeploymentTarget,
    ],
  ]);
  const snapshot = {
    environment: { name: 'production', tier: 'production' },
    target: { provider: 'cluster', settings: {} },
  } as unknown as DeploymentState['snapshot'];
  return observeDeployment(
    {
      targets,
      findVersionNames: async (services, artifacts) =>
        services.includes(SERVICE) && artifacts.includes(DIGEST)
          ? [{ service: SERVICE, artifact: DIGEST, name: '1.4.1' }]
          : [],
    },
    { service: SERVICE, snapshot },
    AbortSignal.timeout(5_000),
  );
}

const RUNNING = {
  id: 'a',
  ready: true,
  weight: 100,
  artifact: DIGEST,
  since: 1_000,
};

describe('observeDeployment', () => {
  it('names a registered version that the target only knows by its digest', async () => {
    expect(
      await observe([
        { ...RUNNING, versionName: 'sha256:111111', isNameDerived: true },
      ]),
    ).toMatchObject({ instances: [{ versionName: '1.4.1' }] });
  });

  it.each([
    ['a name that the target itself knows', { versionName: 'blue' }],
    [
      'the name of a version that nobody registered',
      {
        artifact: `sha256:${'2'.repeat(64)}`,
        versionName: 'sha256:222222',
        isNameDerived: true,
      },
    ],
  ])('keeps %s', async (_, instance) => {
    expect(await observe([{ ...RUNNING, ...instance }])).toMatchObject({
      instances: [{ versionName: instance.versionName }],
    });
  });
});
