import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  artifactOf,
  createFixture,
  get,
  SERVICE,
} from '../__testUtils__/fixture';

const version = (name: string) => ({ name, artifact: artifactOf(name) });

describeDeploymentTarget('The local target', async () => {
  const fixture = await createFixture();
  let running = await fixture.boot();
  return {
    target: running.target,
    serviceEnvironment: {
      service: SERVICE,
      environment: { name: 'staging', tier: 'staging' },
      settings: {},
    },
    versions: {
      first: version('good'),
      second: version('better'),
      broken: version('crashing'),
    },
    async crash() {
      await running.manager.abandon();
      running = await fixture.boot();
      return running.target;
    },
    async visit(url) {
      await get(url);
    },
    dispose: fixture.dispose,
  };
});
