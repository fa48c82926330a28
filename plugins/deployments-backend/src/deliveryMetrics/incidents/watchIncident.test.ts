import {
  mockCredentials,
  TestDatabases,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type {
  Deployment,
  Incident,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { startPortal } from '../../api/__testUtils__/startPortal';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
  SERVICE,
} from '../../application/__testUtils__/testPortal';
import type { TestPortal } from '../../application/__testUtils__/testPortal';
import { pollDueWatches } from '../../application/watches/startWatching';
import { REDUCER } from '../../commit/reducer';
import { createEngineCounters } from '../../observability/engineCounters';
import { readWatch } from '../../persistence/repositories/watches';
import { createPeople } from '../../planning/people';
import { createStartConditions } from '../../planning/startConditions/createStartConditions';
import { ingestOwnDeployments } from '../projections/ingestOwnDeployments';
import { createDoraIncidents } from './incidents';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

function withWatch(): JsonObject {
  const { deployments } = CONFIG as { deployments: JsonObject };
  const { web } = deployments.goldenPaths as { web: JsonObject };
  const watch = {
    for: { seconds: 100 },
    every: { milliseconds: 10 },
    failFor: { milliseconds: 10 },
    onBreach: 'incident',
  };
  return {
    deployments: { ...deployments, goldenPaths: { web: { ...web, watch } } },
  };
}

/** The incident of a breach by 2.0.0, whose deployment has this id. */
const breachBy = (id: string): Partial<Incident> => ({
  service: SERVICE,
  title: expect.stringMatching(
    /^checkout 2\.0\.0 in production breached its watch: availability was 50\s%/,
  ),
  openedBy: 'slipway:watch',
  links: [
    expect.objectContaining({
      deployment: id,
      role: 'caused',
      origin: 'person',
      by: 'slipway:watch',
    }),
  ],
});

describe.each(databases.eachSupportedId())(
  'the incident of a breached watch on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });

    const makeSick = () => {
      target.measured = artifact => ({
        value: artifact === 'sha256:2.0.0' ? 0.5 : 1,
        samples: 100,
      });
    };

    describe('over the API', () => {
      let backend: TestBackend;

      beforeEach(async () => {
        backend = await startPortal({ knex, target, config: withWatch() });
      });
      afterEach(() => backend.stop());

      async function call<T>(
        method: 'get' | 'post',
        path: string,
        body?: object,
      ): Promise<T> {
        const req = request(backend.server)
          [method](`/api/deployments${path}`)
          .set(
            'Authorization',
            mockCredentials.user.header('user:default/ana'),
          );
        const res = await (body ? req.send(body) : req);
        expect(res.status).toBeLessThan(300);
        return res.body;
      }

      async function until(
        id: string,
        holds: (deployment: Deployment) => boolean,
      ): Promise<Deployment> {
        for (;;) {
          const deployment = await call<Deployment>(
            'get',
            `/deployments/${id}`,
          );
          if (holds(deployment)) return deployment;
          await new Promise(resolve => setTimeout(resolve, 50));
        }
      }

      async function deploy(name: string): Promise<string> {
        const { id: versionId } = await call<{ id: string }>(
          'post',
          `/services/${encodeURIComponent(SERVICE)}/versions`,
          { name, artifact: `sha256:${name}` },
        );
        const { id } = await call<Deployment>('post', '/deployments', {
          service: SERVICE,
          environment: 'production',
          versionId,
        });
        await until(id, ({ status }) => status === 'succeeded');
        return id;
      }

      it('is open, and names the service and the deployment that caused it', async () => {
        await deploy('1.0.0');
        const id = await deploy('2.0.0');
        makeSick();
        const { watch } = await until(
          id,
          deployment => deployment.watch?.response !== undefined,
        );
        const { items } = await call<{ items: Incident[] }>(
          'get',
          '/dora/incidents?open=true',
        );
        expect(items).toEqual([expect.objectContaining(breachBy(id))]);
        expect(watch?.response).toMatchObject({
          kind: 'incident',
          incidentId: items[0].id,
        });
        expect(items[0]).not.toHaveProperty('resolvedAt');
      });
    });

    describe('of two replicas', () => {
      let portals: TestPortal[];

      afterEach(async () => {
        for (const { engine } of portals) await engine.stop();
        await knex.destroy();
      });

      it('is opened once, as soon as the metrics know its deployment', async () => {
        const { open, list } = createDoraIncidents(
          // The database of a portal that is never started.
          (await createTestPortal({ knex, target })).database,
        );
        const options = {
          knex,
          target,
          config: withWatch(),
          watchEveryMs: 3600_000,
          openIncident: async (...args: Parameters<typeof open>) =>
            (await open(...args)).incident.id,
        };
        const portal = await createTestPortal(options);
        portals = [portal, await createTestPortal(options)];
        await portal.runs(await portal.version('1.0.0'));
        await portal.engine.start();
        const { id } = await portal.untilEnded(
          await portal.deploy(await portal.version('2.0.0')),
        );
        makeSick();
        const pollBoth = async () => {
          // As if the claims of both had ended.
          await knex('watches').whereNotNull('due_at').update({ due_at: 0 });
          await Promise.all(
            portals.map(it =>
              pollDueWatches(
                {
                  ...it.options,
                  counters: createEngineCounters(),
                  reducer: REDUCER,
                  startConditions: createStartConditions(it.options),
                  versions: it.engine.versions,
                  inlineStart: {
                    offer: () => undefined,
                    takeClaim: () => undefined,
                  },
                  listIntents: () => [],
                  people: createPeople(it.options),
                },
                new AbortController().signal,
              ),
            ),
          );
          await new Promise(resolve => setTimeout(resolve, 15));
        };
        const read = async () => (await readWatch(knex, id))!;
        while ((await read()).state !== 'breached') await pollBoth();
        await pollBoth();
        expect((await read()).response).toBeUndefined();

        const { database, logger } = portal.options;
        await ingestOwnDeployments({
          database,
          versions: portal.engine.versions,
          logger,
        });
        while ((await read()).response === undefined) await pollBoth();
        await pollBoth();
        const { items } = await list({ limit: 10 });
        expect(items).toEqual([expect.objectContaining(breachBy(id))]);
        expect((await read()).response).toEqual({
          kind: 'incident',
          incidentId: items[0].id,
        });
      });
    });
  },
);
