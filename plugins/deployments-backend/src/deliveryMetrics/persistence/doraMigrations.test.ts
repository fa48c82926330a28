import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createEnvironmentNames } from '../normalize/environmentNames';
import { deriveDue, followRules } from '../projections/deriveMetrics';
import { createDatabase } from '../../persistence/createDatabase';
import { migrate, findMigrationsDirectory } from '../../persistence/migrate';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const options = { directory: findMigrationsDirectory() };
const migrations = readdirSync(options.directory).sort();
const FIRST = '20261126010000_dora_alerts.js';

const SERVICE = 'component:default/checkout';
const at = (time: string) => Date.parse(`2026-03-01T${time}:00Z`);
const hashJson = (...parts: string[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);

const deployment = (
  sourceId: string,
  finishedAt: number,
  more: object = {},
) => ({
  id: hashJson('deployment', 'hub', sourceId),
  source: 'hub',
  source_id: sourceId,
  service: SERVICE,
  environment: 'production',
  tier: 'production',
  kind: 'deploy',
  hotfix: false,
  version: 'v1',
  artifact: `sha-${sourceId}`,
  outcome: 'succeeded',
  started_at: finishedAt - 300_000,
  traffic_at: finishedAt,
  finished_at: finishedAt,
  commits_known: false,
  owners_told: false,
  demo: false,
  occurred_at: finishedAt,
  event_id: `deployment_status/${sourceId}`,
  derived: false,
  ...more,
});
const incident = (
  source: string,
  sourceId: string,
  times: { from: number; open?: number; until?: number },
  more: object = {},
) => ({
  id: hashJson('incident', source, sourceId),
  source,
  source_id: sourceId,
  service: SERVICE,
  title: 'Checkout answers 500',
  started_at: times.from,
  open_at: times.open ?? times.from,
  resolved_at: times.until ?? null,
  demo: false,
  occurred_at: times.until ?? times.from,
  event_id: sourceId,
  ...more,
});

describe.each(databases.eachSupportedId())(
  'migrated rows of the delivery metrics on %s',
  databaseId => {
    let knex: Knex;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      for (let done = 0; done < migrations.indexOf(FIRST); done++) {
        await knex.migrate.up(options);
      }
    });
    afterEach(() => knex.destroy());

    const down = async () => {
      for (
        let left = migrations.length;
        left > migrations.indexOf(FIRST);
        left--
      ) {
        await knex.migrate.down(options);
      }
    };
    const incidents = async () => {
      const rows = await knex('dora_incidents').orderBy([
        'source',
        'source_id',
      ]);
      return rows.map(row => [
        row.source_id,
        Number(row.started_at),
        row.resolved_at !== null &&
        Number(row.resolved_at) >= Number(row.open_at)
          ? Number(row.resolved_at)
          : undefined,
      ]);
    };

    it('have one incident for an alert whose end was stored separately', async () => {
      const fingerprint = '5b8f3d7a5b8f3d7a';
      const [open, end, again] = [
        incident('alerts', `${fingerprint}/2026-03-01T10:00:00Z`, {
          from: at('10:00'),
        }),
        incident('alerts', `${fingerprint}/2026-03-01T10:45:00Z`, {
          from: at('10:45'),
          until: at('10:45'),
        }),
        incident('alerts', `${fingerprint}/2026-03-01T12:00:00Z`, {
          from: at('12:00'),
        }),
      ];
      await knex('dora_incidents').insert([open, end, again]);
      await knex('dora_links').insert({
        ...{ incident_id: end.id, deployment_id: 'd', role: 'caused' },
        ...{ stand: 'removed', origin: 'person', by: 'user:default/a', at: 1 },
      });
      await migrate(knex);
      const expected = [
        [open.source_id, at('10:00'), at('10:45')],
        [again.source_id, at('12:00'), undefined],
      ];
      expect(await incidents()).toEqual(expected);
      expect(await knex('dora_links')).toMatchObject([
        { incident_id: open.id, stand: 'removed' },
      ]);
      expect(await knex('dora_alerts')).toMatchObject([
        { source: 'alerts', alert: fingerprint },
      ]);
      await down();
      expect(await incidents()).toEqual(expected);
      await migrate(knex);
      expect(await incidents()).toEqual(expected);
    });

    it('identify an issue by its id, and are merged after a rename of the repository', async () => {
      const [before, after] = [
        incident(
          'hub',
          'acme/old/issues/17',
          { from: at('10:00') },
          { event_id: 'issue/5/labeled/2026-03-01T10:00:00Z' },
        ),
        incident(
          'hub',
          'acme/new/issues/17',
          { from: at('10:00'), until: at('11:00') },
          { event_id: 'issue/5/closed/2026-03-01T11:00:00Z' },
        ),
      ];
      await knex('dora_incidents').insert([before, after]);
      await migrate(knex);
      expect(await incidents()).toEqual([
        ['issue/5', at('10:00'), at('11:00')],
      ]);
      expect((await knex('dora_incidents'))[0].id).toBe(
        hashJson('incident', 'hub', 'issue/5'),
      );
    });

    it('keep the last status of a GitHub deployment, so that the next one adds to it', async () => {
      await knex('dora_deployments').insert([
        deployment('41', at('10:00')),
        deployment('42', at('10:00'), {
          event_id: 'run-7',
          source: 'ci',
          id: 'ci-1',
        }),
      ]);
      await migrate(knex);
      const rows = await knex('dora_deployment_statuses');
      expect(
        rows.map(row => [
          row.event_id,
          row.state,
          Number(row.at),
          row.sequence,
        ]),
      ).toEqual([['deployment_status/41', 'succeeded', at('10:00'), '41']]);
      expect(JSON.parse(rows[0].description)).toMatchObject({
        service: SERVICE,
        version: 'v1',
        createdAt: at('09:55'),
      });
    });

    it("have lower-case environments, app-config's tiers, and recomputed metrics", async () => {
      await knex('dora_deployments').insert([
        deployment('1', at('10:00'), {
          environment: 'Prod-EU',
          tier: 'other',
        }),
        deployment('2', at('10:10'), { environment: 'PRODUCTION' }),
        deployment('3', at('10:20'), { environment: 'qa', tier: 'other' }),
      ]);
      await knex('dora_incidents').insert(
        incident(
          'pager',
          'P1',
          { from: at('10:30') },
          { environment: 'PROD-eu', tier: null },
        ),
      );
      await migrate(knex);
      const serviceEnvironments = async () =>
        (await knex('dora_deployments').orderBy('source_id')).map(row => [
          row.environment,
          row.tier,
          Boolean(row.tier_known),
          Boolean(row.delivery_counted),
        ]);
      expect(await serviceEnvironments()).toEqual([
        ['prod-eu', 'other', false, false],
        ['production', 'production', true, false],
        ['qa', 'other', false, false],
      ]);
      const derive = {
        database: createDatabase(knex),
        incidentWindowMs: 86_400_000,
        environments: createEnvironmentNames([
          { name: 'prod-EU', tier: 'production' },
        ]),
        logger: mockServices.logger.mock(),
      };
      await followRules(derive);
      while (await knex('dora_dirty').first('service')) await deriveDue(derive);
      expect(await serviceEnvironments()).toEqual([
        ['prod-EU', 'production', true, true],
        ['production', 'production', true, true],
        ['qa', 'other', false, true],
      ]);
      expect(await knex('dora_incidents')).toMatchObject([
        { environment: 'prod-EU', tier: 'production' },
      ]);
      const days = await knex('dora_unrolled').orderBy('tier');
      expect(days.map(({ tier }) => tier)).toEqual(['other', 'production']);
    });
  },
);
