import { deepStrictEqual } from 'node:assert';
import { describeDeploymentTarget } from '@slipway/backstage-plugin-deployments-node/conformance';
import type { FaultProxy } from '@slipway/backstage-plugin-deployments-test-cluster';
import { createGitHubFixture } from '../__testUtils__/gitHubFixture';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

/** Faults that every test meets, in this order, as its requests come. */
function injectFaults(proxy: FaultProxy): void {
  const post = { method: 'POST', path: /dispatches/ };
  const get = { method: 'GET' };
  // The first dispatch has its effect, and its answer is lost. The next ones come for other versions.
  proxy.inject({ ...post, fault: { kind: 'cut' }, times: 1 });
  proxy.inject({
    ...post,
    fault: { kind: 'respond', status: 429, retryAfterS: 1 },
    times: 1,
  });
  proxy.inject({ ...post, fault: { kind: 'reset' }, times: 1, after: 1 });
  proxy.inject({
    ...get,
    fault: { kind: 'respond', status: 500 },
    times: 1,
    after: 3,
  });
  proxy.inject({ ...get, fault: { kind: 'reset' }, times: 1, after: 6 });
  proxy.inject({
    ...get,
    fault: {
      kind: 'respond',
      status: 200,
      body: { message: 'something else than GitHub describes' },
    },
    times: 1,
    after: 12,
  });
  proxy.inject({
    ...get,
    fault: { kind: 'delay', ms: 200 },
    times: 2,
    after: 8,
  });
}

describe.each(['github.com', 'ghes-3.17'] as const)('On %s,', profile => {
  describe.each([
    ['a network that works', () => {}],
    ['a network that fails', injectFaults],
  ] as const)('behind %s,', (_, prepare) => {
    describeDeploymentTarget('the GitHub target', async () => {
      const fixture = await createGitHubFixture({ profile });
      const { gitHub, service, reviewers } = fixture;
      prepare(fixture.proxy);
      return {
        target: fixture.createTarget(),
        serviceEnvironment: fixture.serviceEnvironment,
        versions: {
          first: {
            name: '1.4.1',
            artifact: `registry.example.com/checkout@${digest('1')}`,
          },
          second: {
            name: '1.4.2',
            artifact: `registry.example.com/checkout@${digest('2')}`,
          },
          broken: {
            name: '1.4.3',
            artifact: `registry.example.com/broken@${digest('3')}`,
          },
        },
        crash: async () => fixture.createTarget(),
        async hold() {
          reviewers.push('alice');
          return async () => {
            reviewers.length = 0;
            gitHub
              .runs()
              .filter(({ status }) => status === 'waiting')
              .forEach(({ id }) => gitHub.approve(id));
          };
        },
        async dispose() {
          fixture.proxy.reset();
          const recorded = (
            await fixture.createTarget().observe({
              ...fixture.serviceEnvironment,
              signal: AbortSignal.timeout(10_000),
            })
          ).instances.map(({ artifact }) => artifact);
          const response = await fetch(service.url);
          const served = response.ok ? [await response.text()] : [];
          const isActive = gitHub
            .runs()
            .some(({ status }) => status !== 'completed');
          await fixture.dispose();
          // What the target has recorded is what a request really meets.
          if (!isActive) deepStrictEqual(recorded, served);
        },
      };
    });
  });
});
