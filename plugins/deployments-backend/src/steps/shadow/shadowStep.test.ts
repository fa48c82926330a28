import { TestDatabases } from '@backstage/backend-test-utils';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  createTestPortal,
  expectReplay,
  SERVICE,
  type TestPortal,
} from '../../application/__testUtils__/testPortal';
import { startLocalTarget } from '../__testUtils__/startLocalTarget';

jest.setTimeout(90_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const buildConfig = (shadow: JsonObject): JsonObject => ({
  deployments: {
    engine: { lease: '10s', concurrency: 10 },
    environments: {
      production: { tier: 'production', target: { provider: 'local' } },
    },
    goldenPaths: {
      web: {
        title: 'Web service, shadow',
        for: { kind: 'component' },
        steps: [
          {
            id: 'compare',
            use: 'shadow',
            with: {
              for: '60s',
              minCompared: 30,
              tolerate: { status: '20 %', body: '20 %' },
              ...shadow,
            },
          },
          { id: 'shift', use: 'traffic', with: { weight: 100 } },
          { id: 'retire', use: 'finalize' },
        ],
        onFailure: 'rollback',
      },
    },
  },
});

describe.each(databases.eachSupportedId())(
  'the step shadow on %s, with the real local target',
  databaseId => {
    let knex: Knex;
    let portal: TestPortal;
    let local: Awaited<ReturnType<typeof startLocalTarget>>;
    const versions = {
      '1.0.0': { body: { price: 10, id: 'a' } },
      equal: { body: { price: 10, id: 'a' } },
      'other-id': { body: { price: 10, id: 'b' } },
      // A text that no id, port or time can contain.
      'other-price': { body: { price: 'eleven', id: 'a' } },
      failing: { body: { price: 10, id: 'a' }, status: 500 },
    };

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      local = await startLocalTarget(versions);
    });
    afterEach(async () => {
      await portal.engine.stop();
      await local.stop();
      await knex.destroy();
    });

    async function start(shadow: JsonObject = {}) {
      portal = await createTestPortal({
        knex,
        target: new TestTarget(),
        targets: [local.target],
        config: buildConfig(shadow),
      });
      await portal.engine.start();
      const id = await portal.deploy(await portal.version('1.0.0'));
      return portal.untilEnded(id);
    }

    const observe = () =>
      local.target.observe({
        service: SERVICE,
        environment: { name: 'production', tier: 'production' },
        settings: {},
        signal: AbortSignal.timeout(5_000),
      });

    /** Sends requests of users until the deployment has ended or waits. Returns the bodies that they got, in order. */
    async function visitUntilEnded(id: string) {
      const { url } = await observe();
      const got: string[] = [];
      const candidateCounts: unknown[] = [];
      for (;;) {
        const { status } = await portal.state(id);
        if (isTerminal(status) || status === 'waiting') break;
        const responses = await Promise.all([
          fetch(url!),
          fetch(url!, { method: 'POST', body: 'order' }),
        ]);
        for (const response of responses) got.push(await response.text());
        const candidate = (await observe()).instances.find(
          ({ artifact, weight, ready }) =>
            artifact !== 'sha256:1.0.0' && weight === 0 && ready,
        );
        if (candidate?.url) {
          const counts = await fetch(`${candidate.url}/requests`).catch(
            () => undefined,
          );
          if (counts) candidateCounts.push(await counts.json());
        }
      }
      return { got, candidateCounts };
    }

    const ONE = JSON.stringify(versions['1.0.0'].body);

    it('has nothing to compare with if no previous version is running', async () => {
      const first = await start();
      expect(first.status).toBe('succeeded');
      expect(first.steps.find(({ id }) => id === 'compare')).toMatchObject({
        status: 'succeeded',
        message:
          'No previous version is running, so there are no responses to compare with',
      });
    });

    it('passes an equal version, mirrors no POST, and users get only the previous version meanwhile', async () => {
      await start();
      const id = await portal.deploy(await portal.version('equal'));
      const { candidateCounts } = await visitUntilEnded(id);
      const state = await portal.state(id);
      expect(state.status).toBe('succeeded');
      expect(state.steps.find(step => step.id === 'compare')).toMatchObject({
        verdict: 'passed',
        message: expect.stringMatching(
          /The status differs in 0 of \d+ responses .* The body differs in 0 of \d+ responses .*confidence/,
        ),
      });
      expect(candidateCounts).toContainEqual({ GET: expect.any(Number) });
      expect(JSON.stringify(candidateCounts)).not.toContain('POST');
      const { url, instances } = await observe();
      expect(instances).toMatchObject([
        { artifact: 'sha256:equal', weight: 100 },
      ]);
      expect((await fetch(url!)).status).toBe(200);
      await expectReplay(knex);
    });

    it.each(['other-price', 'failing'])(
      'fails the version %s, which no user ever gets',
      async name => {
        await start();
        const id = await portal.deploy(await portal.version(name));
        const { got } = await visitUntilEnded(id);
        const state = await portal.state(id);
        expect(state.status).toBe('rolled_back');
        expect(new Set(got)).toEqual(new Set([ONE]));
        const step = state.steps.find(each => each.id === 'compare');
        expect(step).toMatchObject({
          status: 'failed',
          verdict: 'failed',
          error: { code: 'responses-differ' },
        });
        expect(step?.problems?.[0]?.logTail?.at(-1)).toBe(
          name === 'failing'
            ? 'GET /: 200, now 500'
            : 'GET /: both 200, fields price',
        );
        expect(JSON.stringify(step)).not.toContain('eleven');
        expect((await observe()).instances).toMatchObject([
          { artifact: 'sha256:1.0.0', weight: 100 },
        ]);
        await expectReplay(knex);
      },
    );

    it('passes a version that differs in ignored fields only', async () => {
      await start({ ignoredFields: ['id'] });
      const id = await portal.deploy(await portal.version('other-id'));
      await visitUntilEnded(id);
      expect((await portal.state(id)).status).toBe('succeeded');
    });

    it('asks a person if there were too few requests, and has ended the copies by then', async () => {
      await start({ for: '1s' });
      const id = await portal.deploy(await portal.version('other-price'));
      const state = await portal.until(
        id,
        ({ status }) => status === 'waiting',
      );
      expect(state.steps.find(step => step.id === 'compare')).toMatchObject({
        verdict: 'inconclusive',
      });
      const { url, instances } = await observe();
      for (let n = 0; n < 5; n++) {
        expect(await (await fetch(url!)).text()).toBe(ONE);
      }
      const candidate = instances.find(({ weight }) => weight === 0);
      expect(await (await fetch(`${candidate!.url}/requests`)).json()).toEqual(
        {},
      );
    });
  },
);
