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
} from '../application/__testUtils__/testPortal';
import type { TestPortal } from '../application/__testUtils__/testPortal';
import type { DeploymentState } from '../domain/deployment/state';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const HOLD = { decision: 'hold', reason: 'score_below_pass' } as const;

/** An analyst whose next look can be stopped until a test continues it. */
class SlowAnalyst extends TestAnalyst {
  #begun: (() => void) | undefined;
  #continued: Promise<void> | undefined;

  /** Waits until a look has begun. Returns a function that continues it. */
  async stopNextLook(): Promise<() => void> {
    let goOn = () => {};
    this.#continued = new Promise(resolve => {
      goOn = resolve;
    });
    await new Promise<void>(resolve => {
      this.#begun = resolve;
    });
    return goOn;
  }

  async analyse(request: Parameters<TestAnalyst['analyse']>[0]) {
    const continued = this.#continued;
    this.#continued = undefined;
    this.#begun?.();
    await continued;
    return super.analyse(request);
  }
}

describe('a canary whose commands and looks overlap', () => {
  let knex: Knex;
  let target: SlowTarget;
  let analyst: SlowAnalyst;
  let portal: TestPortal;
  let commands: number;

  beforeEach(() => {
    target = new SlowTarget();
    target.pollsUntilDone = 1;
    analyst = new SlowAnalyst();
    analyst.decide = () => ({ decision: 'continue' });
    commands = 0;
  });
  afterEach(async () => {
    await portal.engine.stop();
    await expectReplay(knex);
    await knex.destroy();
  });

  const deploy = async (settings: JsonObject, analysis: JsonObject = {}) => {
    knex = await databases.init('SQLITE_3');
    portal = await createTestPortal({
      knex,
      target,
      analyst,
      config: configureRollout(settings, { analysis }),
    });
    await portal.runs(await portal.version('1.0.0'));
    await portal.engine.start();
    return portal.deploy(await portal.version('2.0.0'));
  };
  const send = (id: string, command: Omit<CommandRequest, 'commandId'>) => {
    commands += 1;
    return portal.engine.service.command(
      id,
      { commandId: `press-${commands}`.padEnd(8, '0'), ...command },
      ALICE,
    );
  };
  const promote = (id: string) =>
    send(id, {
      type: 'promote',
      stepId: 'rollout',
      to: 'next',
      reason: 'Fine',
    });
  const weights = ({ trafficHistory }: DeploymentState) =>
    trafficHistory.map(({ weight }) => weight);
  const isAt =
    (weight: number) =>
    ({ trafficWeight, steps: [rollout] }: DeploymentState) =>
      trafficWeight === weight && rollout.promotable !== undefined;
  const THREE = {
    analysis: 'web',
    stages: [{ weight: 10 }, { weight: 25 }, { weight: 50 }],
  };

  it('gets the share that a person promoted it to, and no more, if it reached that by itself meanwhile', async () => {
    const id = await deploy(THREE);
    await portal.until(id, isAt(10));
    const goOn = await analyst.stopNextLook();
    await promote(id);
    analyst.decide = ({ weight }) => ({
      decision: weight === 10 ? 'advance' : 'continue',
    });
    goOn();
    await portal.until(id, isAt(25));
    const seen = analyst.requests.length;
    const state = await portal.until(
      id,
      ({ trafficWeight }) =>
        trafficWeight > 25 || analyst.requests.length > seen + 3,
    );
    expect(weights(state)).toEqual([10, 25]);
    await send(id, { type: 'cancel' });
    await portal.untilEnded(id);
  });

  it('starts no stage if it was paused while a look was read that allows more traffic', async () => {
    const id = await deploy(THREE);
    await portal.until(id, isAt(10));
    const goOn = await analyst.stopNextLook();
    await send(id, { type: 'pause' });
    analyst.decide = ({ weight }) => ({
      decision: weight === 10 ? 'advance' : 'continue',
    });
    goOn();
    const seen = analyst.requests.length;
    const paused = await portal.until(
      id,
      ({ steps: [{ message = '' }] }) =>
        message.includes('Paused') && analyst.requests.length > seen + 3,
    );
    expect(weights(paused)).toEqual([10]);
    await send(id, { type: 'resume' });
    expect(weights(await portal.until(id, isAt(25)))).toEqual([10, 25]);
    await send(id, { type: 'cancel' });
    await portal.untilEnded(id);
  });

  it('is not promoted by the deadline of a hold where only a person may promote it', async () => {
    let looks = 0;
    analyst.decide = () => {
      looks += 1;
      return looks < 3 ? HOLD : { decision: 'continue' };
    };
    const id = await deploy(
      { analysis: 'web', stages: [{ weight: 10, until: 'promoted' }] },
      { onHold: { decideWithin: { seconds: 2 }, otherwise: 'promote' } },
    );
    await portal.until(id, () => looks > 12);
    expect(weights(await portal.state(id))).toEqual([10]);
    await send(id, { type: 'cancel' });
    await portal.untilEnded(id);
  });

  it('ends by the deadline of a hold that ends and begins again', async () => {
    let looks = 0;
    analyst.decide = () => {
      looks += 1;
      return looks % 4 === 3 ? { decision: 'continue' } : HOLD;
    };
    const id = await deploy(
      { analysis: 'web', stages: [{ weight: 10 }] },
      { onHold: { decideWithin: { seconds: 2 }, otherwise: 'rollback' } },
    );
    expect(await portal.untilEnded(id)).toMatchObject({
      status: 'rolled_back',
    });
  });

  it('has the whole time of `auto.within` again in another attempt', async () => {
    let failures = 1;
    target.before = ({ name, key }) => {
      if (name === 'setTraffic' && key.endsWith('/3') && failures > 0) {
        failures -= 1;
        throw new Error('The network is down');
      }
    };
    let startedAt: number | undefined;
    analyst.decide = ({ attempt, progress, now }) => {
      startedAt ??= now;
      return attempt === 1 && now - startedAt > 1_500 && !progress.timeIsUp
        ? { decision: 'advance' }
        : { decision: 'continue' };
    };
    const id = await deploy({
      analysis: 'web',
      auto: { from: 10, to: 40, within: { seconds: 4 } },
    });
    await portal.until(id, () =>
      analyst.requests.some(({ attempt }) => attempt === 2),
    );
    const again = analyst.requests.find(({ attempt }) => attempt === 2)!;
    expect(again).toMatchObject({ weight: 20, progress: { timeIsUp: false } });
    const { steps } = await portal.state(id);
    expect(steps[0].kept?.rampedAt).toBe(again.weightSince);
    await send(id, { type: 'cancel' });
    await portal.untilEnded(id);
  });
});
