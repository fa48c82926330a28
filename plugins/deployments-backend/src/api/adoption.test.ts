import {
  mockCredentials,
  type TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import type { ObservedInstance } from '@slipway/backstage-plugin-deployments-node';
import request from 'supertest';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import { SERVICE } from '../application/__testUtils__/testPortal';
import { startPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const ref = encodeURIComponent(SERVICE);
const REPOSITORY = 'registry.example.com/shop/checkout';
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const HOUR = 3_600_000;

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** The plugin as a portal starts it: nothing is mocked between the routes and the database. */
describe.each(databases.eachSupportedId())(
  'a running image that a person adopts over %s',
  databaseId => {
    let target: TestTarget;
    let backend: TestBackend;
    let running: Partial<ObservedInstance>;
    let listed: { name: string; artifact: string; createdAt?: string }[];
    let isRegistryDown: boolean;

    beforeEach(async () => {
      target = new TestTarget();
      listed = [];
      isRegistryDown = false;
      const since = Date.now() - HOUR;
      const observe = target.observe.bind(target);
      target.observe = async at => {
        const observation = await observe(at);
        const isOurs = at.environment.name !== 'production';
        return isOurs
          ? observation
          : {
              ...observation,
              instances: [
                {
                  id: 'pod',
                  artifact: `${REPOSITORY}:1.4.2`,
                  versionName: '1.4.2',
                  weight: 100,
                  ready: true,
                  since,
                  ...running,
                },
              ],
            };
      };
      const knex = await databases.init(databaseId);
      backend = await startPortal({
        knex,
        target,
        versionSource: {
          id: 'registry',
          list: async () => {
            if (isRegistryDown) throw new Error('the registry is down');
            return listed;
          },
        },
      });
    });
    afterEach(() => backend.stop());

    const send = async (
      method: 'get' | 'post',
      path: string,
      body?: object,
    ) => {
      const sent = request(backend.server)
        [method](`/api/deployments${path}`)
        .set('Authorization', mockCredentials.user.header('user:default/ana'));
      return body ? sent.send(body) : sent;
    };

    /** Adopts what is running, and returns the environment's version and all registered ones. */
    async function adopt() {
      const findProduction = async () => {
        const { body } = await send('get', `/services/${ref}/overview`);
        return body.environments.find(
          (it: { environment: { name: string } }) =>
            it.environment.name === 'production',
        );
      };
      const path = `/services/${ref}/environments/production/drift`;
      const decision = { choice: 'adopt', reason: 'It runs for months' };
      // The first attempt observes the environment.
      await send('post', path, { ...decision, drift: 'unknown' });
      const { drift } = await findProduction();
      const { status, body } = await send('post', path, {
        ...decision,
        drift: drift.id,
      });
      expect({ status, error: body.error }).toEqual({ status: 200 });
      const versions = await send('get', `/services/${ref}/versions`);
      return {
        current: (await findProduction()).current.version,
        versions: versions.body.items as Version[],
      };
    }

    it('becomes a version with its digest and the name of its tag, which can be deployed elsewhere', async () => {
      running = { aliases: [`${REPOSITORY}@${digest('a')}`] };
      const { current, versions } = await adopt();
      expect(versions).toEqual([
        expect.objectContaining({
          name: '1.4.2',
          artifact: `${REPOSITORY}@${digest('a')}`,
          source: 'running',
          commits: [],
        }),
      ]);
      expect(current).toMatchObject({
        id: versions[0]!.id,
        name: '1.4.2',
        artifact: `${REPOSITORY}@${digest('a')}`,
      });
      // Not younger than the pod, so that a version that CI built meanwhile is newer.
      expect(Date.parse(versions[0]!.createdAt)).toBeLessThan(
        Date.now() - HOUR / 2,
      );
      const deployed = await send('post', '/deployments', {
        service: SERVICE,
        environment: 'staging',
        versionId: versions[0]!.id,
      });
      expect(deployed.status).toBe(201);
    });

    it.each([
      ['the start of its digest', `sha256:${'b'.repeat(12)}`],
      ['its whole digest', digest('b')],
      ['a tag that moves', 'latest'],
      ['an invisible character', '1.4.2\u202e'],
      ['a long label', 'x'.repeat(300)],
    ])('is named by a short digest if its name is %s', async (_, name) => {
      running = {
        artifact: `${REPOSITORY}@${digest('b')}`,
        versionName: name,
        isNameDerived: true,
      };
      const { versions } = await adopt();
      expect(versions.map(it => it.name)).toEqual([`sha256:${'b'.repeat(12)}`]);
    });

    it('is named by a short digest if another artifact has its name', async () => {
      await send('post', `/services/${ref}/versions`, {
        name: '1.4.2',
        artifact: `${REPOSITORY}@${digest('c')}`,
      });
      running = { artifact: `${REPOSITORY}@${digest('d')}` };
      const { current } = await adopt();
      expect(current.name).toBe(`sha256:${'d'.repeat(12)}`);
    });

    it('is the version that a registry lists, with its time', async () => {
      listed = [
        {
          name: 'v1.4.2',
          artifact: `${REPOSITORY}@${digest('e')}`,
          createdAt: '2026-03-01T10:00:00.000Z',
        },
      ];
      running = {
        artifact: `${REPOSITORY}:1.4.2`,
        aliases: [`${REPOSITORY}@${digest('e')}`],
      };
      const { current, versions } = await adopt();
      expect(versions).toEqual([
        expect.objectContaining({
          name: 'v1.4.2',
          source: 'registry',
          createdAt: '2026-03-01T10:00:00.000Z',
        }),
      ]);
      expect(current.id).toBe(versions[0]!.id);
    });

    it('becomes a version also if no registry can be read', async () => {
      isRegistryDown = true;
      running = {};
      const { versions } = await adopt();
      expect(versions).toEqual([
        expect.objectContaining({
          name: '1.4.2',
          artifact: `${REPOSITORY}:1.4.2`,
          source: 'running',
        }),
      ]);
    });
  },
);
