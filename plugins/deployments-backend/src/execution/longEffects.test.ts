import { TestDatabases } from '@backstage/backend-test-utils';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { SlowTarget } from '../application/__testUtils__/SlowTarget';
import {
  ALICE,
  CONFIG,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { readEvents } from '../persistence/repositories/deploymentEvents';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
const REVIEW = { title: 'Review 12', url: 'https://git.example.com/12' };
const SECRETS = new Map([['token', 'correct-horse-battery']]);

describe.each(databases.eachSupportedId())('long effects on %s', databaseId => {
  let knex: Knex;
  let target: SlowTarget;
  let portal: TestPortal;

  beforeEach(async () => {
    knex = await databases.init(databaseId);
    target = new SlowTarget();
    portal = await createTestPortal({
      knex,
      target,
      config: CONFIG,
      secrets: SECRETS,
    });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  const traffic = () => target.traffic(SERVICE, 'production');
  const listEffects = () =>
    target.effects
      .filter(({ repeated }) => !repeated)
      .map(({ name, key }) => `${name} ${key.split('/').slice(1).join('/')}`);

  it('are polled until they are done, each under its own key', async () => {
    target.pollsUntilDone = 2;
    const id = await portal.deploy(await portal.version('2.0.0'));
    expect(await portal.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
    expect(listEffects()).toEqual([
      'apply canary/1/1',
      'setTraffic canary/1/2',
      'setTraffic shift/1/1',
      'finalize retire/1/1',
    ]);
  });

  it('of a removal end it when they are done', async () => {
    const id = await portal.deploy(await portal.version('1.0.0'), {
      kind: 'remove',
    });
    expect(await portal.untilEnded(id)).toMatchObject({ status: 'succeeded' });
    expect(target.instances(SERVICE, 'production')).toEqual([]);
  });

  it('of a rollback end it only when the previous version has all traffic again', async () => {
    target.pollsUntilDone = 3;
    target.measured = measured => ({
      value: measured === 'sha256:2.0.0' ? 0.5 : 1,
      samples: 100,
    });
    const id = await portal.deploy(await portal.version('2.0.0'));
    const ended = await portal.untilEnded(id);
    expect(ended).toMatchObject({
      status: 'rolled_back',
      rollback: { steps: [{ id: 'restore', attempt: 1 }, { id: 'verify' }] },
    });
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    expect(listEffects()).toContain('abort rollback:restore/1/1');
  });

  it('of a rollback deploy the previous version again if the target can’t tell what to restore', async () => {
    target.pollsUntilDone = 3;
    target.measured = measured => ({
      value: measured === 'sha256:2.0.0' ? 0.5 : 1,
      samples: 100,
    });
    target.before = ({ name, key }) => {
      if (key.endsWith('rollback:restore/1/4')) {
        throw new Error('The first attempt to deploy it fails');
      }
      if (name === 'abort') {
        throw new EffectError('No run of 1.0.0 is recorded.', {
          code: 'nothing_to_restore',
          retryable: false,
        });
      }
    };
    const id = await portal.deploy(await portal.version('2.0.0'));
    expect(await portal.untilEnded(id)).toMatchObject({
      status: 'rolled_back',
    });
    expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    // After a deployment, an abort would restore what ran before that: the bad version.
    expect(listEffects().filter(it => it.includes('restore'))).toEqual([
      'apply rollback:restore/2/4',
      'setTraffic rollback:restore/2/2',
      'finalize rollback:restore/2/3',
    ]);
  });

  it('that fail end their step, with what the target reported', async () => {
    target.reports = ({ name }) =>
      name === 'setTraffic'
        ? {
            state: 'failed',
            code: 'quota',
            message: 'The quota is used up',
            retryable: false,
            problems: [
              {
                code: 'quota',
                message: 'No pod could be started: correct-horse-battery',
                object: 'replicaset/checkout-2',
                since: Date.UTC(2026, 10, 21),
                logTail: ['x'.repeat(600)],
                // eslint-disable-next-line no-script-url -- It must not become a link.
                link: { title: 'Console', url: 'javascript:alert(1)' },
              },
            ],
            links: [REVIEW, { title: 'No page', url: '/relative' }],
          }
        : undefined;
    const id = await portal.deploy(await portal.version('2.0.0'));
    const ended = await portal.untilEnded(id);
    expect(ended.status).toBe('rolled_back');
    expect(ended.steps[0]).toMatchObject({
      status: 'failed',
      error: { code: 'quota' },
      links: [REVIEW],
    });
    expect(ended.steps[0].problems).toEqual([
      {
        code: 'quota',
        message: 'No pod could be started: ***',
        object: 'replicaset/checkout-2',
        since: Date.UTC(2026, 10, 21),
        logTail: ['x'.repeat(500)],
      },
    ]);
    expect(JSON.stringify(await readEvents(knex, id))).not.toContain(
      'correct-horse',
    );
  });

  describe('that wait for somebody elsewhere', () => {
    let open = false;
    beforeEach(() => {
      open = false;
      target.reports = ({ name }) =>
        name === 'apply' && !open
          ? {
              state: 'waiting',
              message: 'Waits for a review of the change',
              ask: ['group:default/platform', 'nonsense'],
              until: Date.UTC(2030, 1, 1),
              links: [REVIEW],
              pollAfterMs: 1,
            }
          : undefined;
    });

    const waitForReview = async () => {
      const id = await portal.deploy(await portal.version('2.0.0'));
      const state = await portal.until(
        id,
        ({ status }) => status === 'waiting',
        'it waited',
      );
      return { id, state };
    };

    it('make the deployment wait, without a timeout, and then go on', async () => {
      const { id, state } = await waitForReview();
      expect(state.blockers).toEqual([
        {
          kind: 'external',
          message: 'Waits for a review of the change',
          ask: ['group:default/platform'],
          until: '2030-02-01T00:00:00.000Z',
          links: [REVIEW],
          stepId: 'canary',
        },
      ]);
      expect(state.steps[0]).toMatchObject({ status: 'running' });
      expect(state.steps[0].timeoutAt).toBeUndefined();
      await portal.until(
        id,
        () => portal.sent.notifications.length > 0,
        'the requester was notified',
      );
      expect(portal.sent.notifications).toHaveLength(1);
      open = true;
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
      });
    });

    it('can be cancelled', async () => {
      const { id } = await waitForReview();
      await portal.engine.service.command(
        id,
        { type: 'cancel', commandId: 'never-mind', reason: 'never mind' },
        ALICE,
      );
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
        rollback: { cause: 'cancel' },
      });
      expect(listEffects()).toEqual([
        'apply canary/1/1',
        'cancel rollback:cancel:canary/1/1',
        'abort rollback:restore/1/1',
      ]);
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    });
  });

  it('in progress are cancelled by their handle', async () => {
    target.reports = ({ name }) =>
      name === 'setTraffic'
        ? { state: 'working', message: 'Shifting', pollAfterMs: 60_000 }
        : undefined;
    const id = await portal.deploy(await portal.version('2.0.0'));
    await portal.until(
      id,
      ({ steps }) => steps[0].message === 'Shifting',
      'it shifted traffic',
    );
    await portal.engine.service.command(
      id,
      { type: 'cancel', commandId: 'never-mind', reason: 'never mind' },
      ALICE,
    );
    expect(await portal.untilEnded(id)).toMatchObject({
      status: 'rolled_back',
    });
    expect(listEffects()).toEqual([
      'apply canary/1/1',
      'cancel rollback:cancel:canary/1/1',
      'abort rollback:restore/1/1',
    ]);
    const [cancel] = target.effects.filter(({ name }) => name === 'cancel');
    expect(cancel.body).toMatch(/^setTraffic .*\/canary\/1\/2$/);
  });
});
