import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  SERVICE,
} from '../application/__testUtils__/testPortal';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** The test portal's configuration, with a watch of production. */
function withWatch(): JsonObject {
  const { deployments } = CONFIG as { deployments: JsonObject };
  const { web } = deployments.goldenPaths as { web: JsonObject };
  return {
    deployments: {
      ...deployments,
      goldenPaths: {
        web: {
          ...web,
          watch: {
            for: '24h',
            onBreach: 'rollback',
            if: { 'environment.name': 'production' },
          },
        },
      },
    },
  };
}

describe('the watch in a plan', () => {
  async function planWith(
    config: JsonObject | undefined,
    environment: string = 'production',
    kind: 'deploy' | 'restart' = 'deploy',
  ) {
    const knex = await databases.init('SQLITE_3');
    const portal = await createTestPortal({
      knex,
      target: new TestTarget(),
      ...(config ? { config } : {}),
    });
    const running = await portal.version('1.4.2');
    await portal.runs(running);
    const version = await portal.version('1.5.0');
    await portal.engine.start();
    const plan = await portal.engine.service.plan(
      {
        service: SERVICE,
        environment,
        kind,
        ...(kind === 'deploy' ? { versionId: version.id } : {}),
      },
      ALICE,
    );
    await portal.engine.stop();
    await knex.destroy();
    return plan.watch;
  }

  it('says how long the version will be watched, and what a breach does', async () => {
    expect(await planWith(withWatch())).toEqual({
      forMs: 24 * 3600_000,
      onBreach: 'rollback',
    });
  });

  it('is absent where the condition of the watch does not hold', async () => {
    expect(await planWith(withWatch(), 'staging')).toBeUndefined();
  });

  it('is absent from a restart, which brings in no new version', async () => {
    expect(
      await planWith(withWatch(), 'production', 'restart'),
    ).toBeUndefined();
  });

  it('is absent if the golden path has none', async () => {
    expect(await planWith(undefined)).toBeUndefined();
  });
});

describe('the plan to leave a version whose deployment changed something for good', () => {
  /** A golden path whose first step calls itself irreversible. */
  function withMigration(more: JsonObject = {}): JsonObject {
    const { deployments } = CONFIG as { deployments: JsonObject };
    const { web } = deployments.goldenPaths as { web: JsonObject };
    const migrate = {
      id: 'migrate',
      title: 'Migrate the database',
      use: 'wait',
      with: { for: { milliseconds: 1 } },
      changes: 'irreversible',
      ...more,
    };
    return {
      deployments: {
        ...deployments,
        goldenPaths: {
          web: { ...web, steps: [migrate, ...(web.steps as JsonObject[])] },
        },
      },
    };
  }

  async function planToLeave(kind: 'rollback' | 'remove', config: JsonObject) {
    const knex = await databases.init('SQLITE_3');
    const portal = await createTestPortal({
      knex,
      target: new TestTarget(),
      config,
    });
    await portal.runs(await portal.version('1.4.2'));
    await portal.engine.start();
    const id = await portal.deploy(await portal.version('1.5.0'));
    expect(await portal.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    const plan = await portal.engine.service.plan(
      { service: SERVICE, environment: 'production', kind },
      ALICE,
    );
    await portal.engine.stop();
    await knex.destroy();
    return plan;
  }

  it.each([
    [
      'rollback',
      "“Migrate the database” of 1.5.0 can't be undone: what it changed stays, and 1.4.2 may not work with it.",
    ],
    [
      'remove',
      "“Migrate the database” of 1.5.0 can't be undone: what it changed stays.",
    ],
  ] as const)('warns before a %s', async (kind, warning) => {
    const { warnings, warningSentences } = await planToLeave(
      kind,
      withMigration(),
    );
    expect(warnings).toContain(warning);
    expect(warningSentences?.flat()).toContainEqual(
      expect.objectContaining({
        code: expect.stringMatching(/^plan_lasting/),
      }),
    );
  });

  it('is preceded by one that says who decides if the deployment fails', async () => {
    const knex = await databases.init('SQLITE_3');
    const portal = await createTestPortal({
      knex,
      target: new TestTarget(),
      config: withMigration(),
    });
    await portal.runs(await portal.version('1.4.2'));
    const { id } = await portal.version('1.5.0');
    await portal.engine.start();
    const { rollbackNote } = await portal.engine.service.plan(
      { service: SERVICE, environment: 'production', versionId: id },
      ALICE,
    );
    await portal.engine.stop();
    await knex.destroy();
    expect(rollbackNote).toMatch(
      /From “Migrate the database” on, a person decides instead, because it can't be undone\.$/,
    );
  });

  it('does not warn if the version before works with the change', async () => {
    const { warnings } = await planToLeave(
      'rollback',
      withMigration({ backwardCompatible: true }),
    );
    expect(warnings).toEqual([]);
  });
});
