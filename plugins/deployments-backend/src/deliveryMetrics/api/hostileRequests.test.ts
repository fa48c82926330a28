import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import request from 'supertest';
import {
  deployment,
  records,
  incident,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { CHECKOUT } from '../../api/__testUtils__/fixtures';
import { ANA, as, asService } from '../../api/__testUtils__/testApi';
import { listOperations } from '../../http/__testUtils__/listOperations';
import { createDoraApi, emptyTables } from './__testUtils__/doraApi';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const operations = listOperations(path => path.startsWith('/dora/'));

const HOSTILE = [
  'a\u0000b',
  '%',
  "' or 1=1 --",
  '__proto__',
  'x'.repeat(5000),
  '../../etc/passwd',
  '-1',
  'NaN',
  '0001-01-01',
  '9999-12-31',
  'W10',
  '\ud83d\udea2',
];

describe.each(databases.eachSupportedId())(
  'hostile requests over %s',
  databaseId => {
    let knex: Knex;
    let api: Awaited<ReturnType<typeof createDoraApi>>;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      api = await createDoraApi(knex);
    });
    beforeEach(async () => {
      await emptyTables(knex);
      await api.put([
        records({
          deployments: [deployment('d1', 1)],
          incidents: [incident('i1', 2)],
        }),
      ]);
    });
    afterAll(() => knex.destroy());

    const send = (
      method: (typeof operations)[number]['method'],
      path: string,
    ) => request(api.app)[method](path).set('Authorization', as(ANA));

    it.each(operations)(
      'to $method $path are answered without a server error',
      async ({ method, path, query }) => {
        const known = path
          .replace('{metric}', 'recovery-time')
          .replace('{incident}', 'i1')
          .replace('{deployment}', 'd1')
          .replace('{role}', 'caused')
          .replace('{event}', 'e1');
        const statuses: [string, number][] = [];
        for (const text of HOSTILE) {
          const value = encodeURIComponent(text);
          for (const name of query) {
            const url = `${known}?${name}=${value}`;
            statuses.push([url, (await send(method, url)).status]);
          }
          for (const part of path.match(/\{\w+\}/g) ?? []) {
            const url = path
              .replace(part, value)
              .replace('{metric}', 'recovery-time')
              .replace('{incident}', 'i1')
              .replace('{deployment}', 'd1')
              .replace('{role}', 'caused');
            statuses.push([url, (await send(method, url)).status]);
          }
        }
        expect(statuses.filter(([, status]) => status >= 500)).toEqual([]);
      },
    );

    it('are rejected individually in a batch of a hundred events', async () => {
      const event = (n: number) => ({
        id: `event-${n}`,
        type: 'deployment',
        service: CHECKOUT,
        environment: 'production',
        version: `1.0.${n}`,
        outcome: 'succeeded',
        finishedAt: '2026-03-01T10:05:00Z',
      });
      const bad = [
        { ...event(1), id: 'x'.repeat(301) },
        { ...event(2), 'a\u0000b': 1 },
        { ...event(3), version: 'a\ud800b' },
        { ...event(4), finishedAt: '2026-03-01T10:05:00' },
        { ...event(5), finishedAt: '9999-12-31T23:59:59Z' },
        { ...event(6), commits: 'DEEP' },
        { ...event(7), commits: ['\ud800', '\ud801'] },
        JSON.parse('{"__proto__": {"type": "deployment"}, "id": "event-8"}'),
        { ...event(9), url: 'https://ana:hunter2@ci.example.com' },
        { ...event(10), commits: Array.from({ length: 1001 }, () => 'c') },
        { ...event(11), version: Number.MAX_VALUE },
        { constructor: 1, toString: 'x', hasOwnProperty: null },
        {},
        null,
        'no event at all',
        [[]],
        7,
      ];
      const good = Array.from({ length: 83 }, (_, n) => event(100 + n));
      const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
      const texts = [...bad, ...good].map(one =>
        JSON.stringify(one).replace('"DEEP"', deep),
      );
      const { status, body } = await request(api.app)
        .post('/dora/ingest')
        .set('Authorization', asService())
        .set('Content-Type', 'application/json')
        .send(`{"source": "ci", "events": [${texts.join()}]}`);
      expect([status, body.error, body.accepted, body.rejected]).toEqual([
        200,
        undefined,
        83,
        17,
      ]);
      expect(
        await knex('dora_deployments').where({ source: 'ci' }),
      ).toHaveLength(83);
      const kept: { body: string }[] = await knex('dora_events').where({
        status: 'rejected',
      });
      expect(kept).toHaveLength(17);
      expect(JSON.stringify(kept)).not.toContain('hunter2');
    });
  },
);
