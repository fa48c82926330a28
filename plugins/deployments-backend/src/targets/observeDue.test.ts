import { TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type {
  Observation,
  ServiceEnvironment,
} from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  CONFIG,
  createTestPortal,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { insertRows } from '../persistence/insertRows';
import { makeObservationDue } from '../persistence/repositories/observations';
import { registerVersion } from '../persistence/repositories/versions';
import { listServiceEnvironments } from '../persistence/repositories/serviceEnvironments';
import { observeDue } from './observeDue';
import { observeService } from './observeServiceEnvironment';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const ENVIRONMENTS = ['dev', 'test', 'staging', 'production'];
const HOUR = 3600_000;

const config = {
  deployments: {
    ...(CONFIG.deployments as object),
    environments: Object.fromEntries(
      ENVIRONMENTS.map(name => [name, { target: { provider: 'test' } }]),
    ),
  },
};

const nameService = (n: number) => `component:default/service-${n}`;

function createEntity(n: number): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: `service-${n}`, namespace: 'default' },
    spec: { type: 'service' },
  };
}

describe.each(databases.eachSupportedId())(
  'observation of several services on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;
    /** The service environments of each call. */
    let calls: (readonly ServiceEnvironment[])[];
    let answer: (at: ServiceEnvironment) => Observation | Error;

    async function start(services: number): Promise<void> {
      portal = await createTestPortal({
        knex,
        target,
        config,
        entities: Array.from({ length: services }, (_, n) => createEntity(n)),
      });
      const version = { id: '1', name: '1.0.0', artifact: 'sha256:1.0.0' };
      await insertRows(
        knex,
        'service_environments',
        Array.from({ length: services }, (_, n) => nameService(n)).flatMap(
          service =>
            ENVIRONMENTS.map(environment => ({
              service,
              environment,
              fence: 1,
              updated_at: 0,
              current: JSON.stringify({
                version,
                since: 0,
                by: 'user:default/ann',
                deploymentId: 'd',
                verification: 'passed',
              }),
            })),
        ),
      );
    }

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      calls = [];
      answer = () => ({
        at: Date.now(),
        instances: [
          {
            id: 'pod',
            artifact: 'sha256:1.0.0',
            versionName: '1.0.0',
            weight: 100,
            ready: true,
            since: 0,
          },
        ],
      });
      Object.assign(target, {
        observeMany: async (asked: readonly ServiceEnvironment[]) => {
          calls.push(asked);
          return asked.map(answer);
        },
        observe: async () => {
          throw new Error('Service environments must be observed together');
        },
      });
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const round = (signal = new AbortController().signal) =>
      observeDue({ ...portal.options, observeEveryMs: HOUR }, signal);
    const rows = (n: number) => listServiceEnvironments(knex, [nameService(n)]);

    it('costs one call of the target and one of the catalog for each batch of 200, and two statements for each', async () => {
      await start(300);
      const { catalog } = portal.options;
      const fetched = jest.spyOn(catalog, 'getEntitiesByRefs');
      const single = jest.spyOn(catalog, 'getEntityByRef');
      let statements = 0;
      knex.on('query', ({ sql }: { sql: string }) => {
        statements += /service_environments/.test(sql) ? 1 : 0;
      });
      await round();
      expect(calls.map(({ length }) => length)).toEqual(Array(6).fill(200));
      expect(fetched).toHaveBeenCalledTimes(6);
      expect(single).not.toHaveBeenCalled();
      // A claim and a result for each, and a query for each batch and for the end.
      expect(statements).toBe(1200 * 2 + 7);
      const stored = await knex('service_environments').whereNotNull(
        'observed',
      );
      expect(stored).toHaveLength(1200);
      await round();
      expect(calls).toHaveLength(6);
    });

    it('stays together, and an environment in few calls, also after a change of one', async () => {
      await start(150);
      await round();
      const countEnvironments = (call: readonly ServiceEnvironment[]) =>
        new Set(call.map(({ environment }) => environment.name)).size;
      expect(calls.map(countEnvironments)).toEqual([2, 2, 2]);
      await makeObservationDue(knex, {
        service: nameService(0),
        environment: 'staging',
      });
      await round();
      expect(calls.map(({ length }) => length)).toEqual([200, 200, 200, 1]);
      const due = await knex('service_environments').distinct('observe_at');
      expect(due).toHaveLength(1);
    });

    it('names the tier and the settings of each', async () => {
      await start(1);
      await round();
      expect(calls).toEqual([
        expect.arrayContaining(
          ENVIRONMENTS.map(name => ({
            service: nameService(0),
            environment: { name, tier: 'other' },
            settings: {},
          })),
        ),
      ]);
    });

    it('shows registered names instead of those that the target derived', async () => {
      await start(2);
      const register = (n: number, name: string, artifact: string) =>
        knex.transaction(trx =>
          registerVersion(trx, {
            service: nameService(n),
            request: { name, artifact },
            source: 'api',
            now: 0,
          }),
        );
      await register(0, '2.0.0', 'img@sha256:index');
      await register(1, 'of another service', 'img@sha256:unknown');
      const instance = {
        id: 'pod',
        versionName: 'sha256:platform',
        isNameDerived: true,
        weight: 50,
        ready: true,
        since: 0,
      };
      const observation: Observation = {
        at: 1,
        instances: [
          {
            ...instance,
            artifact: 'img@sha256:platform',
            aliases: ['img@sha256:index'],
          },
          { ...instance, artifact: 'img@sha256:unknown' },
        ],
      };
      answer = () => observation;
      await round();
      const expected = [
        { artifact: 'img@sha256:platform', versionName: '2.0.0' },
        { artifact: 'img@sha256:unknown', versionName: 'sha256:platform' },
      ];
      const [stored] = await rows(0);
      expect(stored.observed?.instances).toMatchObject(expected);
      expect(JSON.stringify(stored.observed)).not.toContain('isNameDerived');

      target.observe = async () => observation;
      const ref = { service: nameService(0), environment: 'staging' };
      expect(await observeService(portal.options, ref)).toMatchObject({
        observation: { instances: expected },
      });
    });

    it('is shared by replicas without observing one twice', async () => {
      await start(20);
      await Promise.all([round(), round(), round()]);
      const seen = calls
        .flat()
        .map(({ service, environment }) => `${service}@${environment.name}`);
      expect(seen).toHaveLength(80);
      expect(new Set(seen).size).toBe(80);
    });

    it('marks only those as unanswered that could not be read', async () => {
      await start(2);
      await round();
      answer = ({ service }) =>
        service === nameService(0)
          ? new Error('forbidden')
          : { at: 1, instances: [] };
      await knex('service_environments').update({ observe_at: 0 });
      await round();
      for (const { observed } of await rows(0)) {
        expect(observed).toMatchObject({
          isUnanswered: true,
          instances: [{ id: 'pod' }],
        });
      }
      for (const { observed } of await rows(1)) {
        expect(observed).toEqual({ at: 1, instances: [] });
      }
    });

    it('marks all as unanswered if the call fails', async () => {
      await start(1);
      await round();
      Object.assign(target, {
        observeMany: async () => {
          throw new Error('the cluster is away');
        },
      });
      await knex('service_environments').update({ observe_at: 0 });
      await round();
      for (const { observed } of await rows(0)) {
        expect(observed).toMatchObject({ isUnanswered: true });
      }
    });

    it('leaves out services that are no longer in the catalog', async () => {
      await start(1);
      await knex('service_environments')
        .where({ environment: 'dev' })
        .update({ service: 'component:default/gone' });
      await round();
      expect(calls[0]).toHaveLength(3);
    });

    it('changes nothing if it is stopped before the target has answered', async () => {
      await start(1);
      await round();
      const before = await rows(0);
      const stop = new AbortController();
      Object.assign(target, {
        observeMany: () => {
          stop.abort();
          return new Promise(() => {});
        },
      });
      await knex('service_environments').update({ observe_at: 0 });
      await round(stop.signal);
      expect(await rows(0)).toEqual(before);
    });
  },
);
