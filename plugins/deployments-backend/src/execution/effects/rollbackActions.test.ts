import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { TestTarget } from '../../application/__testUtils__/TestTarget';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../../application/__testUtils__/testPortal';
import type { TestPortal } from '../../application/__testUtils__/testPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

describe.each(databases.eachSupportedId())('rollback on %s', databaseId => {
  let knex: Knex;
  let target: TestTarget;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new TestTarget();
    portal = await createTestPortal({ knex, target });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  const traffic = () => target.traffic(SERVICE, 'production');
  const failing = (artifact: string) => {
    target.measured = measured => ({
      value: measured === artifact ? 0.5 : 1,
      samples: 100,
    });
  };

  it('sends traffic back to the baseline when a check fails, and places a hold', async () => {
    failing('sha256:2.0.0');
    const ended = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    expect(ended).toMatchObject({
      status: 'rolled_back',
      verification: 'passed',
      rollback: {
        cause: 'failure',
        strategy: 'baseline',
        to: { name: '1.0.0' },
      },
    });
    expect(ended.restoredAt).toBeDefined();
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    const serviceEnvironment = await portal.serviceEnvironment();
    expect(serviceEnvironment).toMatchObject({
      current: { version: { name: '1.0.0' } },
      hold: { deploymentId: ended.id },
    });

    const next = await portal.deploy(await portal.version('2.0.1'));
    await portal.until(next, ({ blockers }) => blockers.length > 0);
    expect((await portal.state(next)).blockers).toMatchObject([
      { kind: 'hold', deploymentId: ended.id },
    ]);
    await portal.engine.service.liftHold(
      { service: SERVICE, environment: 'production' },
      'fixed in 2.0.1',
      ALICE,
    );
    expect(await portal.untilEnded(next)).toMatchObject({
      status: 'succeeded',
    });
    expect(await portal.serviceEnvironment()).toMatchObject({
      lastKnownGood: { version: { name: '2.0.1' } },
    });
  });

  it('deploys the last known good version again if the baseline is gone', async () => {
    let retired = false;
    target.after = ({ name }) => {
      if (name === 'finalize') {
        retired = true;
      }
    };
    // Fails only after the baseline has stopped: the finalize step itself fails after its effect.
    target.before = ({ name, key }) => {
      if (name === 'finalize' && !key.includes('rollback') && retired) {
        throw new Error('no answer from the target');
      }
    };
    target.after = ({ name, key }) => {
      if (name === 'finalize' && !key.includes('rollback')) {
        retired = true;
        throw new Error('no answer from the target');
      }
    };
    const ended = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    expect(ended.status).toBe('rolled_back');
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    expect(target.instances(SERVICE, 'production')).toHaveLength(1);
    expect(
      target.effects.filter(({ key }) => key.includes('rollback:restore')),
    ).toMatchObject([
      { name: 'apply' },
      { name: 'setTraffic' },
      { name: 'finalize' },
    ]);
  });

  it('fails visibly when one of its effects fails', async () => {
    failing('sha256:2.0.0');
    target.before = ({ name }) => {
      if (name === 'abort') {
        const error = new Error('the cluster said no');
        throw Object.assign(error, { name: 'FencedError' });
      }
    };
    const ended = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    expect(ended).toMatchObject({ status: 'rollback_failed' });
    expect(ended.message).toContain('the cluster said no');
    expect(await portal.serviceEnvironment()).toMatchObject({
      hold: { deploymentId: ended.id },
    });
    await portal.until(
      ended.id,
      () => portal.sent.notifications.length >= 2,
      'somebody was told',
    );
    expect(portal.sent.notifications).toContainEqual(
      expect.objectContaining({
        payload: expect.objectContaining({ severity: 'critical' }),
      }),
    );
  });

  it('verifies the running version, and missing data is not a failure', async () => {
    target.measured = artifact =>
      artifact === 'sha256:2.0.0' ? { value: 0.2, samples: 100 } : undefined;
    const ended = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    expect(ended).toMatchObject({
      status: 'rolled_back',
      verification: 'inconclusive',
    });
  });

  it('restores the version that ran before a finished deployment', async () => {
    const second = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    expect(
      (await portal.serviceEnvironment()).lastKnownGood?.deploymentId,
    ).toBe(second.id);
    await portal.engine.service.placeHold(
      { service: SERVICE, environment: 'production' },
      'looking at it',
      ALICE,
    );
    const id = await portal.deploy(await portal.version('1.0.0'), {
      kind: 'rollback',
      reverts: second.id,
      reason: 'customers complain',
    });
    const ended = await portal.untilEnded(id);
    expect(ended).toMatchObject({
      status: 'succeeded',
      kind: 'rollback',
      version: { name: '1.0.0' },
      reverts: second.id,
    });
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    expect(await portal.serviceEnvironment()).toMatchObject({
      current: { version: { name: '1.0.0' } },
      lastKnownGood: { version: { name: '1.0.0' }, deploymentId: id },
    });
  });

  it('is refused for a deployment that another one followed', async () => {
    const second = await portal.untilEnded(
      await portal.deploy(await portal.version('2.0.0')),
    );
    const third = await portal.untilEnded(
      await portal.deploy(await portal.version('3.0.0')),
    );
    await expect(
      portal.deploy(await portal.version('1.0.0'), {
        kind: 'rollback',
        reverts: second.id,
      }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message:
        'The deployment of 2.0.0 to production was followed by the deployment of 3.0.0 to production. Roll that one back instead.',
      deployment: {
        id: third.id,
        title: 'the deployment of 3.0.0 to production',
      },
    });
  });

  it.each(['restart', 'remove'] as const)(
    'a %s queued behind a rollback applies to the version that is running when it starts',
    async kind => {
      const bad = await portal.untilEnded(
        await portal.deploy(await portal.version('2.0.0')),
      );
      const serviceEnvironment = {
        service: SERVICE,
        environment: 'production',
      };
      await portal.engine.service.placeHold(
        serviceEnvironment,
        'not yet',
        ALICE,
      );
      const id = await portal.deploy(await portal.version('2.0.0'), { kind });
      const asked = await portal.until(id, ({ blockers }) =>
        blockers.some(({ kind: blocker }) => blocker === 'hold'),
      );
      expect(asked.version.name).toBe('2.0.0');
      const rollback = await portal.deploy(await portal.version('1.0.0'), {
        kind: 'rollback',
        reverts: bad.id,
      });
      expect(await portal.untilEnded(rollback)).toMatchObject({
        status: 'succeeded',
        version: { name: '1.0.0' },
      });
      // While it is still queued, it shows what it would restart or remove now.
      const queued = await portal.until(
        id,
        ({ version }) => version.name === '1.0.0',
        'it showed the running version',
      );
      expect(queued.status).toBe('queued');
      const [before] = target.instances(SERVICE, 'production');
      await portal.engine.service.liftHold(serviceEnvironment, 'go', ALICE);
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        version: { name: '1.0.0' },
        snapshot: { version: { name: '1.0.0' }, baseline: { name: '1.0.0' } },
      });
      const after = target.instances(SERVICE, 'production');
      expect(after.map(({ artifact }) => artifact)).toEqual(
        kind === 'restart' ? ['sha256:1.0.0'] : [],
      );
      expect(after.map(it => it.id)).not.toContain(before.id);
    },
  );

  it('a queued restart waits, with a reason, if nothing is running any more', async () => {
    const serviceEnvironment = { service: SERVICE, environment: 'production' };
    await portal.engine.service.placeHold(serviceEnvironment, 'not yet', ALICE);
    const version = await portal.version('1.0.0');
    const restart = await portal.deploy(version, { kind: 'restart' });
    target.meddle(SERVICE, 'production', undefined);
    await portal.until(restart, ({ blockers }) => blockers.length > 0);
    const [row] = await portal.engine.reads.serviceEnvironments([SERVICE]);
    await portal.engine.service.resolveDrift(
      serviceEnvironment,
      { choice: 'adopt', reason: 'gone', seen: row.drift!.id },
      ALICE,
    );
    await portal.until(restart, ({ blockers }) =>
      blockers.some(({ message }) =>
        message.includes('Nothing is deployed to'),
      ),
    );
    await portal.engine.service.command(
      restart,
      { type: 'cancel', commandId: 'no-need-any-more', reason: 'gone' },
      ALICE,
    );
    expect(await portal.untilEnded(restart)).toMatchObject({
      status: 'cancelled',
      mayHaveChanged: false,
    });
  });

  it('a restart and a removal apply to the running version', async () => {
    const [before] = target.instances(SERVICE, 'production');
    const version = await portal.version('1.0.0');
    const restart = await portal.untilEnded(
      await portal.deploy(version, { kind: 'restart' }),
    );
    expect(restart).toMatchObject({ status: 'succeeded', kind: 'restart' });
    const [restarted] = target.instances(SERVICE, 'production');
    expect(restarted).toMatchObject({ artifact: 'sha256:1.0.0', weight: 100 });
    expect(restarted.id).not.toBe(before.id);

    const removal = await portal.untilEnded(
      await portal.deploy(version, { kind: 'remove' }),
    );
    expect(removal).toMatchObject({ status: 'succeeded', kind: 'remove' });
    expect(target.instances(SERVICE, 'production')).toEqual([]);
    expect((await portal.serviceEnvironment()).current).toBeUndefined();
  });
});
