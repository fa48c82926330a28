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

/** A golden path with another check after the baseline has stopped. */
const CHECKED_LAST: JsonObject = JSON.parse(
  JSON.stringify(CONFIG).replace(
    '{"id":"retire","use":"finalize"}',
    '{"id":"retire","use":"finalize"},{"id":"last","use":"check","with":{"checks":["availability"],"for":{"milliseconds":60}}}',
  ),
);
/** A golden path that waits for a person before it changes anything. */
const APPROVED_FIRST: JsonObject = JSON.parse(
  JSON.stringify(CONFIG).replace(
    '"steps":[',
    '"steps":[{"id":"approve","use":"approve","with":{"from":["group:default/team-b"],"count":1}},',
  ),
);
const SERVICE_ENVIRONMENT = { service: SERVICE, environment: 'production' };

/**
 * In every state in which another version served before the newest one, a rollback without a chosen version goes to the
 * rollback target, and users get that version.
 */
describe.each(databases.eachSupportedId())(
  'the default rollback on %s',
  databaseId => {
    let knex: Knex;
    let target: TestTarget;
    let portal: TestPortal;

    beforeEach(async () => {
      knex = await databases.init(databaseId);
      target = new TestTarget();
      portal = await createTestPortal({ knex, target });
      await portal.engine.start();
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    const traffic = () => target.traffic(SERVICE, 'production');
    const failing = (artifact: string | undefined) => {
      target.measured = measured => ({
        value: measured === artifact ? 0.5 : 1,
        samples: 100,
      });
    };
    const deploy = async (name: string) =>
      portal.untilEnded(await portal.deploy(await portal.version(name)));
    const succeed = async (name: string) => {
      const ended = await deploy(name);
      expect(ended.status).toBe('succeeded');
      return ended;
    };
    const ask = (request: { reverts?: string; versionId?: string } = {}) => ({
      ...SERVICE_ENVIRONMENT,
      kind: 'rollback' as const,
      ...request,
    });
    /** Does what the dialog does: it plans, and sends the hash of the plan it has shown. */
    async function rollBack(
      request: { reverts?: string; versionId?: string } = {},
    ) {
      const plan = await portal.engine.service.plan(ask(request), ALICE);
      const { id } = await portal.engine.service.create(
        { ...ask(request), planHash: plan.planHash },
        ALICE,
      );
      return portal.untilEnded(id);
    }

    it('is allowed after a deployment that a person cancelled', async () => {
      await succeed('1.4.1');
      const good = await succeed('1.4.2');
      // The check runs forever, so that there is time to cancel.
      target.measured = () => undefined;
      const id = await portal.deploy(await portal.version('1.4.0'));
      await portal.until(id, ({ status }) => status === 'waiting');
      await portal.engine.service.command(
        id,
        { type: 'cancel', commandId: 'cancel-1' },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('rolled_back');
      failing(undefined);
      expect(traffic()).toEqual({ 'sha256:1.4.2': 100 });
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
        reverts: good.id,
      });
      expect(traffic()).toEqual({ 'sha256:1.4.1': 100 });
    });

    it('with nothing deployed: is refused with a reason', async () => {
      await expect(rollBack()).rejects.toThrow(
        'Nothing has been deployed to production, so there is nothing to roll back',
      );
    });

    it('with a single version: is refused with a reason', async () => {
      await succeed('1.4.1');
      await expect(rollBack()).rejects.toThrow(
        'There is no version before 1.4.1 that production could be rolled back to',
      );
    });

    it('after the first deployment rolled back automatically: is refused, because nothing ran before', async () => {
      target.measured = () => ({ value: 0.5, samples: 100 });
      const id = await portal.deploy(await portal.version('1.4.1'));
      await portal.until(id, ({ status }) => status === 'waiting');
      await portal.engine.service.command(
        id,
        { type: 'rollback', commandId: 'rollback-1' },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('rolled_back');
      await expect(rollBack()).rejects.toThrow('Nothing has been deployed');
    });

    it('of a healthy version: goes to the newest last known good version that is not running', async () => {
      await succeed('1.4.0');
      await succeed('1.4.1');
      const newest = await succeed('1.4.2');
      expect(await rollBack()).toMatchObject({
        version: { name: '1.4.1' },
        reverts: newest.id,
      });
      // A version that was rolled back is no longer known good, so rolling back again goes further back, not to and
      // fro.
      expect(await portal.serviceEnvironment()).toMatchObject({
        lastKnownGood: { version: { name: '1.4.1' } },
      });
      expect(await rollBack()).toMatchObject({ version: { name: '1.4.0' } });
      expect(traffic()).toEqual({ 'sha256:1.4.0': 100 });
    });

    it('after a restart: goes to the version before the restarted one', async () => {
      await succeed('1.4.1');
      const brought = await succeed('1.4.2');
      const restart = await portal.untilEnded(
        await portal.deploy(await portal.version('1.4.2'), { kind: 'restart' }),
      );
      expect(restart.status).toBe('succeeded');
      expect(await rollBack({ reverts: restart.id })).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
        reverts: brought.id,
      });
      // Neither its deployment nor its restart makes the version known good again.
      expect(await portal.serviceEnvironment()).toMatchObject({
        lastKnownGood: { version: { name: '1.4.1' } },
      });
    });

    it('on hold after an automatic rollback before finalize: goes from the running version to the one before it', async () => {
      await succeed('1.4.1');
      const runs = await succeed('1.4.2');
      failing('sha256:1.5.0');
      expect((await deploy('1.5.0')).status).toBe('rolled_back');
      expect((await portal.serviceEnvironment()).hold).toBeDefined();
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
        reverts: runs.id,
      });
    });

    it('on hold after an automatic rollback after finalize: goes from the restored version to the one before it', async () => {
      await succeed('1.4.1');
      const runs = await succeed('1.4.2');
      await portal.engine.stop();
      portal = await createTestPortal({ knex, target, config: CHECKED_LAST });
      await portal.engine.start();
      // Fails its check only when no other version is running.
      target.measured = artifact => ({
        value:
          artifact === 'sha256:1.5.0' &&
          target.instances(SERVICE, 'production').length === 1
            ? 0.5
            : 1,
        samples: 100,
      });
      const ended = await deploy('1.5.0');
      expect(ended).toMatchObject({
        status: 'rolled_back',
        rollback: { strategy: 'last_known_good' },
      });
      expect(await portal.serviceEnvironment()).toMatchObject({
        current: { version: { name: '1.4.2' }, deploymentId: ended.id },
        hold: { deploymentId: ended.id },
      });
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
        reverts: runs.id,
      });
      expect(traffic()).toEqual({ 'sha256:1.4.1': 100 });
    });

    it('after a failed end with part of the traffic: goes to the baseline, which is still running', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.measured = artifact =>
        artifact === 'sha256:1.5.0' ? undefined : { value: 1, samples: 100 };
      const id = await portal.deploy(await portal.version('1.5.0'));
      await portal.until(id, ({ status }) => status === 'waiting');
      await portal.engine.service.command(
        id,
        { type: 'decide', choice: 'fail', commandId: 'fail-1', reason: 'odd' },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('failed');
      expect(traffic()).toEqual({ 'sha256:1.4.2': 90, 'sha256:1.5.0': 10 });
      const plan = await portal.engine.service.plan(ask(), ALICE);
      expect(plan.version).toMatchObject({ name: '1.4.2' });
    });

    it('with a quarantined version: skips it, with a reason, and goes to the next one', async () => {
      await succeed('1.4.0');
      await succeed('1.4.1');
      await succeed('1.4.2');
      const bad = await portal.version('1.4.1');
      await portal.engine.versions.quarantine(SERVICE, bad.id, 'CVE-1', ALICE);
      await expect(rollBack({ versionId: bad.id })).rejects.toMatchObject({
        message:
          'production cannot be rolled back to 1.4.1: It is quarantined: CVE-1.',
        sentences: [
          { code: 'rollback_refused', params: { version: '1.4.1' } },
          {
            code: 'rollback_refused_quarantined',
            params: { reason: 'CVE-1' },
          },
        ],
      });
      expect(await rollBack()).toMatchObject({ version: { name: '1.4.0' } });
    });

    it('after a removal: goes to the removed version', async () => {
      const runs = await succeed('1.4.2');
      const removal = await portal.untilEnded(
        await portal.deploy(await portal.version('1.4.2'), { kind: 'remove' }),
      );
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.2' },
        reverts: removal.id,
      });
      expect(traffic()).toEqual({ 'sha256:1.4.2': 100 });
      expect(
        (await portal.serviceEnvironment()).lastKnownGood?.version.name,
      ).toBe(runs.version.name);
    });

    it('accepts any chosen version that ran here, and no other, because that would bypass the deployment’s checks', async () => {
      await succeed('1.4.0');
      await succeed('1.4.1');
      await succeed('1.4.2');
      const stranger = await portal.version('1.6.0');
      await expect(rollBack({ versionId: stranger.id })).rejects.toMatchObject({
        message:
          '1.6.0 never ran in production, so you can deploy it there, but not roll back to it. Versions that ran there before: 1.4.1, 1.4.0.',
        sentences: [
          { code: 'refused_rollback_never_ran', params: { version: '1.6.0' } },
          {
            code: 'refused_rollback_choices',
            params: { versions: '1.4.1, 1.4.0' },
          },
        ],
      });
      const older = await portal.version('1.4.0');
      expect(await rollBack({ versionId: older.id })).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.0' },
      });
    });

    it('with drift: goes to the expected version, and confirming it includes overwriting the drift', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.meddle(SERVICE, 'production', 'sha256:9.9.9');
      const plan = await portal.engine.service.plan(ask(), ALICE);
      expect(plan).toMatchObject({
        version: { name: '1.4.2' },
        canStart: true,
        blockers: [],
        warnings: [expect.stringContaining('Rolling back overwrites it.')],
        warningSentences: [
          [
            {
              code: 'drift_other_runs',
              params: { expected: '1.4.2', observed: expect.any(String) },
            },
            { code: 'rollback_overwrites_drift' },
          ],
        ],
      });
      // Without confirmation, it waits for a person instead of overwriting drift that nobody has seen.
      const unconfirmed = await portal.engine.service.create(ask(), ALICE);
      await portal.until(unconfirmed.id, ({ blockers }) =>
        blockers.some(({ kind }) => kind === 'drift'),
      );
      await portal.engine.service.command(
        unconfirmed.id,
        { type: 'cancel', commandId: 'cancel-1' },
        ALICE,
      );
      await portal.untilEnded(unconfirmed.id);
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.2' },
      });
      expect(traffic()).toEqual({ 'sha256:1.4.2': 100 });
      const audit = await knex('audit_entries').where({
        action: 'drift.overwrite',
      });
      expect(audit).toHaveLength(1);
    });

    it('with drift and a later start: the confirmation to overwrite applies only to that rollback', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.meddle(SERVICE, 'production', 'sha256:9.9.9');
      const later = {
        ...ask(),
        notBefore: new Date(Date.now() + 3_600_000).toISOString(),
      };
      const { planHash } = await portal.engine.service.plan(later, ALICE);
      const { id } = await portal.engine.service.create(
        { ...later, planHash },
        ALICE,
      );
      const { blockers } = await portal.until(
        id,
        state => state.blockers.length > 0,
      );
      expect(blockers.map(({ kind }) => kind)).toEqual(['schedule']);
      await portal.engine.service.command(
        id,
        { type: 'cancel', commandId: 'cancel-1' },
        ALICE,
      );
      const next = await portal.deploy(await portal.version('1.5.0'));
      const waiting = await portal.until(
        next,
        state => state.blockers.length > 0 || isTerminal(state.status),
      );
      expect(waiting.blockers.map(({ kind }) => kind)).toEqual(['drift']);
    });

    it('after an adoption: goes from the adopted version to the last known good one before it', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.meddle(SERVICE, 'production', 'sha256:9.9.9');
      await portal.engine.service.plan(ask(), ALICE);
      await knex('service_environments').update({
        observed: JSON.stringify(
          await target.observe({
            service: SERVICE,
            environment: { name: 'production' },
          }),
        ),
      });
      const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
      await portal.engine.service.resolveDrift(
        SERVICE_ENVIRONMENT,
        {
          choice: 'adopt',
          reason: 'it was a person',
          seen: row.drift!.id,
        },
        ALICE,
      );
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.2' },
      });
    });

    it('with a target that does not answer: is queued with a reason, and starts when the target answers', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.observeFails = true;
      const plan = await portal.engine.service.plan(ask(), ALICE);
      expect(plan).toMatchObject({
        version: { name: '1.4.1' },
        canStart: false,
        blockers: [{ kind: 'unobserved' }],
      });
      const { id } = await portal.engine.service.create(
        { ...ask(), planHash: plan.planHash },
        ALICE,
      );
      const queued = await portal.until(
        id,
        ({ blockers }) => blockers.length > 0,
      );
      expect(queued).toMatchObject({
        status: 'queued',
        blockers: [
          {
            kind: 'unobserved',
            message: expect.stringContaining('Slipway tries again every 30 s.'),
          },
        ],
      });
      target.observeFails = false;
      // Simulates that the half minute is over.
      await knex('deployments').where({ id }).update({ wake_at: 0 });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
      });
    });

    it('with a waiting deployment that has changed nothing: cancels it, then rolls back the running version', async () => {
      await succeed('1.4.1');
      const runs = await succeed('1.4.2');
      await portal.engine.stop();
      portal = await createTestPortal({ knex, target, config: APPROVED_FIRST });
      await portal.engine.start();
      const id = await portal.deploy(await portal.version('1.5.0'));
      await portal.until(id, ({ status }) => status === 'waiting');
      const plan = await portal.engine.service.plan(ask(), ALICE);
      expect(plan).toMatchObject({
        canStart: true,
        warnings: [
          'The deployment of 1.5.0 has changed nothing yet. It is cancelled before the rollback starts.',
        ],
      });
      expect(await rollBack()).toMatchObject({
        status: 'succeeded',
        version: { name: '1.4.1' },
        reverts: runs.id,
      });
      expect(await portal.state(id)).toMatchObject({
        status: 'cancelled',
        mayHaveChanged: false,
        message: expect.stringContaining(
          'took over the environment for a rollback',
        ),
      });
    });

    it('during a deployment: is refused, and names the deployment that has the rollback command', async () => {
      await succeed('1.4.1');
      await succeed('1.4.2');
      target.measured = () => undefined;
      const id = await portal.deploy(await portal.version('1.5.0'));
      await portal.until(id, ({ status }) => status === 'waiting');
      await expect(rollBack()).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(
          'The deployment of 1.5.0 to production is still in progress',
        ),
        deployment: { id },
        sentences: [{ code: 'refused_rollback_active' }],
      });
      await portal.engine.service.command(
        id,
        { type: 'rollback', commandId: 'rollback-1' },
        ALICE,
      );
      expect((await portal.untilEnded(id)).status).toBe('rolled_back');
      expect(traffic()).toEqual({ 'sha256:1.4.2': 100 });
    });
  },
);
