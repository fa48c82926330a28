import type { JsonObject } from '@backstage/types';
import {
  describeDeploymentTarget,
  type TargetUnderTest,
} from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  toArtifact,
  createFixture,
  get,
  SERVICE,
} from '../__testUtils__/fixture';

const version = (name: string) => ({ name, artifact: toArtifact(name) });

const underTest =
  (settings: JsonObject) => async (): Promise<TargetUnderTest> => {
    const fixture = await createFixture();
    let running = await fixture.boot();
    return {
      target: running.target,
      serviceEnvironment: {
        service: SERVICE,
        environment: { name: 'staging', tier: 'staging' },
        settings,
      },
      versions: {
        first: version('good'),
        second: version('better'),
        broken: version('crashing'),
      },
      async crash() {
        await running.supervisor.detach();
        running = await fixture.boot();
        return running.target;
      },
      async visit(url) {
        await get(url);
      },
      async visitAs(url, headers) {
        const { version: versionName = '', setCookie } = await get(
          url,
          headers,
        );
        return { versionName, setCookie };
      },
      dispose: fixture.dispose,
    };
  };

describeDeploymentTarget('The local target', underTest({}));
describeDeploymentTarget(
  'The local target with three instances per version',
  underTest({ instances: 3 }),
);
