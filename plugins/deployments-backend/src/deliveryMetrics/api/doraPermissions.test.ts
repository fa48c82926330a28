import { TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { deploymentReadPermission } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import request from 'supertest';
import {
  deployment,
  records,
  incident,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { CHECKOUT } from '../../api/__testUtils__/fixtures';
import { ANA, allowAll, as } from '../../api/__testUtils__/testApi';
import { listOperations } from '../../http/__testUtils__/listOperations';
import { createDoraApi, emptyTables } from './__testUtils__/doraApi';

/** A valid request for each operation, which only lacks a permission. */
const bodies: Record<string, object> = {
  openIncident: { service: CHECKOUT, title: 'Slow' },
  resolveIncident: {},
  ingest: { source: 'ci', events: [{}] },
  replayIngestedEvent: {},
  replayIngestedEvents: { match: {} },
};

const operations = listOperations(path => path.startsWith('/dora/'));

describe('permissions of the delivery metrics', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let api: Awaited<ReturnType<typeof createDoraApi>>;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    api = await createDoraApi(knex);
  });
  beforeEach(async () => {
    api.policy.current = allowAll;
    await emptyTables(knex);
    await api.put([
      records({
        deployments: [deployment('d1', 1)],
        incidents: [incident('i1', 2)],
      }),
    ]);
  });
  afterAll(() => knex.destroy());

  const send = ({ operationId, method, path }: (typeof operations)[number]) => {
    const target = path
      .replace('{metric}', 'recovery-time')
      .replace('{incident}', 'i1')
      .replace('{deployment}', 'd1')
      .replace('{role}', 'caused')
      .replace('{event}', 'e1');
    const req = request(api.app)[method](target).set('Authorization', as(ANA));
    const body = bodies[operationId];
    return body ? req.send(body) : req;
  };

  const everything = async () => {
    const tables = [
      'audit_entries',
      'dora_incidents',
      'dora_links',
      'dora_events',
    ] as const;
    return Promise.all(tables.map(table => knex(table)));
  };

  it.each(operations)(
    '$operationId is denied to a user without permissions',
    async operation => {
      const before = await everything();
      api.policy.current = () => ({ result: AuthorizeResult.DENY });
      const res = await send(operation);
      expect(res.status).toBe(403);
      expect(res.body.error.message).toMatch(/permission deployments\./);
      expect(await everything()).toEqual(before);
    },
  );

  it.each(operations.filter(({ method }) => method !== 'get'))(
    '$operationId needs more than the read permission',
    async operation => {
      const before = await everything();
      api.policy.current = ({ name }) => ({
        result:
          name === deploymentReadPermission.name
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      });
      const res = await send(operation);
      expect(res.status).toBe(403);
      expect(await everything()).toEqual(before);
    },
  );

  it('are checked on every route of the OpenAPI document', () => {
    expect(operations.map(({ operationId }) => operationId)).toEqual([
      'getDoraMetrics',
      'listDoraRows',
      'getDoraQuality',
      'getDoraSelection',
      'listIncidents',
      'openIncident',
      'getIncident',
      'resolveIncident',
      'linkIncident',
      'unlinkIncident',
      'ingest',
      'listIngestedEvents',
      'getIngestedEvent',
      'replayIngestedEvent',
      'replayIngestedEvents',
    ]);
  });

  it('are denied to anonymous requests', async () => {
    for (const operation of operations) {
      const res = await send(operation).set('Authorization', 'Bearer nonsense');
      expect(res.status).toBe(401);
    }
  });
});
