import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import type { Version } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { toVersionOutcome } from '../domain/serviceEnvironment/versionOutcome';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };

const PROMOTED: JsonObject = JSON.parse(
  JSON.stringify(CONFIG).replace(
    '"production":{',
    '"production":{"promotesFrom":{"environment":"staging"},',
  ),
);

describe.each(databases.eachSupportedId())(
  'the versions to choose from on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      portal = await createTestPortal({ knex, target, config: PROMOTED });
      await portal.engine.start();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await knex.destroy();
    });

    const deploy = async (version: Version, environment: string) =>
      portal.untilEnded(await portal.deploy(version, { environment }));
    const outcomes = async (version: Version) =>
      (
        await portal.engine.reads.versionDeployments(SERVICE, [
          version.artifact,
        ])
      )
        .map(toVersionOutcome)
        .map(({ environment, result }) => `${result} in ${environment}`)
        .sort();

    it('are blocked by the same rules, for the same reasons, as their plans', async () => {
      const versions = [
        await portal.version('1.0.0'),
        await portal.version('1.1.0'),
        await portal.version('1.2.0'),
      ];
      const [promoted, , quarantined] = versions;
      await deploy(promoted, 'staging');
      await portal.engine.versions.quarantine(
        SERVICE,
        quarantined.id,
        'loses orders',
        ALICE,
      );
      const listed = await Promise.all(
        versions.map(async ({ id }) =>
          portal.engine.versions.get(SERVICE, id).then(found => found!),
        ),
      );
      const blockers = await portal.engine.service.versionBlockers(
        SERVICE_ENVIRONMENT,
        listed,
      );
      const planned = await Promise.all(
        versions.map(async ({ id }) => {
          const plan = await portal.engine.service.plan(
            { ...SERVICE_ENVIRONMENT, versionId: id },
            ALICE,
          );
          return plan.blockers.map(({ message }) => message);
        }),
      );
      expect(
        versions.map(({ id }) =>
          blockers.get(id)?.map(({ message }) => message),
        ),
      ).toEqual(planned);
      expect(planned).toEqual([
        [],
        ['1.1.0 must run in Staging first; 1.0.0 runs there.'],
        [
          '1.2.0 is quarantined: loses orders',
          '1.2.0 must run in Staging first; 1.0.0 runs there.',
        ],
      ]);
    });

    it('say how their newest deployment ended in each environment, and who rolled it back', async () => {
      const good = await portal.version('1.0.0');
      const reverted = await portal.version('1.1.0');
      const bad = await portal.version('1.2.0');
      for (const version of [good, reverted]) {
        await deploy(version, 'staging');
        await deploy(version, 'production');
      }
      expect(await outcomes(reverted)).toEqual([
        'verified in production',
        'verified in staging',
      ]);
      const rollback = await portal.deploy(good, { kind: 'rollback' });
      expect(await portal.untilEnded(rollback)).toMatchObject({
        status: 'succeeded',
        version: { name: '1.0.0' },
      });
      target.measured = measured => ({
        value: measured === bad.artifact ? 0.5 : 1,
        samples: 100,
      });
      await deploy(bad, 'staging');

      expect(await outcomes(good)).toEqual([
        'verified in production',
        'verified in staging',
      ]);
      expect(await outcomes(reverted)).toEqual([
        'rolled_back in production',
        'verified in staging',
      ]);
      expect(await outcomes(bad)).toEqual(['rolled_back in staging']);
      const found = await portal.engine.reads.versionDeployments(SERVICE, [
        reverted.artifact,
      ]);
      expect(
        found.find(({ environment }) => environment === 'production'),
      ).toMatchObject({
        revertedBy: {
          deploymentId: rollback,
          requestedBy: ALICE.principal.principal,
        },
      });
    });

    it('count what was redeployed after a rollback by its newest deployment', async () => {
      const first = await portal.version('1.0.0');
      const second = await portal.version('1.1.0');
      await deploy(first, 'staging');
      await deploy(second, 'staging');
      await portal.untilEnded(
        await portal.deploy(first, {
          kind: 'rollback',
          environment: 'staging',
        }),
      );
      expect(await outcomes(second)).toEqual(['rolled_back in staging']);
      await deploy(second, 'staging');
      expect(await outcomes(second)).toEqual(['verified in staging']);
    });

    it('finds the deployments of a version by an index of their own', async () => {
      const sql = `select id from deployments where service = '${SERVICE}' and artifact in ('a', 'b')`;
      const plan = await knex.transaction(async trx => {
        if (databaseId === 'SQLITE_3') {
          return trx.raw(`explain query plan ${sql}`);
        }
        // PostgreSQL reads an empty table as a whole.
        await trx.raw('set local enable_seqscan = off');
        return trx.raw(`explain ${sql}`);
      });
      expect(JSON.stringify(plan)).toContain('deployments_version_idx');
    });
  },
);
