import { TestDatabases } from '@backstage/backend-test-utils';
import type { JsonObject } from '@backstage/types';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { TestTarget } from '../application/__testUtils__/TestTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

/** The settings in app-config for production: the environment's own, and the service's. */
function getConfig(environment: JsonObject, service: JsonObject): JsonObject {
  const deployments = CONFIG.deployments as JsonObject;
  return {
    deployments: {
      ...deployments,
      environments: {
        ...(deployments.environments as JsonObject),
        production: {
          tier: 'production',
          target: { provider: 'test', ...environment },
        },
      },
      services: { [SERVICE]: { production: { target: service } } },
    },
  };
}

/** Both set `port`, which shows that the service's setting wins. */
const THEN = getConfig(
  { account: 'old', replicas: 1, port: 8080 },
  { port: 8080, mode: 'classic' },
);
const TODAY = getConfig(
  { account: 'new', replicas: 4, port: 9090 },
  { port: 7070, beta: true },
);
const TODAYS = { account: 'new', replicas: 4, port: 7070, beta: true };
const THEN_IN_TODAYS_ENVIRONMENT = {
  account: 'new',
  replicas: 4,
  port: 8080,
  mode: 'classic',
};

/** Makes snapshots look as if they were frozen before the service's settings were stored separately. */
async function forgetServiceSettings(knex: Knex): Promise<void> {
  const forget = (json: string) =>
    JSON.stringify(JSON.parse(json), (key, value) =>
      key === 'serviceSettings' ? undefined : value,
    );
  for (const { id, snapshot } of await knex('deployments').select()) {
    await knex('deployments')
      .where({ id })
      .update({ snapshot: forget(snapshot) });
  }
  const started = await knex('deployment_events').where({ type: 'started' });
  for (const { deployment_id, seq, data } of started) {
    await knex('deployment_events')
      .where({ deployment_id, seq })
      .update({ data: forget(data) });
  }
}

describe.each(databases.eachSupportedId())(
  'the settings of a rollback on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    async function start(config: JsonObject) {
      portal = await createTestPortal({ knex, target, config });
      await portal.engine.start();
    }

    async function restart(config: JsonObject) {
      await portal.engine.stop();
      await start(config);
    }

    async function succeed(name: string) {
      const ended = await portal.untilEnded(
        await portal.deploy(await portal.version(name)),
      );
      expect(ended.status).toBe('succeeded');
      return ended;
    }

    /** The deployment fails only when the baseline is gone: its retirement fails after its effect. */
    async function failLate(name: string) {
      target.after = effect => {
        if (effect.name === 'finalize' && !effect.key.includes('rollback')) {
          throw new Error('no answer from the target');
        }
      };
      const ended = await portal.untilEnded(
        await portal.deploy(await portal.version(name)),
      );
      target.after = () => {};
      expect(ended.status).toBe('rolled_back');
      return ended;
    }

    const getSettings = (id: string, part: string) =>
      target.effects
        .filter(({ key }) => key.startsWith(id) && key.includes(part))
        .map(({ settings }) => settings);

    it("are the service's settings of the last known good version, over the environment's current settings", async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      const { id } = await failLate('2.0.0');
      expect(getSettings(id, 'canary')).toContainEqual(TODAYS);
      expect(getSettings(id, 'rollback:restore')).toEqual([
        THEN_IN_TODAYS_ENVIRONMENT,
        THEN_IN_TODAYS_ENVIRONMENT,
        THEN_IN_TODAYS_ENVIRONMENT,
      ]);
    });

    it('are used for measurements, whatever is configured by then', async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      const measured: [string | undefined, JsonObject][] = [];
      target.measured = (artifact, { settings }) => {
        measured.push([artifact, settings]);
        return { value: 1, samples: 90 };
      };
      await failLate('2.0.0');
      const asked = (artifact: string) =>
        new Set(
          measured
            .filter(([of]) => of === artifact)
            .map(([, settings]) =>
              JSON.stringify(settings, Object.keys(settings).sort()),
            ),
        );
      const text = (settings: JsonObject) =>
        JSON.stringify(settings, Object.keys(settings).sort());
      expect(asked('sha256:2.0.0')).toEqual(new Set([text(TODAYS)]));
      // First as the baseline of the candidate, then as what the rollback restored.
      expect(asked('sha256:1.0.0')).toEqual(
        new Set([text(TODAYS), text(THEN_IN_TODAYS_ENVIRONMENT)]),
      );
      expect(measured.at(-1)).toEqual([
        'sha256:1.0.0',
        THEN_IN_TODAYS_ENVIRONMENT,
      ]);
    });

    it('are part of what a person approves', async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      const { id } = await portal.version('2.0.0');
      const plan = () =>
        portal.engine.service.plan(
          { service: SERVICE, environment: 'production', versionId: id },
          ALICE,
        );
      const known = await plan();
      await forgetServiceSettings(knex);
      const unknown = await plan();
      expect(unknown.planHash).not.toBe(known.planHash);
      expect(JSON.stringify(known)).not.toContain('classic');
    });

    it("are today's if those of that time are unknown", async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      await forgetServiceSettings(knex);
      const { id } = await failLate('2.0.0');
      expect(getSettings(id, 'rollback:restore')).toEqual([
        TODAYS,
        TODAYS,
        TODAYS,
      ]);
    });

    it('are those with which the version succeeded, if a finished deployment is rolled back', async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      const second = await succeed('2.0.0');
      const ended = await portal.untilEnded(
        await portal.deploy(await portal.version('1.0.0'), {
          kind: 'rollback',
          reverts: second.id,
        }),
      );
      expect(ended).toMatchObject({
        status: 'succeeded',
        version: { name: '1.0.0' },
        snapshot: {
          target: { serviceSettings: { port: 8080, mode: 'classic' } },
        },
      });
      expect(getSettings(ended.id, 'deploy')[0]).toEqual(
        THEN_IN_TODAYS_ENVIRONMENT,
      );
    });

    it('are not those of the reverted deployment, even if that deployed the same version', async () => {
      await start(THEN);
      await succeed('1.0.0');
      await restart(TODAY);
      const again = await succeed('1.0.0');
      const ended = await portal.untilEnded(
        await portal.deploy(await portal.version('1.0.0'), {
          kind: 'rollback',
          reverts: again.id,
        }),
      );
      expect(ended.status).toBe('succeeded');
      expect(getSettings(ended.id, 'deploy')[0]).toEqual(
        THEN_IN_TODAYS_ENVIRONMENT,
      );
    });

    /** The checks fail only when the baseline is gone, so that it would have to be deployed again. */
    async function startCheckedLast(onceBaselineIsGone: () => unknown) {
      const { goldenPaths } = CONFIG.deployments as any;
      const { steps } = goldenPaths.web;
      await start({
        deployments: {
          ...(CONFIG.deployments as JsonObject),
          goldenPaths: {
            web: {
              ...goldenPaths.web,
              steps: [...steps, { ...steps[1], id: 'look' }],
            },
          },
        },
      });
      const { version } = await succeed('1.0.0');
      target.after = async ({ name }) => {
        if (name === 'finalize') {
          target.measured = () => ({ value: 0, samples: 90 });
          await onceBaselineIsGone();
        }
      };
      return version;
    }

    it('are never those of a quarantined version', async () => {
      const version = await startCheckedLast(() => {});
      await portal.engine.versions.quarantine(
        SERVICE,
        version.id,
        'CVE-1',
        ALICE,
      );
      const id = await portal.deploy(await portal.version('2.0.0'));
      const { decision } = await portal.until(
        id,
        state => state.decision !== undefined || isTerminal(state.status),
      );
      // A person is asked, and decides to keep the running version.
      expect(decision).toMatchObject({ kind: 'noTarget' });
      await portal.engine.service.command(
        id,
        { type: 'decide', choice: 'fail', commandId: 'f', reason: 'so be it' },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('failed');
      expect(getSettings(id, 'rollback:restore')).toEqual([]);
    });

    it('are not applied if the version has been quarantined meanwhile: the rollback fails with a reason', async () => {
      let quarantine: () => unknown = () => {};
      const version = await startCheckedLast(() => quarantine());
      quarantine = () =>
        portal.engine.versions.quarantine(SERVICE, version.id, 'CVE-1', ALICE);
      const id = await portal.deploy(await portal.version('2.0.0'));
      const ended = await portal.untilEnded(id);
      expect(ended.status).toBe('rollback_failed');
      expect(JSON.stringify(ended.rollback)).toContain(
        '1.0.0 is quarantined: CVE-1. Roll back to another version.',
      );
      expect(getSettings(id, 'rollback:restore')).toEqual([]);
      expect(target.traffic(SERVICE, 'production')).toEqual({
        'sha256:2.0.0': 100,
      });
    });
  },
);
