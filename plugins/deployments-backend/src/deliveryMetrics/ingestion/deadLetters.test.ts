import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import type { Caller } from '../../application/caller';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate } from '../../persistence/migrate';
import type { DoraIngestion } from './ingestion';
import { createDoraIngestion } from './ingestion';
import { createEnvironmentNames } from '../normalize/environmentNames';
import { createServiceNames } from './serviceNames';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const OPERATOR = {
  principal: { principal: 'user:default/olga', via: 'user' },
} as unknown as Caller;

function entity(name: string, dora?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: dora ? { 'slipway/dora-name': dora } : {},
    },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/web' }],
  };
}

const deployment = (id: string, more: object = {}) => ({
  id,
  type: 'deployment',
  service: 'legacy-shop',
  environment: 'production',
  version: '1.0.0',
  outcome: 'succeeded',
  finishedAt: '2026-03-01T10:05:00Z',
  ...more,
});
const inHours = (hours: number) =>
  new Date(Date.now() + hours * 3_600_000).toISOString();

describe.each(databases.eachSupportedId())('dead letters on %s', databaseId => {
  let knex: Knex;
  let entities: Entity[];
  let ingestion: DoraIngestion;

  beforeAll(async () => {
    knex = await databases.init(databaseId);
    await migrate(knex);
  });
  afterAll(() => knex.destroy());
  beforeEach(async () => {
    for (const table of [
      'dora_events',
      'dora_deployments',
      'dora_dirty',
      'audit_entries',
    ]) {
      await knex(table).delete();
    }
    entities = [entity('checkout')];
    ingestion = createDoraIngestion({
      database: createDatabase(knex),
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
      ]),
    });
  });

  const ingest = (source: string, ...events: unknown[]) =>
    ingestion.ingest({ source, events });
  const list = (
    asked: Partial<Parameters<DoraIngestion['deadLetters']['list']>[0]> = {},
  ) => ingestion.deadLetters.list({ limit: 50, ...asked });
  const listIds = async (asked: Parameters<typeof list>[0] = {}) =>
    (await list(asked)).items.map(({ id }) => id).sort();
  const nameIt = () => {
    entities = [...entities, entity('shop', 'legacy-shop')];
  };

  it('show what arrived, from where, when and why it could not be used', async () => {
    await ingest('ci', deployment('event-1'));
    await ingest(
      'pager',
      { id: 'event-2', type: 'incident', service: 'P1' },
      'no event at all',
    );
    const { items, total, sources } = await list();
    expect(total).toBe(3);
    expect(sources).toEqual([
      { source: 'ci', rejected: 0, unmapped: 1 },
      { source: 'pager', rejected: 2, unmapped: 0 },
    ]);
    const unmapped = items.find(({ id }) => id === 'event-1');
    expect(unmapped).toEqual({
      event: expect.any(String),
      id: 'event-1',
      source: 'ci',
      type: 'deployment',
      status: 'unmapped',
      service: 'legacy-shop',
      reason: expect.stringContaining('slipway/dora-name'),
      occurredAt: '2026-03-01T10:05:00.000Z',
      receivedAt: expect.any(String),
      body: JSON.stringify(deployment('event-1')),
    });
    expect(await ingestion.deadLetters.find(unmapped!.event)).toEqual(unmapped);
    expect(await ingestion.deadLetters.find('nothing')).toBeUndefined();
    expect(items.find(({ id }) => id === 'event-2')).toMatchObject({
      service: 'P1',
      reason: expect.stringContaining('startedAt'),
    });
    expect(items.find(({ id }) => id === undefined)).toMatchObject({
      status: 'rejected',
      body: '"no event at all"',
    });
  });

  it('are filtered by status, source and text', async () => {
    await ingest(
      'ci',
      deployment('a'),
      deployment('b', { service: '100%_shop' }),
      deployment('c', { outcome: 'odd' }),
    );
    await ingest('other', deployment('d'));
    expect(await listIds({ status: 'unmapped' })).toEqual(['a', 'b', 'd']);
    expect(await listIds({ status: 'rejected' })).toEqual(['c']);
    expect(await listIds({ source: 'other' })).toEqual(['d']);
    expect(await listIds({ text: 'OUTCOME' })).toEqual(['c']);
    expect(await listIds({ text: 'Legacy-Shop', source: 'ci' })).toEqual([
      'a',
      'c',
    ]);
    expect(await listIds({ text: '0%_s' })).toEqual(['b']);
    expect(await listIds({ text: '%' })).toEqual(['b']);
    expect(await listIds({ text: "'; drop table dora_events; --" })).toEqual(
      [],
    );
    expect((await list({ text: 'OUTCOME' })).total).toBe(1);

    const lastYear = Date.now() - 365 * 86_400_000;
    await knex('dora_events')
      .where({ event_id: 'a' })
      .update({ received_at: lastYear });
    expect(await listIds({ until: lastYear + 1 })).toEqual(['a']);
    expect(await listIds({ until: lastYear })).toEqual([]);
    expect(await listIds({ since: lastYear + 1, source: 'ci' })).toEqual([
      'b',
      'c',
    ]);
  });

  it('are listed page by page, each once', async () => {
    await ingest('ci', ...Array.from({ length: 5 }, (_, i) => `bad ${i}`));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      expect(page.total).toBe(5);
      seen.push(...page.items.map(({ event }) => event));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    await expect(list({ cursor: 'forged' })).rejects.toThrow(/cursor/);
  });

  it('contain no secrets, whether the key or the value reveals them', async () => {
    await ingest('ci', {
      ...deployment('event-1'),
      env: { GITHUB_TOKEN: 'hunter2', nested: [{ DB_PASSWORD: 'hunter2' }] },
      log: [
        'curl -H "Authorization: Bearer hunter2hunter2"',
        'git clone https://bot:hunter2@git.example.com/a.git',
        'ghp_hunter2hunter2hunter2',
        'AKIAHUNTER2HUNTER2HU',
        'eyJhbGciOiJub25l.eyJodW50ZXIyIjoy.hunter2',
        '-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----',
      ],
      title: 'Basically right: see https://ci.example.com/run/1@2',
    });
    const [{ body }] = (await list()).items;
    expect(body).not.toMatch(/hunter2/i);
    expect(JSON.parse(body)).toMatchObject({
      id: 'event-1',
      log: expect.arrayContaining([
        'git clone https://***@git.example.com/a.git',
      ]),
      title: 'Basically right: see https://ci.example.com/run/1@2',
    });
    expect(JSON.stringify(await knex('dora_events'))).not.toMatch(/hunter2/i);
  });

  it('are reprocessed once their cause is fixed, and unchanged until then', async () => {
    await ingest(
      'ci',
      deployment('event-1'),
      deployment('event-2', { version: 1 }),
    );
    await ingest('other', deployment('event-3'));
    const before = (await list()).items;
    const events = before.map(({ event }) => event);

    const tooEarly = await ingestion.deadLetters.replay(events, OPERATOR);
    expect(tooEarly.results.map(({ status }) => status).sort()).toEqual([
      'rejected',
      'unmapped',
      'unmapped',
    ]);
    expect((await list()).items).toEqual(before);
    expect(await knex('dora_deployments')).toEqual([]);

    nameIt();
    const { results } = await ingestion.deadLetters.replay(
      [...events, 'nothing'],
      OPERATOR,
    );
    expect(results).toHaveLength(3);
    expect(results.filter(({ status }) => status === 'accepted')).toHaveLength(
      2,
    );
    expect(results.find(({ id }) => id === 'event-2')).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('version'),
    });
    expect(await knex('dora_deployments').orderBy('source')).toMatchObject([
      { service: 'component:default/shop', owner_group: 'group:default/web' },
      { source: 'other' },
    ]);
    expect(await knex('dora_dirty')).toMatchObject([
      { service: 'component:default/shop' },
    ]);
    expect(await listIds()).toEqual(['event-2']);

    // Reprocessing accepted events changes nothing.
    const accepted = results.filter(({ status }) => status === 'accepted');
    await ingestion.deadLetters.replay(
      accepted.map(({ event }) => event),
      OPERATOR,
    );
    expect(await knex('dora_deployments')).toHaveLength(2);
    expect(await ingestion.deadLetters.find(accepted[0].event)).toMatchObject({
      status: 'accepted',
      body: '',
    });
  });

  it('that match are reprocessed in batches', async () => {
    await ingest(
      'ci',
      ...Array.from({ length: 130 }, (_, i) => deployment(`event-${i}`)),
      'no event at all',
    );
    await ingest('other', deployment('another'));
    nameIt();
    const rounds: number[] = [];
    let accepted = 0;
    let cursor: string | undefined;
    do {
      const answer = await ingestion.deadLetters.replayMatching(
        { source: 'ci', cursor },
        OPERATOR,
      );
      rounds.push(answer.results.length);
      accepted += answer.results.filter(
        ({ status }) => status === 'accepted',
      ).length;
      cursor = answer.nextCursor;
    } while (cursor);
    expect([rounds, accepted]).toEqual([[100, 31], 130]);
    expect(await listIds()).toEqual(['another', undefined]);
    await expect(
      ingestion.deadLetters.replayMatching({ cursor: 'forged' }, OPERATOR),
    ).rejects.toThrow(/cursor/);
  });

  it('record in the audit trail who reprocessed them', async () => {
    await ingest('ci', deployment('event-1'), 'no event at all');
    nameIt();
    const { items } = await list();
    await ingestion.deadLetters.replay(
      items.map(({ event }) => event),
      OPERATOR,
    );
    const [entry, ...others] = await knex('audit_entries');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      actor: 'user:default/olga',
      action: 'event.replayed',
    });
    expect(JSON.parse(entry.details)).toEqual({
      events: expect.arrayContaining(items.map(({ event }) => event)),
      tried: 2,
      accepted: 1,
    });
  });

  it('that were stored incompletely stay as they are', async () => {
    await ingest('ci', deployment('event-1', { note: 'x'.repeat(400_000) }));
    const [{ event }] = (await list()).items;
    nameIt();
    await ingestion.deadLetters.replay([event], OPERATOR);
    expect(await list()).toMatchObject({
      total: 1,
      items: [{ event, id: 'event-1', status: 'rejected' }],
    });
  });

  it('from the future can be listed, including accepted ones', async () => {
    entities = [entity('shop', 'legacy-shop')];
    await ingest(
      'ci',
      deployment('soon', { finishedAt: inHours(1) }),
      deployment('late', { finishedAt: inHours(30) }),
      deployment('now'),
      deployment('nobody', { service: 'nobody' }),
    );
    expect(await listIds({ skewed: true })).toEqual(['late', 'soon']);
    expect(await listIds({ skewed: true, text: 'future' })).toEqual([
      'late',
      'soon',
    ]);
    expect(await listIds({ skewed: true, status: 'rejected' })).toEqual([
      'late',
    ]);
    expect(await listIds()).toEqual(['late', 'nobody']);
    const { items } = await list({ skewed: true });
    expect(items).toMatchObject([
      { skewed: true, service: 'component:default/shop' },
      { skewed: true, service: 'component:default/shop' },
    ]);
    // Reprocessed after that time, it still shows that a clock was wrong.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 40 * 3_600_000);
    try {
      await ingestion.deadLetters.replayMatching({ skewed: true }, OPERATOR);
    } finally {
      jest.restoreAllMocks();
    }
    expect((await list({ skewed: true })).items).toMatchObject([
      { status: 'accepted' },
      { status: 'accepted' },
    ]);
  });
});
