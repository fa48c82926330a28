import { TestDatabases } from '@backstage/backend-test-utils';
import type { CommandRequest } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import { SlowTarget } from '../application/__testUtils__/SlowTarget';
import {
  configureRollout,
  TestAnalyst,
} from '../application/__testUtils__/rollout';
import {
  ALICE,
  createTestPortal,
  expectReplay,
  SERVICE,
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import { isOnlyAPoll } from '../domain/deployment/progress';
import type { DeploymentState } from '../domain/deployment/state';
import { readEvents } from '../persistence/repositories/deploymentEvents';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

const SHORT = { milliseconds: 20 };
const LONG = { hours: 5 };

describe.each(databases.eachSupportedId())(
  'a rollout in stages on %s',
  databaseId => {
    let knex: Knex;
    let target: SlowTarget;
    let analyst: TestAnalyst;
    let portal: TestPortal;
    let commands: number;

    beforeEach(() => {
      target = new SlowTarget();
      target.pollsUntilDone = 1;
      analyst = new TestAnalyst();
      commands = 0;
    });
    afterEach(async () => {
      await portal.engine.stop();
      await expectReplay(knex);
      await knex.destroy();
    });

    /** Starts a portal in which 1.0.0 runs, and deploys 2.0.0. */
    const deploy = async (
      settings: JsonObject,
      options: Parameters<typeof configureRollout>[1] & {
        isFirst?: boolean;
      } = {},
    ) => {
      knex = await databases.init(databaseId);
      portal = await createTestPortal({
        knex,
        target,
        analyst,
        config: configureRollout(settings, options),
      });
      if (!options.isFirst) {
        await portal.runs(await portal.version('1.0.0'));
      }
      await portal.engine.start();
      return portal.deploy(await portal.version('2.0.0'));
    };
    const send = (
      id: string,
      command: Omit<CommandRequest, 'commandId'>,
    ): Promise<unknown> => {
      commands += 1;
      return portal.engine.service.command(
        id,
        { commandId: `press-${commands}`.padEnd(8, '0'), ...command },
        ALICE,
      );
    };
    const promote = (id: string, to: 'next' | 'full') =>
      send(id, { type: 'promote', stepId: 'rollout', to, reason: 'Fine' });
    const weights = ({ trafficHistory }: DeploymentState) =>
      trafficHistory.map(({ weight }) => weight);
    const traffic = () => target.traffic(SERVICE, 'production');
    const isAt =
      (weight: number) =>
      ({ trafficWeight, steps: [rollout] }: DeploymentState) =>
        trafficWeight === weight && rollout.promotable !== undefined;

    it('reaches all of the traffic stage by stage, each under its own key', async () => {
      const id = await deploy({
        stages: [
          { weight: 10, for: SHORT },
          { weight: 50, for: SHORT },
        ],
      });
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({ status: 'succeeded' });
      expect(weights(ended)).toEqual([10, 50, 100]);
      expect(traffic()).toEqual({ 'sha256:2.0.0': 100 });
      expect(
        target.effects
          .filter(({ repeated }) => !repeated)
          .map(({ name, key }) => `${name} ${key.replace(`${id}/`, '')}`),
      ).toEqual([
        'apply rollout/1/1',
        'setTraffic rollout/1/2',
        'setTraffic rollout/1/3',
        'setTraffic rollout/1/4',
        'finalize retire/1/1',
      ]);
    });

    it('gives a first version all of the traffic, because there is nothing to compare it with', async () => {
      const id = await deploy(
        { analysis: 'web', stages: [{ weight: 10 }] },
        { isFirst: true },
      );
      const ended = await portal.untilEnded(id);
      expect(ended.status).toBe('succeeded');
      expect(weights(ended)).toEqual([100]);
      expect(analyst.requests).toEqual([]);
    });

    it('ends as passed once the last analysis allows all of the traffic', async () => {
      const id = await deploy({
        analysis: 'web',
        stages: [{ weight: 10 }, { weight: 50 }],
      });
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        verification: 'passed',
        steps: [{ verdict: 'passed' }, {}],
      });
      expect(
        analyst.requests.map(({ weight, progress: { lastStep } }) => [
          weight,
          lastStep,
        ]),
      ).toEqual([
        [10, false],
        [50, true],
      ]);
    });

    it('goes no further while the analysis needs data, and goes back as soon as it finds harm', async () => {
      analyst.decide = ({ weight }) =>
        weight < 50 ? { decision: 'advance' } : { decision: 'continue' };
      const id = await deploy({
        analysis: 'web',
        stages: [{ weight: 10 }, { weight: 50 }, { weight: 75 }],
      });
      await portal.until(id, isAt(50));
      analyst.decide = () => ({
        decision: 'rollback',
        reason: 'critical_harm',
        metrics: ['errors'],
      });
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'rolled_back',
        steps: [
          {
            status: 'failed',
            verdict: 'failed',
            attempt: 1,
            error: {
              code: 'analysis-failed',
              message: expect.stringMatching(
                / 2\.0\.0 had 50 % of the traffic\.$/,
              ),
            },
          },
          {},
        ],
      });
      expect(weights(ended).slice(0, 2)).toEqual([10, 50]);
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    });

    it('waits for a person where its path says so, and starts the next stage when they promote it', async () => {
      const id = await deploy({
        stages: [
          { weight: 10, until: 'promoted' },
          { weight: 25, until: 'promoted' },
        ],
      });
      expect(await portal.until(id, isAt(10))).toMatchObject({
        status: 'waiting',
        blockers: [
          {
            kind: 'decision',
            stepId: 'rollout',
            message:
              '2.0.0 gets 10 % of the traffic. Promote it to 25 %, or roll back.',
          },
        ],
      });
      await promote(id, 'next');
      await portal.until(id, isAt(25));
      await promote(id, 'next');
      const ended = await portal.untilEnded(id);
      expect(ended.status).toBe('succeeded');
      expect(weights(ended)).toEqual([10, 25, 100]);
      expect(portal.sent.notifications).not.toEqual([]);
    });

    it('skips its stages if a person promotes it fully, and then counts as overridden', async () => {
      analyst.decide = () => ({ decision: 'continue', reason: 'needs_data' });
      const id = await deploy({
        analysis: 'web',
        stages: [{ weight: 10 }, { weight: 25 }, { weight: 50 }],
      });
      await portal.until(id, isAt(10));
      await promote(id, 'full');
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        verification: 'overridden',
      });
      expect(weights(ended)).toEqual([10, 100]);
    });

    it('counts as passed if a person promoted it past an early stage and the last analysis passed', async () => {
      analyst.decide = ({ weight }) => ({
        decision: weight === 10 ? 'continue' : 'advance',
      });
      const id = await deploy({
        analysis: 'web',
        stages: [{ weight: 10 }, { weight: 25 }],
      });
      await portal.until(id, isAt(10));
      await promote(id, 'next');
      expect(await portal.untilEnded(id)).toMatchObject({
        verification: 'passed',
      });
    });

    it('waits for a decision if the score is between marginal and pass', async () => {
      analyst.decide = () => ({
        decision: 'hold',
        reason: 'score_below_pass',
        score: 80,
        metrics: ['errors'],
      });
      const id = await deploy({ analysis: 'web', stages: [{ weight: 10 }] });
      const held = await portal.until(id, ({ status }) => status === 'waiting');
      expect(held.blockers).toMatchObject([
        {
          kind: 'decision',
          message: expect.stringMatching(
            /^A person decides: the score of 80 is below 95.* 2\.0\.0 gets 10 % of the traffic\. Promote it to 100 %, or roll back\.$/,
          ),
        },
      ]);
      await send(id, { type: 'rollback', reason: 'Not worth it' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    });

    it('shows no event for the looks of a hold, until a person decides', async () => {
      analyst.decide = () => ({
        decision: 'hold',
        reason: 'score_below_pass',
        // The figures change with each look.
        score: 75 + (analyst.requests.length % 20),
        metrics: ['errors'],
      });
      const id = await deploy({ analysis: 'web', stages: [{ weight: 10 }] });
      const held = await portal.until(
        id,
        ({ status, steps }) =>
          status === 'waiting' && steps[0].promotable !== undefined,
      );
      const looked = analyst.requests.length;
      await portal.until(id, () => analyst.requests.length > looked + 20);
      const events = await readEvents(knex, id);
      expect(
        events.filter(event => event.seq > held.seq && !isOnlyAPoll(event)),
      ).toEqual([]);
      await promote(id, 'next');
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'succeeded',
        verification: 'overridden',
      });
    });

    it.each([
      ['rollback', 'rolled_back', { 'sha256:1.0.0': 100 }],
      ['promote', 'succeeded', { 'sha256:2.0.0': 100 }],
    ])(
      'ends a hold by its deadline: %s',
      async (otherwise, status, expected) => {
        analyst.decide = () => ({ decision: 'hold', reason: 'time_is_up' });
        const id = await deploy(
          { analysis: 'web', stages: [{ weight: 10 }] },
          {
            analysis: {
              onHold: { decideWithin: { milliseconds: 300 }, otherwise },
            },
          },
        );
        const ended = await portal.untilEnded(id);
        expect(ended.status).toBe(status);
        expect(ended.verification).not.toBe('overridden');
        expect(traffic()).toEqual(expected);
      },
    );

    it('starts no stage while it is paused, is measured meanwhile, and continues when it is resumed', async () => {
      analyst.decide = () => ({ decision: 'continue' });
      const id = await deploy({
        analysis: 'web',
        stages: [{ weight: 10 }, { weight: 50 }],
      });
      await portal.until(id, isAt(10));
      await send(id, { type: 'pause' });
      analyst.decide = () => ({ decision: 'advance' });
      const seen = analyst.requests.length;
      const paused = await portal.until(
        id,
        ({ steps: [{ message = '' }] }) =>
          message.includes('Paused') && analyst.requests.length > seen + 3,
      );
      expect(weights(paused)).toEqual([10]);
      expect(paused).toMatchObject({
        status: 'waiting',
        blockers: [{ kind: 'paused' }],
      });
      await send(id, { type: 'resume' });
      const ended = await portal.untilEnded(id);
      expect(weights(ended)).toEqual([10, 50, 100]);
    });

    it('goes back to the previous version if it is harmful while it is paused', async () => {
      analyst.decide = () => ({ decision: 'continue' });
      const id = await deploy({ analysis: 'web', stages: [{ weight: 10 }] });
      await portal.until(id, isAt(10));
      await send(id, { type: 'pause' });
      analyst.decide = () => ({ decision: 'rollback', reason: 'hard_limit' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
      });
    });

    it('acts at once on a pause and a promotion, however long its stage lasts', async () => {
      const id = await deploy({
        stages: [
          { weight: 10, for: LONG },
          { weight: 50, for: LONG },
        ],
      });
      await portal.until(id, isAt(10));
      await send(id, { type: 'pause' });
      await portal.until(id, ({ steps: [{ message = '' }] }) =>
        message.includes('Paused'),
      );
      await send(id, { type: 'resume' });
      await portal.until(id, isAt(10));
      await promote(id, 'next');
      await portal.until(id, isAt(50));
      await send(id, { type: 'cancel' });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
      });
      expect(traffic()).toEqual({ 'sha256:1.0.0': 100 });
    });

    it('continues at its stage if a call failed, without skipping one and without another instance', async () => {
      let failures = 1;
      target.before = ({ name, key }) => {
        if (name === 'setTraffic' && key.endsWith('/3') && failures > 0) {
          failures -= 1;
          throw new Error('The network is down');
        }
      };
      const id = await deploy({
        stages: [
          { weight: 10, for: SHORT },
          { weight: 50, for: SHORT },
        ],
      });
      const ended = await portal.untilEnded(id);
      expect(ended).toMatchObject({
        status: 'succeeded',
        steps: [{ attempt: 2 }, {}],
      });
      expect(weights(ended)).toEqual([10, 50, 100]);
      expect(
        target.effects.filter(({ name }) => name === 'apply'),
      ).toHaveLength(1);
    });

    it('doubles its weight up to the last one whenever the analysis allows it', async () => {
      const id = await deploy({
        analysis: 'web',
        auto: { from: 10, to: 60, atLeast: SHORT },
      });
      expect(weights(await portal.untilEnded(id))).toEqual([
        10, 20, 40, 60, 100,
      ]);
    });

    it('says that the time is up when all weights together took too long', async () => {
      analyst.decide = ({ progress: { timeIsUp } }) =>
        timeIsUp
          ? { decision: 'rollback', reason: 'time_is_up' }
          : { decision: 'continue' };
      const id = await deploy({
        analysis: 'web',
        auto: { from: 10, to: 80, within: { milliseconds: 300 } },
      });
      expect(await portal.untilEnded(id)).toMatchObject({
        status: 'rolled_back',
      });
    });
  },
);
