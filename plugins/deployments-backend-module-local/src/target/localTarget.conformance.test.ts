import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import {
  toArtifact,
  createFixture,
  get,
  SERVICE,
} from '../__testUtils__/fixture';

const version = (name: string) => ({ name, artifact: toArtifact(name) });

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
      await running.supervisor.detach();
      running = await fixture.boot();
      return running.target;
    },
    async visit(url) {
      await get(url);
    },
    async visitAs(url, headers) {
      const { version: versionName = '', setCookie } = await get(url, headers);
      return { versionName, setCookie };
    },
    dispose: fixture.dispose,
  };
});
