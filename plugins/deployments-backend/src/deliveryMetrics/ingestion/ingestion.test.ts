import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import fc from 'fast-check';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import type { Database } from '../../persistence/database';
import { readServiceRecords } from '../persistence/sourceRecordRows';
import { translateAlertmanager } from '../sources/alertmanager';
import { translateGithub } from '../sources/github';
import { translatePagerduty } from '../sources/pagerduty';
import { deriveDue, followRules } from '../projections/deriveMetrics';
import { createDoraIngestion } from './ingestion';
import { createEnvironmentNames } from '../normalize/environmentNames';
import { createServiceNames } from './serviceNames';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const CHECKOUT = 'component:default/checkout';

function entity(
  name: string,
  owner: string,
  annotations: Record<string, string> = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    relations: [
      { type: 'ownedBy', targetRef: `group:default/${owner}` },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

const ENTITIES = [
  entity('checkout', 'payments', {
    'slipway/dora-name': 'checkout-svc, pager=P123, component:default/cart',
  }),
  entity('cart', 'payments', { 'slipway/dora-name': 'mono' }),
  entity('search', 'catalog', { 'slipway/dora-name': 'mono' }),
];

const deployment = (more: object = {}) => ({
  id: 'event-1',
  type: 'deployment',
  service: CHECKOUT,
  environment: 'production',
  version: '1.0.0',
  outcome: 'succeeded',
  startedAt: '2026-03-01T10:00:00Z',
  finishedAt: '2026-03-01T10:05:00Z',
  ...more,
});

const some = fc.integer({ min: 0, max: 20 });
const time = some.map(i => new Date(Date.UTC(2026, 2, 1, i)).toISOString());
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const service = fc.constantFrom(
  CHECKOUT,
  'checkout-svc',
  'mono',
  'component:default/cart',
  'nobody',
);
const WHOLE = '94a9c5f6074e8b60794c5fd3aa2367d63a3cb2db';
const commit = fc.constantFrom('c1', 'c2', WHOLE, WHOLE.slice(0, 7));

/** Events about a few things, some of them invalid. Each has its own id. */
const randomEvents = fc
  .array(
    fc.oneof(
      fc.record({
        type: fc.constant('deployment'),
        deployment: maybe(fc.constantFrom('d1', 'd2', 'd3')),
        occurredAt: maybe(time),
        service,
        environment: fc.constantFrom('production', 'staging'),
        kind: maybe(fc.constantFrom('deploy', 'rollback')),
        version: fc.constantFrom('1', '2', '3'),
        outcome: fc.constantFrom('succeeded', 'failed', 'rolled_back', 'odd'),
        startedAt: maybe(time),
        finishedAt: time,
        reverts: maybe(fc.constantFrom('d1', 'd2')),
        commits: maybe(fc.array(commit, { maxLength: 3 })),
        commit: maybe(commit),
        ownerGroup: maybe(fc.constantFrom('group:default/a', 'group:x/b')),
      }),
      fc.record({
        type: fc.constant('change'),
        occurredAt: maybe(time),
        service,
        commit,
        title: maybe(fc.constantFrom('A', 'B', 'Longer')),
        url: maybe(fc.constantFrom('https://a', 'https://b')),
        authoredAt: maybe(time),
        openedAt: maybe(time),
        mergedAt: maybe(time),
      }),
      fc.record({
        type: fc.constant('incident'),
        occurredAt: maybe(time),
        service,
        incident: fc.constantFrom('i1', 'i2'),
        title: maybe(fc.constantFrom('A', 'B', 'Longer')),
        environment: maybe(fc.constantFrom('production', 'staging')),
        startedAt: time,
        resolvedAt: maybe(time),
        causedBy: maybe(fc.array(fc.constantFrom('d1', 'd2'))),
        fixedBy: maybe(fc.array(fc.constantFrom('d2', 'd3'))),
      }),
    ),
    { minLength: 1, maxLength: 9 },
  )
  .map(events =>
    events.map((event, i) => {
      const { id, ...reported } = JSON.parse(
        JSON.stringify({ ...event, id: `e${i}` }),
      );
      // An end is mapped by its incident before the catalog knows its service name.
      return reported.resolvedAt !== undefined &&
        reported.service === 'checkout-svc'
        ? { ...reported, service: undefined, id }
        : { ...reported, id };
    }),
  );

/** Adds what makes an event invalid; an invalid event stays the same. */
const spoiled = (event: object) =>
  'outcome' in event && event.outcome === 'odd'
    ? []
    : [{ ...event, colour: 'red' }];

function orders<T>(list: readonly T[]): T[][] {
  return list.length <= 1
    ? [[...list]]
    : list.flatMap((first, i) =>
        orders(list.filter((_, other) => other !== i)).map(rest => [
          first,
          ...rest,
        ]),
      );
}

const OPERATOR = {
  principal: { principal: 'user:default/olga', via: 'user' },
} as unknown as Caller;

describe.each(databases.eachSupportedId())('ingestion on %s', databaseId => {
  let knex: Knex;
  let database: Database;
  let entities: Entity[];

  const TABLES = [
    'dora_events',
    'dora_source_names',
    'dora_alerts',
    'dora_links',
    'dora_inferred_links',
    'dora_deployment_commits',
    'dora_deployment_statuses',
    'dora_deployments',
    'dora_changes',
    'dora_incidents',
    'dora_lead_times',
    'dora_recoveries',
    'dora_dirty',
  ];
  const empty = async () => {
    for (const table of TABLES) await knex(table).delete();
  };

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
    database = createDatabase(knex);
  });
  afterAll(() => knex.destroy());
  beforeEach(async () => {
    entities = ENTITIES;
    await empty();
  });

  const start = (on = database) =>
    createDoraIngestion({
      database: on,
      names: createServiceNames({
        catalog: {
          queryEntities: (...args) =>
            catalogServiceMock({ entities }).queryEntities(...args),
          getEntitiesByRefs: (...args) =>
            catalogServiceMock({ entities }).getEntitiesByRefs(...args),
        },
        auth: mockServices.auth(),
      }),
      environments: createEnvironmentNames([
        { name: 'production', tier: 'production' },
        { name: 'staging', tier: 'staging' },
        { name: 'Prod-EU', tier: 'production' },
      ]),
    });
  const ingest = (...events: unknown[]) =>
    start().ingest({ source: 'ci', events });
  const records = () => knex('dora_deployments').orderBy('source_id');
  /** Pending work may be marked slightly ahead of the database's clock, and is not due until then. */
  const deriveAll = async () => {
    const logger = mockServices.logger.mock();
    while (await knex('dora_dirty').first('service')) {
      await deriveDue({ database, incidentWindowMs: 86_400_000, logger });
    }
  };

  it('stores a deployment with its owner and tier', async () => {
    const answer = await ingest(
      deployment({ deployment: 'run-7', commits: ['b', 'a', 'b'] }),
    );
    expect(answer).toEqual({
      accepted: 1,
      repeated: 0,
      unmapped: 0,
      rejected: 0,
      results: [{ id: 'event-1', status: 'accepted' }],
    });
    const [row] = await records();
    expect(row).toMatchObject({
      source: 'ci',
      source_id: 'run-7',
      service: CHECKOUT,
      tier: 'production',
      artifact: '1.0.0',
      owner_group: 'group:default/payments',
      system: 'system:default/shop',
    });
    expect(Number(row.traffic_at)).toBe(Date.UTC(2026, 2, 1, 10, 5));
    expect(
      await knex('dora_deployment_commits').orderBy('commit_id'),
    ).toMatchObject([{ commit_id: 'a' }, { commit_id: 'b' }]);
    expect(await knex('dora_dirty')).toMatchObject([{ service: CHECKOUT }]);
  });

  it("uses the event's tier, else app-config's, else the source's default", async () => {
    const events = [
      { environment: 'staging', tier: 'production' },
      { environment: 'staging', defaultTier: 'production' },
      { environment: 'production', defaultTier: 'testing' },
      { environment: 'prod-1', defaultTier: 'production' },
      { environment: 'prod-1' },
    ].map((serviceEnvironment, i) =>
      deployment({ id: `event-${i}`, ...serviceEnvironment }),
    );
    expect(await ingest(...events)).toMatchObject({ accepted: 5 });
    expect((await records()).map(({ tier }) => tier)).toEqual([
      'production',
      'staging',
      'production',
      'production',
      'other',
    ]);
  });

  it('stores the environment of an incident if its source reports it', async () => {
    const events = [
      {},
      { environment: 'staging' },
      { environment: 'prod-1' },
      { environment: 'staging', tier: 'production' },
      { tier: 'testing' },
    ].map((serviceEnvironment, i) => ({
      id: `event-${i}`,
      type: 'incident',
      service: CHECKOUT,
      incident: `incident-${i}`,
      startedAt: '2026-03-01T10:00:00Z',
      ...serviceEnvironment,
    }));
    expect(await ingest(...events)).toMatchObject({ accepted: 5 });
    const known = async () => {
      const rows = await knex('dora_incidents').orderBy('source_id');
      return rows.map(({ environment, tier }) => [environment, tier]);
    };
    expect(await known()).toEqual([
      [null, null],
      ['staging', 'staging'],
      ['prod-1', null],
      ['staging', 'production'],
      [null, 'testing'],
    ]);
    // Its end does not repeat it.
    await ingest({
      ...events[1],
      id: 'event-9',
      environment: undefined,
      resolvedAt: '2026-03-01T10:30:00Z',
    });
    expect((await known())[1]).toEqual(['staging', 'staging']);
  });

  it('matches an abbreviated commit id to its commit, in any order', async () => {
    const events = [
      deployment({ id: 'd0', commits: [] }),
      deployment({
        id: 'd1',
        version: '1.1.0',
        commit: WHOLE.slice(0, 8),
        finishedAt: '2026-03-02T10:05:00Z',
      }),
      {
        id: 'c1',
        type: 'change',
        service: CHECKOUT,
        commit: WHOLE,
        authoredAt: '2026-03-01T10:05:00Z',
        mergedAt: '2026-03-01T12:00:00Z',
      },
    ];
    for (const reported of [events, [...events].reverse()]) {
      await empty();
      for (const event of reported) await ingest(event);
      await deriveAll();
      const rows = await knex('dora_lead_times');
      expect(
        rows.map(row => [row.commit_id, row.counted, row.lead_ms].map(String)),
      ).toEqual([[WHOLE, expect.stringMatching(/true|1/), '86400000']]);
    }
  });

  it('recognizes a repeated event, and changes nothing', async () => {
    await ingest(deployment());
    const again = await ingest(deployment({ version: 'another' }));
    expect(again.results).toEqual([{ id: 'event-1', status: 'repeated' }]);
    expect(await records()).toMatchObject([{ version: '1.0.0' }]);
    const other = await start().ingest({
      source: 'another-ci',
      events: [deployment()],
    });
    expect(other).toMatchObject({ accepted: 1 });
    expect(await records()).toHaveLength(2);
  });

  it('ingests the valid events of a request, and reports the errors of the others', async () => {
    const { results, ...counts } = await ingest(
      deployment(),
      deployment({ id: 'event-2', finishedAt: 'yesterday' }),
      deployment({ id: 'event-3', outcome: undefined, colour: 'red' }),
      { id: 'event-4', type: 'party' },
      'no event at all',
      deployment({ id: 'event-5', finishedAt: '1969-01-01T00:00:00Z' }),
      deployment({ id: 'event-6', version: 'a\u0000b' }),
    );
    expect(counts).toMatchObject({ accepted: 1, rejected: 6 });
    expect(results.map(({ id, reason }) => [id, reason])).toEqual([
      ['event-1', undefined],
      ['event-2', 'finishedAt must be a time such as 2026-03-01T10:00:00Z'],
      [
        'event-3',
        'outcome is missing; colour is not a field of this type of event',
      ],
      [
        'event-4',
        'type must be deployment, deploymentStatus, change or incident',
      ],
      [undefined, expect.stringContaining('must be an object')],
      ['event-5', expect.stringContaining('before 1971')],
      ['event-6', 'version must not contain a NUL character'],
    ]);
    // The same invalid event is the same dead letter.
    await ingest('no event at all');
    expect(await knex('dora_events')).toHaveLength(7);
  });

  it('stores no secrets in dead letters', async () => {
    await ingest({
      ...deployment({ finishedAt: 'x' }),
      env: { GITHUB_TOKEN: 'ghp_abc', nested: [{ Password: 'hunter2' }] },
    });
    const [{ body }] = await knex('dora_events');
    expect(body).not.toMatch(/ghp_abc|hunter2/);
    expect(JSON.parse(body).env).toEqual({
      GITHUB_TOKEN: '***',
      nested: [{ Password: '***' }],
    });
  });

  it('stores nothing in a dry run', async () => {
    await ingest(deployment());
    const answer = await start().ingest({
      source: 'ci',
      dryRun: true,
      events: [
        deployment(),
        deployment({ id: 'event-2' }),
        deployment({ id: 'event-3', service: 'nobody' }),
      ],
    });
    expect(answer.results.map(({ status }) => status)).toEqual([
      'repeated',
      'accepted',
      'unmapped',
    ]);
    expect(await records()).toHaveLength(1);
    expect(await knex('dora_events')).toHaveLength(1);
  });

  it('stores the valid copy of an event, whichever comes first', async () => {
    const good = deployment({ service: 'legacy-shop' });
    const bad = { ...good, version: undefined };
    for (const requests of [
      [[good], [bad]],
      [[bad], [good]],
      [[good, bad]],
      [[bad, good]],
    ]) {
      await empty();
      for (const events of requests) await ingest(...events);
      expect(await knex('dora_events')).toMatchObject([{ status: 'unmapped' }]);
      entities = [
        ...ENTITIES,
        entity('shop', 'web', { 'slipway/dora-name': 'legacy-shop' }),
      ];
      const again = await ingest(bad, good, bad);
      expect(again.results.map(({ status }) => status)).toEqual([
        'rejected',
        'accepted',
        'rejected',
      ]);
      expect(await ingest(bad)).toMatchObject({ repeated: 1 });
      expect(await records()).toHaveLength(1);
      entities = ENTITIES;
    }
  });

  it('prefers the component if its API has the same repository', async () => {
    const slug = { 'github.com/project-slug': 'acme/shop' };
    const api = { ...entity('shop', 'web', slug), kind: 'API' };
    entities = [api, entity('shop', 'web', slug)];
    const reported = [deployment({ service: 'acme/shop' })];
    expect(await ingest(...reported)).toMatchObject({ accepted: 1 });
    expect(await records()).toMatchObject([
      { service: 'component:default/shop' },
    ]);
    await empty();
    entities = [api];
    expect(await ingest(...reported)).toMatchObject({ accepted: 1 });
    expect(await records()).toMatchObject([{ service: 'api:default/shop' }]);
  });

  it("rejects reports in the portal's name", async () => {
    await expect(
      start().ingest({ source: 'Portal', events: [deployment()] }),
    ).rejects.toThrow(/source must not be portal/);
  });

  it('finds services by their names, for one source or for all', async () => {
    const answer = await ingest(
      deployment({ service: 'Checkout-SVC' }),
      deployment({ id: 'event-2', service: 'P123' }),
      deployment({ id: 'event-3', service: 'component:default/nope' }),
      deployment({ id: 'event-4', service: 'mono' }),
      {
        id: 'event-5',
        type: 'change',
        service: 'mono',
        commit: 'abc',
        authoredAt: '2026-03-01T09:00:00Z',
      },
    );
    expect(answer.results).toEqual([
      { id: 'event-1', status: 'accepted' },
      {
        id: 'event-2',
        status: 'unmapped',
        reason:
          'No entity in the catalog has "P123" in its annotation slipway/dora-name, nor in github.com/project-slug or pagerduty.com/service-id',
      },
      {
        id: 'event-3',
        status: 'unmapped',
        reason: 'component:default/nope is not in the catalog',
      },
      {
        id: 'event-4',
        status: 'unmapped',
        reason: expect.stringContaining(
          'component:default/cart and component:default/search have the same name',
        ),
      },
      // A commit may be part of both.
      { id: 'event-5', status: 'accepted' },
    ]);
    expect(await knex('dora_changes').orderBy('service')).toMatchObject([
      { service: 'component:default/cart' },
      { service: 'component:default/search' },
    ]);
    const pager = await start().ingest({
      source: 'pager',
      events: [deployment({ service: 'P123' })],
    });
    expect(pager).toMatchObject({ accepted: 1 });
    const shouted = await start().ingest({
      source: 'PAGER',
      events: [deployment({ service: 'p123' })],
    });
    expect(shouted).toMatchObject({ accepted: 1 });
  });

  it('does not let an entity take the name of another', async () => {
    await ingest(deployment({ service: 'component:default/cart' }));
    expect(await records()).toMatchObject([
      { service: 'component:default/cart' },
    ]);
  });

  it('keeps the owner as of the deployment', async () => {
    await ingest(deployment({ deployment: 'd' }));
    entities = [entity('checkout', 'new-owners')];
    await ingest(
      deployment({
        id: 'event-2',
        deployment: 'd',
        version: '1.0.1',
        finishedAt: '2026-03-01T10:06:00Z',
      }),
      deployment({ id: 'event-3', deployment: 'e' }),
      deployment({
        id: 'event-4',
        deployment: 'f',
        ownerGroup: 'Group:default/Before',
      }),
    );
    expect(await records()).toMatchObject([
      { version: '1.0.1', owner_group: 'group:default/payments' },
      { owner_group: 'group:default/new-owners' },
      { owner_group: 'group:default/before', system: 'system:default/shop' },
    ]);
  });

  it('flags events from the future, and rejects those that would count as the latest report for days', async () => {
    const soon = (hours: number) =>
      new Date(Date.now() + hours * 3_600_000).toISOString();
    const { results } = await ingest(
      deployment({ finishedAt: soon(1) }),
      deployment({ id: 'event-2', finishedAt: soon(30) }),
      deployment({ id: 'event-3' }),
      {
        id: 'event-4',
        type: 'change',
        service: CHECKOUT,
        commit: 'c1',
        authoredAt: soon(24 * 400),
        mergedAt: '2026-03-01T10:00:00Z',
      },
    );
    expect(results).toMatchObject([
      {
        status: 'accepted',
        reason: expect.stringMatching(/finishedAt is 1\.0 h in the future/),
      },
      { status: 'rejected', reason: expect.stringMatching(/in the future/) },
      { status: 'accepted' },
      // Without it, what was merged with it would be unknown.
      { status: 'accepted', reason: expect.stringMatching(/^authoredAt is/) },
    ]);
    const skewed = await knex('dora_events')
      .where({ skewed: true })
      .orderBy('event_id');
    expect(skewed.map(row => row.event_id)).toEqual([
      'event-1',
      'event-2',
      'event-4',
    ]);
  });

  it('links incidents to deployments of the same source and of the portal, in any order', async () => {
    await start().ingest({
      source: 'ci',
      events: [
        {
          id: 'i',
          type: 'incident',
          service: CHECKOUT,
          incident: 'INC-1',
          startedAt: '2026-03-01T10:10:00Z',
          causedBy: ['run-1'],
          fixedBy: ['portal:0f8e7d6c'],
        },
        deployment({ deployment: 'run-1' }),
      ],
    });
    const [row] = await records();
    expect(await knex('dora_links').orderBy('role')).toMatchObject([
      { role: 'caused', deployment_id: row.id, origin: 'explicit', by: 'ci' },
      { role: 'fixed', deployment_id: '0f8e7d6c' },
    ]);
  });

  describe('of an environment', () => {
    it('compares names case-insensitively', async () => {
      const events = [
        'PRODUCTION',
        'prod-eu',
        'PROD-EU',
        'Canary',
        'canary',
      ].map((environment, i) => deployment({ id: `event-${i}`, environment }));
      await ingest(...events);
      const rows = await records();
      expect(
        rows.map(row => [row.environment, row.tier, Boolean(row.tier_known)]),
      ).toEqual([
        ['production', 'production', true],
        ['Prod-EU', 'production', true],
        ['Prod-EU', 'production', true],
        ['canary', 'other', false],
        ['canary', 'other', false],
      ]);
    });

    it('does not attribute a Staging alert to a production deployment', async () => {
      await ingest(
        deployment(),
        deployment({ id: 'event-2', environment: 'staging' }),
        {
          id: 'event-3',
          type: 'incident',
          service: CHECKOUT,
          incident: 'i1',
          environment: 'Staging',
          startedAt: '2026-03-01T10:30:00Z',
        },
      );
      await deriveAll();
      expect(await knex('dora_incidents')).toMatchObject([
        { environment: 'staging', tier: 'staging' },
      ]);
      const [link] = await knex('dora_inferred_links');
      const [caused] = await knex('dora_deployments').where({
        id: link.deployment_id,
      });
      expect(caused.environment).toBe('staging');
      expect(
        await knex('dora_deployments').where({ tier: 'production' }),
      ).toMatchObject([{ failure: null }]);
    });

    it('sets missing tiers of stored rows when app-config knows them, and keeps known ones', async () => {
      await ingest(
        deployment({ environment: 'Canary' }),
        deployment({ id: 'event-2', environment: 'canary', tier: 'testing' }),
      );
      await followRules({
        database,
        incidentWindowMs: 86_400_000,
        environments: createEnvironmentNames([
          { name: 'CANARY', tier: 'production' },
        ]),
        logger: mockServices.logger.mock(),
      });
      await deriveAll();
      const rows = await records();
      expect(
        rows.map(row => [
          row.environment,
          row.tier,
          Boolean(row.delivery_counted),
        ]),
      ).toEqual([
        ['CANARY', 'production', true],
        ['CANARY', 'testing', true],
      ]);
      await knex('dora_rules').delete();
    });
  });

  describe('the end of an incident', () => {
    const begun = {
      id: 'event-1',
      type: 'incident',
      service: CHECKOUT,
      incident: 'i1',
      startedAt: '2026-03-01T10:00:00Z',
    };
    const ended = (name?: string) => ({
      ...begun,
      id: 'event-2',
      service: name,
      startedAt: '2026-03-01T10:45:00Z',
      resolvedAt: '2026-03-01T10:45:00Z',
    });
    const known = async () =>
      (await knex('dora_incidents')).map(row => [
        row.service,
        Number(row.started_at),
        Number(row.resolved_at),
      ]);
    const expected = [
      [CHECKOUT, Date.UTC(2026, 2, 1, 10), Date.UTC(2026, 2, 1, 10, 45)],
    ];

    it.each([
      ['that names no service', undefined],
      ['of a service that the catalog lacks', 'PUNMAPPED'],
    ])('%s is mapped by the incident, in any order', async (_, name) => {
      for (const order of orders([begun, ended(name)])) {
        await empty();
        for (const event of order) await ingest(event);
        expect(await known()).toEqual(expected);
        expect(
          await knex('dora_events').whereNot('status', 'accepted'),
        ).toEqual([]);
        await empty();
        expect(await ingest(...order)).toMatchObject({ accepted: 2 });
        expect(await known()).toEqual(expected);
      }
    });

    it('is used when its start is stored between reading and storing the end', async () => {
      let isFirst = true;
      const raced: Database = {
        ...database,
        async transaction(work) {
          if (isFirst) await ingest(begun);
          isFirst = false;
          return database.transaction(work);
        },
      };
      await start(raced).ingest({ source: 'ci', events: [ended()] });
      expect(await known()).toEqual(expected);
      expect(await knex('dora_events').whereNot('status', 'accepted')).toEqual(
        [],
      );
    });

    it('waits while the incident is unknown, and says why', async () => {
      const { results } = await ingest(ended());
      expect(results).toEqual([
        {
          id: 'event-2',
          status: 'unmapped',
          reason: 'The event names no service, and its incident is unknown',
        },
      ]);
    });

    it('needs the incident: a start must name its service', async () => {
      const { results } = await ingest({ ...begun, service: undefined });
      expect(results).toMatchObject([
        { status: 'rejected', reason: 'service is missing' },
      ]);
    });
  });

  describe('of a repository', () => {
    const pushed = (sha: string, name: string, id = 99) => ({
      id: sha,
      type: 'change',
      service: name,
      serviceId: `repository/${id}`,
      commit: sha,
    });

    it('finds the service by former names', async () => {
      entities = [entity('checkout', 'a', { 'slipway/dora-name': 'acme/old' })];
      expect(await ingest(pushed('c1', 'acme/old'))).toMatchObject({
        accepted: 1,
      });
      expect(await ingest(pushed('c2', 'acme/new'))).toMatchObject({
        accepted: 1,
      });
      // Another repository that no service is mapped to.
      expect(await ingest(pushed('c3', 'acme/new2', 100))).toMatchObject({
        unmapped: 1,
      });
    });

    it('finds the service by the id of the repository, whatever its name', async () => {
      entities = [
        entity('checkout', 'a', { 'slipway/dora-name': 'ci=repository/99' }),
        entity('search', 'a', { 'slipway/dora-name': 'acme/old' }),
      ];
      await ingest(pushed('c1', 'acme/old'));
      expect(await knex('dora_changes')).toMatchObject([{ service: CHECKOUT }]);
    });
  });

  it('builds a GitHub deployment from its statuses, in any order', async () => {
    const status = (id: number, state: string, created_at: string) => ({
      deployment_status: { id, state, created_at, environment: 'production' },
      deployment: {
        ...{ id: 7000, ref: 'v1', sha: WHOLE, task: 'deploy' },
        created_at: '2026-03-01T10:00:00Z',
        payload: { service: CHECKOUT },
      },
      repository: { full_name: 'acme/shop' },
    });
    const reported = [
      status(1, 'waiting', '2026-03-01T10:00:00Z'),
      status(2, 'in_progress', '2026-03-03T10:00:00Z'),
      status(9, 'success', '2026-03-03T10:05:00Z'),
      status(10, 'failure', '2026-03-03T10:05:00Z'),
    ];
    const settings = { incidentLabels: [] };
    for (const order of orders(reported)) {
      await empty();
      for (const payload of order) {
        const { events } = translateGithub(
          'deployment_status',
          payload,
          settings,
        );
        expect(await ingest(...events)).toMatchObject({ accepted: 1 });
      }
      const rows = await records();
      expect(
        rows.map(row => [
          row.outcome,
          ...[row.started_at, row.traffic_at, row.finished_at].map(at =>
            new Date(Number(at)).toISOString(),
          ),
        ]),
      ).toEqual([
        [
          'failed',
          '2026-03-03T10:00:00.000Z',
          '2026-03-03T10:05:00.000Z',
          '2026-03-03T10:05:00.000Z',
        ],
      ]);
    }
  });

  describe('of an alert', () => {
    const alert = (status: string, startsAt: string, endsAt?: string) => ({
      status,
      labels: { service: CHECKOUT, environment: 'production' },
      annotations: { summary: 'Checkout answers 500' },
      startsAt: `2026-03-01T${startsAt}Z`,
      endsAt: endsAt ? `2026-03-01T${endsAt}Z` : '0001-01-01T00:00:00Z',
      fingerprint: '5b8f3d7a5b8f3d7a',
    });
    const tell = async (...alerts: object[]) => {
      const { events } = translateAlertmanager(
        { version: '4', alerts },
        { serviceLabel: 'service', environmentLabel: 'environment' },
      );
      return start().ingest({ source: 'alerts', events });
    };
    const known = async () => {
      const rows = await knex('dora_incidents').orderBy('started_at');
      const getMinute = (at: unknown) =>
        at === null ? null : new Date(Number(at)).toISOString().slice(11, 16);
      return rows.map(row => [
        getMinute(row.started_at),
        Number(row.resolved_at) >= Number(row.open_at)
          ? getMinute(row.resolved_at)
          : null,
      ]);
    };

    it.each([
      ['its end (Grafana)', alert('resolved', '10:45:00', '10:45:00'), '10:00'],
      [
        'that of an earlier replica (Alertmanager)',
        alert('resolved', '09:58:00', '10:45:00'),
        '09:58',
      ],
    ])(
      'whose start changes to %s stores one incident, in any order',
      async (_, resolved, from) => {
        const reported = [
          alert('firing', '10:00:00'),
          resolved,
          alert('firing', '12:00:00'),
          alert('resolved', '12:00:00', '12:30:00'),
        ];
        for (const order of orders(reported)) {
          await empty();
          for (const one of order) {
            expect(await tell(one)).toMatchObject({ accepted: 1 });
          }
          expect(await known()).toEqual([
            [from, '10:45'],
            ['12:00', '12:30'],
          ]);
          await empty();
          await tell(...order);
          expect(await known()).toHaveLength(2);
        }
      },
    );

    it("keeps a person's link when two of its incidents are merged", async () => {
      await ingest(deployment());
      await tell(alert('firing', '10:20:00'));
      const [{ id }] = await knex('dora_incidents');
      const [{ id: deployed }] = await records();
      await knex('dora_links').insert({
        ...{ incident_id: id, deployment_id: deployed, role: 'caused' },
        ...{ stand: 'linked', origin: 'person', by: 'user:default/a', at: 1 },
      });
      await tell(alert('resolved', '10:10:00', '10:45:00'));
      expect(await known()).toEqual([['10:10', '10:45']]);
      const [incident] = await knex('dora_incidents');
      expect(await knex('dora_links')).toMatchObject([
        { incident_id: incident.id, deployment_id: deployed },
      ]);
    });

    it('stores one incident for two simultaneous notifications', async () => {
      const starts = Array.from({ length: 9 }, (_, i) => `10:0${i}:00`);
      await Promise.all([
        ...starts.map(startsAt => tell(alert('firing', startsAt))),
        tell(alert('resolved', '10:45:00', '10:45:00')),
      ]);
      expect(await known()).toEqual([['10:00', '10:45']]);
    });
  });

  it('finds out whether an incident is open, in whatever order its tool reports', async () => {
    const reported = (['triggered', 'resolved', 'reopened'] as const).flatMap(
      (word, hour) =>
        translatePagerduty({
          event: {
            id: word,
            event_type: `incident.${word}`,
            occurred_at: `2026-03-01T1${hour}:00:00Z`,
            data: {
              id: 'PGR0VU2',
              created_at: '2026-03-01T10:00:00Z',
              title: 'Checkout answers 500',
              service: { id: 'P123' },
            },
          },
        }).events,
    );
    const again = {
      ...reported[1],
      id: 'resolved-again',
      occurredAt: '2026-03-01T15:00:00Z',
      resolvedAt: '2026-03-01T15:00:00Z',
    };
    const known = async (...events: object[]) => {
      await empty();
      for (const event of events) {
        const answer = await start().ingest({
          source: 'pager',
          events: [event],
        });
        expect(answer).toMatchObject({ accepted: 1 });
      }
      const [incident, ...others] = (await readServiceRecords(knex, CHECKOUT))
        .incidents;
      expect(others).toEqual([]);
      return incident;
    };
    const startedAt = Date.UTC(2026, 2, 1, 10);
    for (const order of orders(reported)) {
      const incident = await known(...order);
      expect(incident).toMatchObject({ startedAt });
      expect(incident.resolvedAt).toBeUndefined();
    }
    for (const order of orders([...reported, again])) {
      expect(await known(...order)).toMatchObject({
        title: 'Checkout answers 500',
        startedAt,
        resolvedAt: Date.UTC(2026, 2, 1, 15),
      });
    }
  });

  it('gives the same result for any order, repetition and split into requests', async () => {
    const state = async () => {
      await deriveAll();
      const rows: Record<string, string[]> = {};
      for (const table of TABLES) {
        const all: Record<string, unknown>[] = await knex(table);
        rows[table] = all
          // An end that was mapped by its incident keeps the service name that it had.
          .map(({ received_at, service: of, ...row }) =>
            JSON.stringify(table === 'dora_events' ? row : { ...row, of }),
          )
          .sort();
      }
      return rows;
    };
    const replayAll = async () => {
      let cursor: string | undefined;
      do {
        const answer = await start().deadLetters.replayMatching(
          { cursor },
          OPERATOR,
        );
        cursor = answer.nextCursor;
      } while (cursor);
    };
    const bare = ENTITIES.map(one => ({
      ...one,
      metadata: { ...one.metadata, annotations: {} },
    }));
    await fc.assert(
      fc.asyncProperty(
        randomEvents.chain(events => {
          // The same ids again, together with invalid events.
          const all = [...events, ...events, ...events.flatMap(spoiled)];
          return fc.record({
            events: fc.constant(events),
            shuffled: fc.shuffledSubarray(all, { minLength: all.length }),
            size: fc.integer({ min: 1, max: 12 }),
            // This many requests arrive before the catalog knows the names.
            early: fc.integer({ min: 0, max: 3 }),
            crowd: fc.constantFrom(0, 2, 5),
          });
        }),
        async ({ events, shuffled, size, early, crowd }) => {
          entities = ENTITIES;
          await empty();
          await ingest(...events);
          const expected = await state();

          await empty();
          entities = early > 1 ? bare : ENTITIES;
          // First several in parallel, each on its own replica.
          await Promise.all(
            Array.from({ length: crowd }, (_, from) =>
              ingest(...shuffled.slice(from), ...shuffled.slice(0, from)),
            ),
          );
          for (let i = 0; i * size < shuffled.length; i++) {
            entities = i < early ? bare : ENTITIES;
            if (i === early) await replayAll();
            await ingest(...shuffled.slice(i * size, (i + 1) * size));
            // The metrics are derived in between as well.
            if (i % 3 === 0) await state();
          }
          entities = ENTITIES;
          await replayAll();
          expect(await state()).toEqual(expected);
        },
      ),
      { numRuns: 30 },
    );
  });
});
