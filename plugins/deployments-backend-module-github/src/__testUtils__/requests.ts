import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ApplyRequest,
  DeploymentTarget,
  EffectRequest,
  ServiceEnvironment,
  TargetHandle,
  TargetProgress,
  TargetVersion,
} from '@slipway/backstage-plugin-deployments-node';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;

export const VERSIONS = {
  first: {
    name: '1.4.1',
    artifact: `registry.example.com/checkout@${digest('1')}`,
    commit: 'a'.repeat(40),
  },
  second: {
    name: '1.4.2',
    artifact: `registry.example.com/checkout@${digest('2')}`,
    commit: 'b'.repeat(40),
  },
  broken: {
    name: '1.4.3',
    artifact: `registry.example.com/broken@${digest('3')}`,
    commit: 'c'.repeat(40),
  },
};

/** Calls a target for one deployment. */
export function createCaller(
  target: DeploymentTarget,
  serviceEnvironment: ServiceEnvironment,
  deploymentId: string,
) {
  const build = (key: string): EffectRequest => ({
    ...serviceEnvironment,
    deploymentId,
    idempotencyKey: `${deploymentId}/${key}`,
    fence: 1,
    deadline: Date.now() + 15_000,
    signal: AbortSignal.timeout(15_000),
    log: () => {},
  });
  const poll = (handle: TargetHandle) =>
    target.poll({ ...build('poll'), handle });
  const caller = {
    build,
    poll,
    apply: (version: TargetVersion, overrides: Partial<ApplyRequest> = {}) =>
      target.apply({
        ...build('deploy/1/1'),
        version,
        intent: 'deploy',
        ...overrides,
      }),
    async waitFor(
      handle: TargetHandle,
      state: TargetProgress['state'],
    ): Promise<TargetProgress> {
      for (const end = Date.now() + 15_000; ; ) {
        const progress = await poll(handle);
        if (progress.state === state) return progress;
        if (
          Date.now() > end ||
          !['working', 'waiting'].includes(progress.state)
        ) {
          throw new Error(`Expected ${state}: ${JSON.stringify(progress)}`);
        }
        await sleep(20);
      }
    },
    async deploy(version: TargetVersion) {
      await caller.waitFor(await caller.apply(version), 'ready');
    },
    async abort(previous?: TargetVersion) {
      const handle = await target.abort({
        ...build('rollback:restore/1/1'),
        ...(previous ? { previous } : {}),
      });
      return handle as TargetHandle;
    },
    observe: () =>
      target.observe({
        ...serviceEnvironment,
        signal: AbortSignal.timeout(15_000),
      }),
  };
  return caller;
}
