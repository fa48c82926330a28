import { TestDatabases } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Knex } from 'knex';
import request from 'supertest';
import { CHECKOUT } from '../../api/__testUtils__/fixtures';
import { allowAll, ANA, as, asService } from '../../api/__testUtils__/testApi';
import { createDoraApi } from './__testUtils__/doraApi';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const deployment = {
  id: 'event-1',
  type: 'deployment',
  service: CHECKOUT,
  environment: 'production',
  version: '1.0.0',
  outcome: 'succeeded',
  finishedAt: '2026-03-01T10:05:00Z',
};

describe.each(databases.eachSupportedId())('events over %s', databaseId => {
  let knex: Knex;
  let api: Awaited<ReturnType<typeof createDoraApi>>;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    api = await createDoraApi(knex);
  });
  afterAll(() => knex.destroy());
  beforeEach(() => {
    api.policy.current = allowAll;
  });

  const post = (path: string, body: unknown, who = asService()) =>
    request(api.app)
      .post(`/dora${path}`)
      .set('Authorization', who)
      .set('Content-Type', 'application/json')
      .send(typeof body === 'string' ? body : JSON.stringify(body));
  const only = (...names: string[]) => {
    api.policy.current = ({ name }) => ({
      result: names.includes(name)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    });
  };

  it('are ingested from services, and appear as rows', async () => {
    const { status, body } = await post('/ingest', {
      source: 'ci',
      events: [deployment, { ...deployment, id: 'event-2', service: 'nobody' }],
    });
    expect([status, body]).toMatchObject([
      200,
      {
        accepted: 1,
        unmapped: 1,
        results: [
          { id: 'event-1', status: 'accepted' },
          { id: 'event-2', status: 'unmapped' },
        ],
      },
    ]);
  });

  it('are listed for operators, who can reprocess them', async () => {
    const { body } = await api.get('/events?status=unmapped');
    expect(body.items).toMatchObject([{ source: 'ci', id: 'event-2' }]);
    const replayed = await post(
      `/events/${body.items[0].event}/replay`,
      '',
      as(ANA),
    );
    expect([replayed.status, replayed.body.status]).toEqual([200, 'unmapped']);
    const nothing = await post('/events/nothing/replay', '', as(ANA));
    expect(nothing.status).toBe(404);

    const { event } = body.items[0];
    const one = await api.get(`/events/${event}`);
    expect([one.status, one.body.service]).toEqual([200, 'nobody']);
    expect((await api.get('/events/nothing')).status).toBe(404);
    for (const which of [
      { events: [event, 'nothing'] },
      {
        match: {
          status: 'unmapped',
          source: 'ci',
          text: 'nobody',
          since: '2026-01-01T00:00:00Z',
          until: '2126-01-01T00:00:00Z',
        },
      },
    ]) {
      const several = await post('/events/replay', which, as(ANA));
      expect([several.status, several.body.results]).toMatchObject([
        200,
        [{ event, source: 'ci', id: 'event-2', status: 'unmapped' }],
      ]);
    }
  });

  it.each([
    ['neither ids nor a filter', {}],
    ['both', { events: ['1'], match: {} }],
    ['ids and a cursor', { events: ['1'], cursor: 'x' }],
    ['no ids', { events: [] }],
    ['an invalid status', { match: { status: 'accepted' } }],
    ['a forged cursor', { match: {}, cursor: 'forged' }],
    ['no time', { match: { since: '2016-12-31T23:59:60Z' } }],
    ['a NUL character', { match: { text: '\u0000' } }],
  ])('are not reprocessed with %s', async (_, body) => {
    const answer = await post('/events/replay', body, as(ANA));
    expect([answer.status, typeof answer.body.error.message]).toEqual([
      400,
      'string',
    ]);
  });

  it('are denied to everyone else', async () => {
    only('deployments.dora.manage');
    const reported = await post(
      '/ingest',
      { source: 'ci', events: [{}] },
      as(ANA),
    );
    expect([reported.status, reported.body.error.message]).toEqual([
      403,
      expect.stringContaining('deployments.dora.ingest'),
    ]);
    only('deployments.dora.ingest', 'deployments.deployment.read');
    for (const refused of [
      await api.get('/events'),
      await api.get('/events/1'),
      await post('/events/1/replay', '', as(ANA)),
      await post('/events/replay', { match: {} }, as(ANA)),
    ]) {
      expect([refused.status, refused.body.error.message]).toEqual([
        403,
        expect.stringContaining('deployments.dora.manage'),
      ]);
    }
    const nobody = await request(api.app)
      .post('/dora/ingest')
      .set('Authorization', 'Bearer nonsense')
      .send({ source: 'ci', events: [deployment] });
    expect(nobody.status).toBe(401);
  });

  it.each<[string, unknown, number]>([
    ['no source', { events: [deployment] }, 400],
    ['an invalid source', { source: '../etc', events: [deployment] }, 400],
    ['the portal', { source: 'portal', events: [deployment] }, 400],
    ['no events', { source: 'ci', events: [] }, 400],
    [
      'too many events',
      { source: 'ci', events: Array.from({ length: 1001 }, () => ({})) },
      400,
    ],
    ['a body over the limit', `{"source":"${'x'.repeat(1_100_000)}`, 413],
    ['no JSON', '{"source":', 400],
    ['unknown keys', { source: 'ci', events: [deployment], force: true }, 400],
  ])('are rejected as a whole with %s', async (_, body, status) => {
    const before = await knex('dora_events').count({ n: '*' });
    const answer = await post('/ingest', body);
    expect([answer.status, typeof answer.body.error.message]).toEqual([
      status,
      'string',
    ]);
    expect(await knex('dora_events').count({ n: '*' })).toEqual(before);
  });
});
