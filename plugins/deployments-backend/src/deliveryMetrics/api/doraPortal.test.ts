import {
  type TestBackend,
  TestDatabases,
  mockCredentials,
} from '@backstage/backend-test-utils';
import type { DoraMetrics } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import { SERVICE } from '../../application/__testUtils__/testPortal';
import { startPortal } from '../../api/__testUtils__/startPortal';

jest.setTimeout(180_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const ref = encodeURIComponent(SERVICE);

/** Uses the real engine, routes and database: deployments of the portal appear in its metrics automatically. */
describe.each(databases.eachSupportedId())(
  "the portal's own deployments, over %s",
  databaseId => {
    let knex: Knex;
    let backend: TestBackend;
    const target = new TestTarget();

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      backend = await startPortal({ knex, target });
    });
    afterAll(() => backend.stop());

    const call = (
      method: 'get' | 'post' | 'put',
      path: string,
      body?: object,
    ) => {
      const req = request(backend.server)
        [method](`/api/deployments${path}`)
        .set('Authorization', mockCredentials.user.header('user:default/ana'));
      return body ? req.send(body) : req;
    };

    async function deploy(name: string, status = 'succeeded'): Promise<string> {
      const version = await call('post', `/services/${ref}/versions`, {
        name,
        artifact: `sha256:${name}`,
        commits: [{ id: `c-${name}`, authoredAt: '2026-01-05T10:00:00Z' }],
      });
      const created = await call('post', '/deployments', {
        service: SERVICE,
        environment: 'production',
        versionId: version.body.id,
      });
      expect(created.status).toBe(201);
      const { id } = created.body;
      for (;;) {
        const { body } = await call('get', `/deployments/${id}`);
        if (body.finishedAt) {
          expect(body.status).toBe(status);
          return id;
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }

    async function until(
      isSo: (metrics: DoraMetrics) => boolean,
    ): Promise<DoraMetrics> {
      for (;;) {
        const { body, status } = await call(
          'get',
          `/dora/metrics?service=${SERVICE}`,
        );
        expect(status).toBe(200);
        if (isSo(body)) return body;
        await new Promise(resolve => setTimeout(resolve, 100));
      }
    }

    it('appear in the metrics, and so do incidents that a person opens', async () => {
      const [, second] = [await deploy('1'), await deploy('2')];
      const metrics = await until(({ cards }) => cards[0].n === 2);
      expect(metrics.cards).toMatchObject([
        { metric: 'deployment-frequency', n: 2, settling: 2 },
        {
          metric: 'change-lead-time',
          n: 1,
          excluded: [{ reason: 'first-deployment', count: 1 }],
        },
        { metric: 'change-fail-rate', n: 2, numerator: 0, value: 0 },
        { metric: 'recovery-time', n: 0 },
        { metric: 'rework-rate', n: 2, value: 0 },
      ]);

      const opened = await call('post', '/dora/incidents', {
        service: SERVICE,
        title: 'It hurts',
      });
      expect(opened.status).toBe(201);
      const worse = await until(({ cards }) => cards[2].numerator === 1);
      expect(worse.cards[3]).toMatchObject({ n: 0, open: 1 });
      const { id } = opened.body;
      const found = await call('get', `/dora/incidents/${id}`);
      expect(found.body.links).toMatchObject([
        { deployment: second, role: 'caused', origin: 'inferred' },
      ]);
      await call('post', `/dora/incidents/${id}/resolve`, {});
      const better = await until(({ cards }) => cards[3].n === 1);
      expect(better.cards[3]).toMatchObject({ open: 0 });
      const rows = await call(
        'get',
        `/dora/metrics/change-fail-rate/rows?service=${SERVICE}`,
      );
      expect(rows.body).toMatchObject({
        totals: { counted: 2, excluded: 0 },
        items: [
          { id: second, source: 'portal', hit: true, version: '2' },
          { hit: false, version: '1' },
        ],
      });
    });

    it('count as one failure when they roll themselves back, and recover when traffic is back', async () => {
      const before = await until(({ cards }) => cards[3].open === 0);
      target.measured = artifact => ({
        value: artifact === 'sha256:bad' ? 0.5 : 1,
        samples: 100,
      });
      const id = await deploy('bad', 'rolled_back');
      const { cards } = await until(
        metrics => metrics.cards[2].n === before.cards[2].n + 1,
      );
      expect(cards).toMatchObject([
        {
          n: before.cards[0].n,
          excluded: [{ reason: 'not-successful', count: 1 }],
        },
        // Its commits count with the next deployment that succeeds.
        { n: before.cards[1].n },
        { numerator: (before.cards[2].numerator ?? 0) + 1 },
        { n: before.cards[3].n + 1, open: 0 },
        // A rollback inside a deployment is not a deployment that repairs something.
        { n: before.cards[4].n + 1, numerator: before.cards[4].numerator },
      ]);
      const fields = await knex('dora_deployments').where({ id }).first();
      const times = [fields.traffic_at, fields.restored_at].map(at =>
        new Date(Number(at)).toISOString(),
      );
      const { body } = await call(
        'get',
        `/dora/metrics/recovery-time/rows?service=${SERVICE}`,
      );
      expect(body.items[0]).toMatchObject({
        deployment: id,
        counted: true,
        startedAt: times[0],
        finishedAt: times[1],
        incidents: [],
      });
    });

    it("leave the plugin's other routes reachable", async () => {
      expect((await call('get', '/health')).status).toBe(200);
      expect((await call('get', '/nonsense')).status).toBe(404);
      const missing = await call('get', '/dora/nonsense');
      expect(missing.status).toBe(404);
      expect(missing.body.error.message).toContain('/nonsense');
      const document = await call('get', '/openapi.json');
      expect(Object.keys(document.body.paths)).toContain(
        '/api/deployments/dora/metrics',
      );
    });
  },
);
