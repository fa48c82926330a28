import { spawn } from 'node:child_process';
import path from 'node:path';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
} from '@slipway/backstage-plugin-deployments-node';
import {
  applyRequest,
  createFixture,
  buildRequest,
  deploy,
  waitForApply,
  until,
  type Fixture,
} from '../__testUtils__/fixture';

jest.setTimeout(120_000);

describe('the local target after the backend was killed', () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await createFixture();
  });
  afterEach(() => fixture.dispose());

  /** Starts a backend that performs a task, and kills it after a delay once it has written `after`. */
  async function killedBackend(
    after: string,
    delayMs: number,
    task: {
      version: string;
      request: Partial<ApplyRequest>;
      shift?: Partial<EffectRequest> & { weight: number };
      abort?: Partial<EffectRequest>;
    },
  ) {
    const host = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        path.join(__dirname, '../__testUtils__/killableBackend.ts'),
      ],
      {
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          HOST_TASK: JSON.stringify({
            config: fixture.buildConfig(),
            ...task,
          }),
        },
      },
    );
    let stdout = '';
    let stderr = '';
    host.stdout.on('data', data => (stdout += data));
    host.stderr.on('data', data => (stderr += data));
    const gone = new Promise(resolve => host.once('exit', resolve));
    await until(() => {
      if (host.exitCode !== null) throw new Error(stderr);
      return stdout.includes(after);
    });
    await new Promise(resolve => setTimeout(resolve, delayMs));
    host.kill('SIGKILL');
    await gone;
    return /applied (\S+)/.exec(stdout)?.[1];
  }

  // From before anything is written until after everything is: starting a process takes some tens of milliseconds.
  it.each([
    ['started', 0],
    ['started', 8],
    ['started', 25],
    ['applied', 0],
    ['ready', 0],
  ])(
    'runs one process when the key is repeated (killed when %s, after %i ms)',
    async (after, delayMs) => {
      await killedBackend(after, delayMs, {
        version: 'good',
        request: { idempotencyKey: 'one' },
      });
      const { target } = await fixture.boot();
      const handle = await target.apply(
        applyRequest('good', { idempotencyKey: 'one', fence: 2 }),
      );
      expect(await waitForApply(target, handle, { fence: 2 })).toMatchObject({
        state: 'ready',
      });
      expect(await fixture.findTagged()).toMatchObject([
        { instance: `${handle.id}-0` },
      ]);
      expect((await target.observe(buildRequest())).instances).toMatchObject([
        { id: handle.id, ready: true },
      ]);
    },
  );

  const settings = { instances: 4, rolling: { maxUnavailable: 1, surge: 1 } };
  const rolling = {
    settings,
    deploymentId: 'd2',
    rolling: true,
    idempotencyKey: 'two',
  };

  const deployFourInstances = async () => {
    const { target, supervisor } = await fixture.boot();
    await deploy(target, 'good', { settings });
    await supervisor.detach();
  };

  /** Waits until the replaced processes have finished their requests and stopped. */
  const untilOneVersionRuns = (target: DeploymentTarget) =>
    until(
      async () => (await target.observe(buildRequest())).instances.length === 1,
    );

  /** Which versions run, and which replicas have a process. */
  const readRunning = async (target: DeploymentTarget) => {
    const { instances } = await target.observe(buildRequest());
    return {
      instances: instances.map(({ versionName, weight, ready }) => ({
        versionName,
        weight,
        ready,
      })),
      replicas: (await fixture.findTagged())
        .map(({ instance }) => instance)
        .sort(),
    };
  };

  // The batches take some tenths of a second each.
  it.each([
    ['started', 0],
    ['started', 20],
    ['applied', 0],
    ['applied', 150],
    ['applied', 400],
    ['applied', 800],
    ['ready', 0],
  ])(
    'continues a rolling deployment when the key is repeated (killed when %s, after %i ms)',
    async (after, delayMs) => {
      await deployFourInstances();
      await killedBackend(after, delayMs, {
        version: 'better',
        request: rolling,
      });
      const { target } = await fixture.boot();
      const again = { ...rolling, fence: 2 };
      const handle = await target.apply(applyRequest('better', again));
      expect(await waitForApply(target, handle, again)).toMatchObject({
        state: 'ready',
      });
      await untilOneVersionRuns(target);
      const { instances, replicas } = await readRunning(target);
      expect(instances).toEqual([
        { versionName: 'better', weight: 100, ready: true },
      ]);
      expect(replicas).toEqual(
        [0, 1, 2, 3].map(() => expect.stringContaining(handle.id)),
      );
      await expect(
        target.apply(applyRequest('good', rolling)),
      ).rejects.toMatchObject({ name: 'FencedError' });
    },
  );

  // The candidate and the fresh baseline start at the same time, which takes some tens of milliseconds.
  it.each([
    ['started', 0],
    ['started', 10],
    ['started', 30],
    ['applied', 0],
    ['applied', 100],
    ['ready', 0],
    ['shifting', 0],
    ['shifting', 5],
    ['shifted', 0],
  ])(
    'runs one fresh baseline when apply and shift are repeated (killed when %s, after %i ms)',
    async (after, delayMs) => {
      const before = await fixture.boot();
      const baseline = await deploy(before.target, 'good');
      await before.supervisor.detach();
      const request = {
        deploymentId: 'd2',
        idempotencyKey: 'two',
        freshBaseline: true,
      };
      const shift = { idempotencyKey: 'three', weight: 20 };
      await killedBackend(after, delayMs, {
        version: 'better',
        request,
        shift,
      });

      const { target, supervisor } = await fixture.boot();
      const again = { ...request, fence: 2 };
      const handle = await target.apply(applyRequest('better', again));
      const progress = await waitForApply(target, handle, again);
      expect(progress).toMatchObject({ state: 'ready', baseline });
      await target.setTraffic!({
        ...buildRequest({ ...again, ...shift }),
        candidate: { id: handle.id },
        weight: shift.weight,
      });
      const [{ instances }] = supervisor.serviceEnvironments as [
        (typeof supervisor.serviceEnvironments)[number],
      ];
      expect(
        instances.map(({ role, versionName, weight }) => [
          role,
          versionName,
          weight,
        ]),
      ).toEqual([
        ['baseline', 'good', 60],
        ['candidate', 'better', 20],
        ['fresh-baseline', 'good', 20],
      ]);
      expect(
        (await fixture.findTagged()).map(({ instance }) => instance).sort(),
      ).toEqual(
        instances
          .flatMap(({ replicas }) => replicas.map(({ id }) => id))
          .sort(),
      );
      await target.abort({
        ...buildRequest({ ...again, idempotencyKey: 'four' }),
        candidate: { id: handle.id },
      });
      expect(await readRunning(target)).toEqual({
        instances: [{ versionName: 'good', weight: 100, ready: true }],
        replicas: [expect.stringContaining(baseline.id)],
      });
    },
  );

  it.each([0, 200, 600])(
    'continues to restore the previous version when the abort is repeated (killed after %i ms)',
    async delayMs => {
      await deployFourInstances();
      const abort = { idempotencyKey: 'three' };
      const id = await killedBackend('aborting', delayMs, {
        version: 'better',
        request: rolling,
        abort,
      });
      const { target } = await fixture.boot();
      const again = buildRequest({ ...rolling, ...abort, fence: 2 });
      const handle = await target.abort({
        ...again,
        candidate: { id: id! },
      });
      await until(
        async () =>
          (await target.poll({ ...again, handle: handle! })).state === 'done',
      );
      await untilOneVersionRuns(target);
      const { instances, replicas } = await readRunning(target);
      expect(instances).toEqual([
        { versionName: 'good', weight: 100, ready: true },
      ]);
      expect(replicas).toHaveLength(4);
    },
  );
});
