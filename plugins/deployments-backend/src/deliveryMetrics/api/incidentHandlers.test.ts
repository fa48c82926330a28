import { TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  type Incident,
  deploymentReadPermission,
  incidentWritePermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { deriveDue } from '../projections/deriveMetrics';
import {
  MINUTE,
  START,
  deployment,
  records,
  incident,
  link,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { CHECKOUT, SEARCH } from '../../api/__testUtils__/fixtures';
import {
  ANA,
  CARLA,
  allowAll,
  as,
  asService,
} from '../../api/__testUtils__/testApi';
import { DORA, createDoraApi, emptyTables } from './__testUtils__/doraApi';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const GONE = 'component:default/gone';
const at = (minutes: number) =>
  new Date(START + minutes * MINUTE).toISOString();

describe.each(databases.eachSupportedId())(
  'the incidents API over %s',
  databaseId => {
    let knex: Knex;
    let api: Awaited<ReturnType<typeof createDoraApi>>;
    let hidden: string[];

    beforeAll(async () => {
      knex = await databases.init(databaseId);
    });
    beforeEach(async () => {
      hidden = [];
      // The catalog's entities are cached for some seconds.
      api = await createDoraApi(knex, {
        // The portal's own credentials see everything.
        hidden: user => (user === undefined ? [] : hidden),
      });
      api.policy.current = allowAll;
      await emptyTables(knex);
      await api.put([
        records({
          service: CHECKOUT,
          deployments: [deployment('d1', 100), deployment('d2', 200)],
          incidents: [incident('paged', 500)],
        }),
        records({
          service: SEARCH,
          deployments: [deployment('s1', 100, { service: SEARCH })],
          incidents: [incident('s-paged', 110)],
        }),
      ]);
    });
    afterAll(() => knex.destroy());

    type Method = 'post' | 'put' | 'delete';
    const send = (
      method: Method,
      path: string,
      body?: object,
      { by = as(ANA), key }: { by?: string; key?: string } = {},
    ) => {
      const req = request(api.app)
        [method](`/dora${path}`)
        .set('Authorization', by);
      if (key) req.set('Idempotency-Key', key);
      return body ? req.send(body) : req;
    };

    const opening = {
      service: CHECKOUT,
      title: 'Carts are empty',
      startedAt: at(210),
    };

    async function opened(more: object = {}): Promise<Incident> {
      const res = await send('post', '/incidents', { ...opening, ...more });
      expect(res.status).toBe(201);
      return res.body;
    }

    const audited = async () => {
      const rows = await knex('audit_entries').orderBy('id');
      return rows.map(row => ({
        actor: row.actor,
        action: row.action,
        service: row.service,
        deployment: row.deployment_id,
      }));
    };

    const derive = async () => {
      while (
        (await deriveDue({
          database: api.database,
          incidentWindowMs: DORA.incidentWindowMs,
          logger: api.logger,
        })) > 0
      ) {
        // Repeats until nothing is left.
      }
    };

    const failRate = async () => {
      const res = await api.get(
        `/metrics?service=${CHECKOUT}&from=2026-03-01&to=2026-03-31`,
      );
      const card = res.body.cards[2];
      return `${card.numerator}/${card.n}`;
    };

    it('opens an incident, attributes it to a deployment, and resolves it', async () => {
      await send('post', '/incidents/paged/resolve', { resolvedAt: at(501) });
      await send('delete', '/incidents/paged/links/d2/caused');
      await derive();
      expect(await failRate()).toBe('0/2');

      const made = await opened({ url: 'https://status.example.com/1' });
      expect(made).toMatchObject({
        source: 'portal',
        service: CHECKOUT,
        title: 'Carts are empty',
        url: 'https://status.example.com/1',
        startedAt: at(210),
        openedBy: ANA,
        demo: false,
        links: [],
      });
      expect(made.resolvedAt).toBeUndefined();

      await derive();
      const inferred = await api.get(`/incidents/${made.id}`);
      expect(inferred.body.links).toEqual([
        {
          deployment: 'd2',
          role: 'caused',
          origin: 'inferred',
          version: 'd2',
          environment: 'production',
          finishedAt: at(200),
        },
      ]);
      expect(await failRate()).toBe('1/2');

      const resolved = await send(
        'post',
        `/incidents/${made.id}/resolve`,
        { resolvedAt: at(230), fixedBy: 'd2' },
        { by: as(CARLA) },
      );
      expect(resolved.status).toBe(200);
      expect(resolved.body).toMatchObject({
        resolvedAt: at(230),
        resolvedBy: CARLA,
        links: expect.arrayContaining([
          expect.objectContaining({
            deployment: 'd2',
            role: 'fixed',
            origin: 'person',
            by: CARLA,
          }),
        ]),
      });
      await derive();
      const recovery = await api.get(
        `/metrics/recovery-time/rows?service=${CHECKOUT}&from=2026-03-01&to=2026-03-31`,
      );
      expect(recovery.body.items).toMatchObject([
        { counted: true, value: 20 * MINUTE, deployment: 'd2' },
      ]);
    });

    it('prefers what a person says about the cause over inference and sources', async () => {
      const made = await opened();
      await derive();
      const path = `/incidents/${made.id}/links`;
      const moved = await send('put', `${path}/d1/caused`);
      // Immediately, although the metrics follow a moment later.
      expect(moved.body.links).toMatchObject([
        { deployment: 'd1', role: 'caused', origin: 'person', by: ANA },
      ]);
      await derive();
      expect((await api.get(`/incidents/${made.id}`)).body).toEqual(moved.body);

      const none = await send('delete', `${path}/d1/caused`);
      expect(none.body.links).toEqual([]);
      const denied = await send('delete', `${path}/d2/caused`);
      await derive();
      expect((await api.get(`/incidents/${made.id}`)).body.links).toEqual([]);
      expect(denied.body.links).toEqual([]);
      const again = await send('put', `${path}/d2/caused`);
      expect(again.body.links).toMatchObject([{ deployment: 'd2' }]);
    });

    it('hides the other service when a source links incidents and deployments of two services', async () => {
      await api.put([
        records({ service: CHECKOUT, links: [link('paged', 's1', 'caused')] }),
      ]);
      hidden = [SEARCH];
      // It counts for neither service, and prevents an inferred link.
      const { body } = await api.get('/incidents/paged');
      expect(body.links).toEqual([
        {
          deployment: 's1',
          role: 'caused',
          origin: 'person',
          by: 'user:default/ana',
        },
      ]);
      hidden = [CHECKOUT];
      const rows = await api.get(
        `/metrics/change-fail-rate/rows?service=${SEARCH}&from=2026-03-01&to=2026-03-31`,
      );
      expect(rows.body.items).toMatchObject([
        { id: 's1', incidents: [{ id: 's-paged' }] },
      ]);
      expect(JSON.stringify(rows.body)).not.toContain('Incident paged');
    });

    it('records each change once in the audit trail', async () => {
      const made = await opened({ causedBy: 'd1' });
      const { id } = made;
      for (let i = 0; i < 2; i++) {
        await send('put', `/incidents/${id}/links/d2/fixed`);
        await send('post', `/incidents/${id}/resolve`, { resolvedAt: at(220) });
        await send('delete', `/incidents/${id}/links/d1/caused`);
      }
      expect(await audited()).toEqual([
        {
          actor: ANA,
          action: 'incident.opened',
          service: CHECKOUT,
          deployment: 'd1',
        },
        {
          actor: ANA,
          action: 'incident.linked',
          service: CHECKOUT,
          deployment: 'd2',
        },
        {
          actor: ANA,
          action: 'incident.resolved',
          service: CHECKOUT,
          deployment: null,
        },
        {
          actor: ANA,
          action: 'incident.unlinked',
          service: CHECKOUT,
          deployment: 'd1',
        },
      ]);
      const { details } = await knex('audit_entries').first('details');
      expect(JSON.parse(details)).toEqual({
        incident: id,
        title: 'Carts are empty',
        startedAt: at(210),
      });
    });

    it('opens one incident per idempotency key', async () => {
      const key = 'a-key-of-mine';
      const [one, two, three] = await Promise.all(
        [1, 2, 3].map(() => send('post', '/incidents', opening, { key })),
      );
      expect([one.status, two.status, three.status].sort()).toEqual([
        200, 200, 201,
      ]);
      expect(new Set([one, two, three].map(({ body }) => body.id)).size).toBe(
        1,
      );
      expect(await audited()).toHaveLength(1);
      const other = await send(
        'post',
        '/incidents',
        { ...opening, title: 'Another' },
        { key },
      );
      expect(other.status).toBe(409);
      // The same key of two people means two requests.
      const hers = await send('post', '/incidents', opening, {
        key,
        by: as(CARLA),
      });
      expect(hers.status).toBe(201);
    });

    it('opens one incident per key when the client clock is ahead', async () => {
      const startedAt = new Date(Date.now() + 30_000).toISOString();
      const body = { ...opening, startedAt };
      const key = 'from-a-clock-ahead';
      const first = await send('post', '/incidents', body, { key });
      expect(first.status).toBe(201);
      const again = await send('post', '/incidents', body, { key });
      expect([again.status, again.body.id]).toEqual([200, first.body.id]);
      const other = await send('post', '/incidents', opening, { key });
      expect(other.status).toBe(409);
    });

    it('marks the service in the transaction that changes it', async () => {
      expect(await knex('dora_dirty')).toEqual([]);
      await opened();
      const pending = await knex('dora_dirty').select('service');
      expect(pending).toEqual([{ service: CHECKOUT }]);
      const res = await api.get('/metrics');
      expect(Date.parse(res.body.asOf)).toBeLessThanOrEqual(Date.now());
    });

    it('lists incidents newest first, page by page', async () => {
      const made = await opened();
      const ids = async (query: string) => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const { body } = await api.get(
            `/incidents?limit=1${query}${cursor ? `&cursor=${cursor}` : ''}`,
          );
          found.push(...body.items.map((one: Incident) => one.id));
          cursor = body.nextCursor;
        } while (cursor);
        return found;
      };
      expect(await ids('')).toEqual(['paged', made.id, 's-paged']);
      expect(await ids(`&service=${CHECKOUT}`)).toEqual(['paged', made.id]);
      await send('post', '/incidents/paged/resolve', {});
      expect(await ids('&open=true')).toEqual([made.id, 's-paged']);
      expect(await ids('&open=false')).toEqual(['paged']);
    });

    it('reopens an incident when its source reports it again', async () => {
      await send('post', '/incidents/paged/resolve', { resolvedAt: at(505) });
      await knex('dora_incidents')
        .where({ id: 'paged' })
        .update({ open_at: START + 510 * MINUTE });
      const { body } = await api.get('/incidents/paged');
      expect(body.resolvedAt).toBeUndefined();
      expect(body.resolvedBy).toBeUndefined();
      const tooEarly = await send('post', '/incidents/paged/resolve', {
        resolvedAt: at(507),
      });
      expect(tooEarly.status).toBe(409);
      expect(tooEarly.body.error.message).toContain('pager reported');
      const later = await send('post', '/incidents/paged/resolve', {
        resolvedAt: at(511),
      });
      expect(later.body.resolvedAt).toBe(at(511));
    });

    it('resolves an incident once when the client clock is ahead', async () => {
      const path = '/incidents/paged/resolve';
      const ahead = (ms: number) => ({
        resolvedAt: new Date(Date.now() + ms).toISOString(),
      });
      const body = ahead(30_000);
      const first = await send('post', path, body);
      expect(first.status).toBe(200);
      expect(Date.parse(first.body.resolvedAt)).toBeLessThanOrEqual(Date.now());
      const again = await send('post', path, body);
      expect([again.status, again.body]).toEqual([200, first.body]);
      expect(await audited()).toHaveLength(1);
      // A different person is not repeating the request, and no plausible clock is further ahead.
      const hers = await send('post', path, body, { by: as(CARLA) });
      expect(hers.status).toBe(409);
      expect((await send('post', path, ahead(300_000))).status).toBe(400);
    });

    it('resolves an incident once', async () => {
      const path = '/incidents/paged/resolve';
      const first = await send('post', path, { resolvedAt: at(505) });
      expect(first.status).toBe(200);
      expect((await send('post', path, {})).body).toEqual(first.body);
      const other = await send('post', path, { resolvedAt: at(506) });
      expect(other.status).toBe(409);
      expect(other.body.error.message).toContain(at(505));
    });

    it.each([
      [{ service: 'checkout' }, 400, 'service'],
      [{ service: 'component:default/nope' }, 404, 'component:default/nope'],
      [{ title: '' }, 400, 'title'],
      [{ title: '   ' }, 400, 'title'],
      [{ title: 'x'.repeat(301) }, 400, 'title'],
      [{ title: 'a\u0000b' }, 400, 'title'],
      [{ url: 'data:text/html,hello' }, 400, 'url'],
      [{ url: 'status' }, 400, 'url'],
      [{ url: 'https://ana:hunter2@status.example.com' }, 400, 'url'],
      [{ startedAt: 'yesterday' }, 400, 'startedAt'],
      [{ startedAt: '2026-03-01T10:00:00' }, 400, 'startedAt'],
      [{ startedAt: '2026-02-30T10:00:00Z' }, 400, 'startedAt'],
      [{ startedAt: '1812-01-01T00:00:00Z' }, 400, 'startedAt'],
      [{ startedAt: '2026-12-31T23:59:60Z' }, 400, 'startedAt'],
      [{ startedAt: '9999-01-01T00:00:00Z' }, 400, 'startedAt'],
      [{ causedBy: 'nope' }, 400, 'causedBy'],
      [{ causedBy: 's1' }, 400, 'causedBy'],
      [{ severity: 1 }, 400, 'additional properties'],
    ])('does not open an incident with %j', async (wrong, status, named) => {
      const res = await send('post', '/incidents', { ...opening, ...wrong });
      expect(res.status).toBe(status);
      expect(res.body.error.message).toContain(named);
      expect(await knex('dora_incidents')).toHaveLength(2);
      expect(await audited()).toEqual([]);
    });

    it.each([
      ['post', '/incidents/paged/resolve', { resolvedAt: at(499) }, 400],
      [
        'post',
        '/incidents/paged/resolve',
        { resolvedAt: '9999-01-01T00:00:00Z' },
        400,
      ],
      ['post', '/incidents/paged/resolve', { fixedBy: 's1' }, 400],
      ['post', '/incidents/nope/resolve', {}, 404],
      ['put', '/incidents/paged/links/nope/caused', undefined, 404],
      ['put', '/incidents/paged/links/s1/caused', undefined, 404],
      ['put', '/incidents/nope/links/d1/caused', undefined, 404],
      ['put', '/incidents/paged/links/d1/loved', undefined, 400],
      ['delete', '/incidents/paged/links/nope/fixed', undefined, 404],
    ] as const)('rejects %s %s with %j', async (method, path, body, status) => {
      const res = await send(method, path, body);
      expect(res.status).toBe(status);
      expect(res.body.error.message).toBeTruthy();
      expect(await audited()).toEqual([]);
      expect(await knex('dora_links')).toEqual([]);
      expect(await knex('dora_dirty')).toEqual([]);
    });

    it('hides the incidents of hidden services as if there were none', async () => {
      hidden = [SEARCH];
      const list = await api.get('/incidents');
      expect(list.body.items.map((one: Incident) => one.id)).toEqual(['paged']);
      expect((await api.get(`/incidents?service=${SEARCH}`)).status).toBe(404);
      const secret = await api.get('/incidents/s-paged');
      const nothing = await api.get('/incidents/nope');
      expect(secret.status).toBe(404);
      expect(secret.body.error.message.replace('s-paged', 'nope')).toBe(
        nothing.body.error.message,
      );
      for (const [method, path, body] of [
        ['post', '/incidents/s-paged/resolve', {}],
        ['put', '/incidents/s-paged/links/s1/caused', undefined],
        ['delete', '/incidents/s-paged/links/s1/caused', undefined],
        ['post', '/incidents', { ...opening, service: SEARCH }],
      ] as const) {
        expect((await send(method, path, body)).status).toBe(404);
      }
    });

    it('lets people with permission write, for the services that they have it for', async () => {
      const owned = (allowed: string[]) => {
        api.policy.current = permission =>
          permission.name === incidentWritePermission.name
            ? ({
                result: AuthorizeResult.CONDITIONAL,
                pluginId: 'deployments',
                resourceType: 'slipway-deployment',
                conditions: {
                  rule: 'IS_OWNER',
                  resourceType: 'slipway-deployment',
                  params: { claims: allowed },
                },
              } as any)
            : { result: AuthorizeResult.ALLOW };
      };
      owned(['group:default/finders']);
      const refused = await send('post', '/incidents', opening);
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain(
        "You don't have permission to report incidents for component:default/checkout.",
      );
      expect((await send('post', '/incidents/paged/resolve', {})).status).toBe(
        403,
      );
      owned(['group:default/payments']);
      expect((await send('post', '/incidents', opening)).status).toBe(201);
      expect((await send('post', '/incidents/paged/resolve', {})).status).toBe(
        200,
      );
    });

    it('asks for permission everywhere when the service is no longer in the catalog', async () => {
      await api.put([
        records({
          service: GONE,
          deployments: [deployment('g1', 1, { service: GONE })],
          incidents: [incident('g-paged', 5)],
        }),
      ]);
      expect(
        (await api.get(`/incidents?service=${GONE}`)).body.items,
      ).toHaveLength(1);
      const res = await send('post', '/incidents/g-paged/resolve', {});
      expect(res.status).toBe(200);
    });

    it('lets only people write', async () => {
      for (const [method, path, body] of [
        ['post', '/incidents', opening],
        ['post', '/incidents/paged/resolve', {}],
        ['put', '/incidents/paged/links/d1/caused', undefined],
        ['delete', '/incidents/paged/links/d1/caused', undefined],
      ] as const) {
        const res = await send(method, path, body, { by: asService() });
        expect(res.status).toBe(403);
        expect(res.body.error.message).toContain('signed-in user');
      }
      expect(
        (await api.get('/incidents').set('Authorization', asService())).status,
      ).toBe(200);
    });

    it('lets only readers read', async () => {
      api.policy.current = ({ name }) => ({
        result:
          name === deploymentReadPermission.name
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      });
      expect((await api.get('/incidents/paged')).status).toBe(200);
      expect((await send('post', '/incidents/paged/resolve', {})).status).toBe(
        403,
      );
    });
  },
);
