import { createHmac } from 'node:crypto';
import {
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { EventsServiceSubscribeOptions } from '@backstage/plugin-events-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import request from 'supertest';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  CONFIG,
  ENTITY,
  SERVICE,
} from '../../application/__testUtils__/testPortal';
import { deploymentsPlugin } from '../../plugin';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const HUB_SECRET = 'what-github-signs-with';
const TOKEN = 'what-the-bus-shows-itself-with';
const config = {
  ...CONFIG,
  deployments: {
    ...(CONFIG.deployments as JsonObject),
    dora: {
      tiers: { prod: 'production', qa: 'testing' },
      sources: {
        hub: { type: 'github', secret: HUB_SECRET },
        bus: { type: 'github', events: true },
        tekton: { type: 'cdevents', token: TOKEN },
      },
    },
  },
};
const entity = {
  ...ENTITY,
  metadata: {
    ...ENTITY.metadata,
    annotations: {
      ...ENTITY.metadata.annotations,
      'slipway/dora-name': 'hub=acme/shop, bus=acme/shop, tekton=shop',
    },
  },
};

const push = (...commits: string[]) => ({
  ref: 'refs/heads/main',
  repository: { full_name: 'acme/shop', default_branch: 'main' },
  commits: commits.map(id => ({ id, timestamp: '2026-03-01T09:00:00Z' })),
});

describe.each(databases.eachSupportedId())('webhooks over %s', databaseId => {
  let knex: Knex;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const subscriptions: EventsServiceSubscribeOptions[] = [];

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    backend = await startTestBackend({
      features: [
        deploymentsPlugin,
        createBackendModule({
          pluginId: 'deployments',
          moduleId: 'test-target',
          register(env) {
            env.registerInit({
              deps: { deployments: deploymentsExtensionPoint },
              async init({ deployments }) {
                deployments.addTarget(new TestTarget());
              },
            });
          },
        }),
        createServiceFactory({
          service: eventsServiceRef,
          deps: {},
          factory: () => ({
            publish: async () => {},
            subscribe: async (options: EventsServiceSubscribeOptions) => {
              subscriptions.push(options);
            },
          }),
        }),
        mockServices.rootConfig.factory({ data: config }),
        mockServices.database.factory({ knex }),
        catalogServiceMock.factory({ entities: [entity] }),
        actionsRegistryServiceMock.factory(),
      ],
    });
  });
  afterAll(async () => {
    await backend.stop();
    await knex.destroy();
  });

  const post = (
    source: string,
    body: string | Buffer,
    headers: Record<string, string>,
  ) =>
    request(backend.server)
      .post(`/api/deployments/dora/hooks/${source}`)
      // Senders of webhooks have no Backstage token.
      .set({ 'Content-Type': 'application/json', ...headers })
      .send(body);
  const signed = (body: string, secret = HUB_SECRET) => ({
    'X-GitHub-Event': 'push',
    'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret)
      .update(body)
      .digest('hex')}`,
  });
  const bearer = { Authorization: `Bearer ${TOKEN}` };

  it('are ingested with a valid signature', async () => {
    // The body as it was received, including its white space.
    const body = JSON.stringify(push('abc', 'def'), undefined, 3);
    const { status, body: answer } = await post('hub', body, signed(body));
    expect([status, answer]).toMatchObject([200, { accepted: 2 }]);
    const again = await post('hub', body, signed(body));
    expect(again.body).toMatchObject({ accepted: 0, repeated: 2 });
    expect(await knex('dora_changes').orderBy('commit_id')).toMatchObject([
      { service: SERVICE, commit_id: 'abc' },
      { service: SERVICE, commit_id: 'def' },
    ]);
  });

  it('are ingested with a valid token', async () => {
    const deployed = {
      context: {
        version: '0.4.1',
        id: '1',
        source: '/tekton',
        type: 'dev.cdevents.service.deployed.0.2.0',
        timestamp: '2026-03-01T10:00:00Z',
      },
      subject: {
        id: 'shop',
        content: {
          environment: { id: 'prod' },
          artifactId: 'pkg:oci/shop@sha256%3A1',
        },
      },
    };
    const binary = await post('tekton', JSON.stringify(deployed), {
      ...bearer,
      'ce-specversion': '1.0',
      'Content-Type': 'application/cdevents+json',
    });
    expect(binary.body).toMatchObject({ accepted: 1 });
    const structured = await post(
      'tekton',
      JSON.stringify({ specversion: '1.0', id: '1', data: deployed }),
      { ...bearer, 'Content-Type': 'application/cloudevents+json' },
    );
    expect(structured.body).toMatchObject({ repeated: 1 });
    expect(
      await knex('dora_deployments').where({ source: 'tekton' }),
    ).toMatchObject([
      { service: SERVICE, environment: 'prod', tier: 'production' },
    ]);
  });

  it('do not override the tiers of app-config', async () => {
    const deployed = (id: number, environment: string) =>
      JSON.stringify({
        deployment_status: {
          id,
          state: 'success',
          environment,
          created_at: '2026-03-01T10:05:00Z',
        },
        deployment: {
          id,
          sha: `${id}`.repeat(40),
          ref: 'main',
          production_environment: true,
        },
        repository: { full_name: 'acme/shop', default_branch: 'main' },
      });
    for (const body of [deployed(1, 'qa'), deployed(2, 'live')]) {
      const headers = {
        ...signed(body),
        'X-GitHub-Event': 'deployment_status',
      };
      expect((await post('hub', body, headers)).body).toMatchObject({
        accepted: 1,
      });
    }
    const incident = {
      context: {
        id: 'detected-1',
        source: '/monitoring',
        type: 'dev.cdevents.incident.detected.0.2.0',
        timestamp: '2026-03-01T10:10:00Z',
      },
      subject: {
        id: 'incident-1',
        content: { environment: { id: 'qa' }, service: { id: 'shop' } },
      },
    };
    const reported = await post('tekton', JSON.stringify(incident), {
      ...bearer,
      'ce-specversion': '1.0',
    });
    expect(reported.body).toMatchObject({ accepted: 1 });
    const deployments = await knex('dora_deployments')
      .where({ source: 'hub' })
      .orderBy('environment');
    expect(deployments.map(row => [row.environment, row.tier])).toEqual([
      ['live', 'production'],
      ['qa', 'testing'],
    ]);
    expect(await knex('dora_incidents')).toMatchObject([
      { environment: 'qa', tier: 'testing' },
    ]);
  });

  it('are ingested as a batch, except for invalid events', async () => {
    const cloudEvent = (n: number) => ({
      specversion: n === 42 ? '0.3' : '1.0',
      data: {
        context: {
          id: `batch-${n}`,
          source: '/tekton',
          type: 'dev.cdevents.change.merged.0.2.0',
          timestamp: '2026-03-01T10:00:00Z',
        },
        subject: { id: `c${n}`, content: { repository: { id: 'shop' } } },
      },
    });
    const body = JSON.stringify(
      Array.from({ length: 100 }, (_, n) => cloudEvent(n)),
    );
    const headers = {
      ...bearer,
      'Content-Type': 'application/cloudevents-batch+json',
    };
    const answer = await post('tekton', body, headers);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { accepted: 99, rejected: 1 },
    ]);
    // Stored as a dead letter, once however often it is sent.
    await post('tekton', body, headers);
    expect(
      await knex('dora_events').where({ source: 'tekton', status: 'rejected' }),
    ).toMatchObject([{ reason: 'specversion must be 1.0' }]);
  });

  it('that only ping are answered', async () => {
    const body = JSON.stringify({ zen: 'Keep it logically awesome.' });
    const { status, body: answer } = await post('hub', body, {
      ...signed(body),
      'X-GitHub-Event': 'ping',
    });
    expect([status, answer]).toMatchObject([200, { accepted: 0, results: [] }]);
  });

  it.each<[string, string, string, Record<string, string>, number, RegExp]>([
    [
      'signed with another secret',
      'hub',
      '{}',
      signed('{}', 'another secret'),
      401,
      /X-Hub-Signature-256 does not match/,
    ],
    [
      'signed for another body',
      'hub',
      '{ }',
      signed('{}'),
      401,
      /X-Hub-Signature-256 does not match/,
    ],
    ['not signed', 'hub', '{}', {}, 401, /X-Hub-Signature-256 does not match/],
    [
      'without the token',
      'tekton',
      '{}',
      {},
      401,
      /does not contain the token/,
    ],
    [
      'with the token of another source',
      'tekton',
      '{}',
      { Authorization: `Bearer ${HUB_SECRET}` },
      401,
      /does not contain the token/,
    ],
    ['that are not JSON', 'hub', 'x=1', signed('x=1'), 400, /not JSON/],
    ['without a body', 'hub', '', signed(''), 400, /not JSON/],
    [
      'that are not CloudEvents',
      'tekton',
      '{}',
      bearer,
      400,
      /not a CloudEvent/,
    ],
    [
      'larger than the limit',
      'hub',
      'x'.repeat(25 * 1024 * 1024 + 1),
      {},
      413,
      /25 MB/,
    ],
  ])('%s are rejected', async (_, source, body, headers, status, message) => {
    const before = await knex('dora_events').count({ n: '*' });
    const answer = await post(source, body, headers);
    expect(answer.status).toBe(status);
    expect(answer.body.error?.message ?? '').toMatch(message);
    expect(await knex('dora_events').count({ n: '*' })).toEqual(before);
  });

  it('are accepted only for sources with a secret', async () => {
    for (const source of ['bus', 'nobody', '__proto__']) {
      const answer = await post(source, '{}', bearer);
      // Backstage rejects unknown callers itself.
      expect([source, answer.status]).toEqual([source, 401]);
    }
    const known = await request(backend.server)
      .post('/api/deployments/dora/hooks/bus')
      .send({});
    expect([known.status, known.body.error.message]).toEqual([
      404,
      expect.stringContaining('deployments.dora.sources.bus in app-config'),
    ]);
  });

  it('with many bad signatures are rejected early, those of other sources are not', async () => {
    const statuses: number[] = [];
    let answer = await post('hub', '{}', {});
    for (let n = 0; n < 25; n++) {
      answer = await post('hub', '{}', {});
      statuses.push(answer.status);
    }
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(statuses[24]).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.body.error.message).toMatch(/try again in \d+ s/);
    expect((await post('tekton', '{}', bearer)).status).toBe(400);
  });

  it("can also arrive through Backstage's events plugin", async () => {
    expect(subscriptions).toMatchObject([
      { id: 'deployments-dora-bus', topics: ['github'] },
    ]);
    const [{ onEvent }] = subscriptions;
    await onEvent({
      topic: 'github',
      eventPayload: push('ghi'),
      metadata: { 'x-github-event': 'push' },
    });
    expect(await knex('dora_changes').where({ commit_id: 'ghi' })).toHaveLength(
      1,
    );
    // Nobody waits for a response.
    await onEvent({ topic: 'github', eventPayload: null });
  });
});
