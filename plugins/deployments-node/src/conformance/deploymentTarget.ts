/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { ApplyRequest, EffectRequest, Place } from '../index';
import type {
  DeploymentTarget,
  Observation,
  TargetCapability,
  TargetHandle,
  TargetProgress,
  TargetVersion,
} from '../target';

/**
 * A target over a place of its own, where nothing is deployed yet.
 *
 * @public
 */
export interface TargetUnderTest {
  target: DeploymentTarget;
  place: Place;
  /** Two versions that become ready, and one that does not, where the target can tell. */
  versions: {
    first: TargetVersion;
    second: TargetVersion;
    broken?: TargetVersion;
  };
  /**
   * The provider as after a crash of the backend: what it had in memory is gone, what it started and stored is not.
   * The one before is no longer used.
   */
  crash?(): Promise<DeploymentTarget>;
  /** Sends one request through the stable URL, where the target routes traffic. */
  visit?(url: string): Promise<void>;
  dispose(): Promise<void>;
}

/** @public */
export interface DescribeDeploymentTargetOptions {
  /** For one test, in milliseconds; default a minute. */
  timeoutMs?: number;
}

const PATIENCE_MS = 30_000;
const POLL_EVERY_MS = 50;

/** What a test does to its target, with the fields that every call needs filled in. */
class Driver {
  readonly #subject: TargetUnderTest;
  #target: DeploymentTarget;

  constructor(subject: TargetUnderTest) {
    this.#subject = subject;
    this.#target = subject.target;
  }

  get target(): DeploymentTarget {
    return this.#target;
  }

  get versions(): TargetUnderTest['versions'] {
    return this.#subject.versions;
  }

  can(capability: TargetCapability): boolean {
    return this.#target.capabilities.includes(capability);
  }

  async crash(): Promise<boolean> {
    if (!this.#subject.crash) return false;
    this.#target = await this.#subject.crash();
    return true;
  }

  effect(overrides: Partial<EffectRequest> = {}): EffectRequest {
    return {
      ...this.#subject.place,
      deploymentId: 'first-deployment',
      idempotencyKey: randomUUID(),
      fence: 1,
      deadline: Date.now() + PATIENCE_MS,
      signal: AbortSignal.timeout(PATIENCE_MS),
      log: () => {},
      ...overrides,
    };
  }

  apply(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<TargetHandle> {
    return this.#target.apply({
      ...this.effect(overrides),
      version,
      ...overrides,
    });
  }

  async settle(
    handle: TargetHandle,
    overrides: Partial<EffectRequest> = {},
  ): Promise<TargetProgress> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const progress = await this.#target.poll({
        ...this.effect(overrides),
        handle,
      });
      if (progress.state !== 'working') return progress;
      if (Date.now() > end) throw new Error(`Still at: ${progress.message}`);
      await sleep(POLL_EVERY_MS);
    }
  }

  async candidate(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<{ candidate: Instance; baseline?: Instance }> {
    const progress = await this.settle(
      await this.apply(version, overrides),
      overrides,
    );
    if (progress.state !== 'ready') {
      throw new Error(`Not ready: ${JSON.stringify(progress)}`);
    }
    return progress;
  }

  /** Brings a version in and makes it the only one. */
  async deploy(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<Instance> {
    const { candidate } = await this.candidate(version, overrides);
    await this.#target.finalize({ ...this.effect(overrides), candidate });
    return candidate;
  }

  async setTraffic(
    candidate: Instance,
    weight: number,
    overrides: Partial<EffectRequest> = {},
  ): Promise<void> {
    await this.#target.setTraffic?.({
      ...this.effect(overrides),
      candidate,
      weight,
    });
  }

  observe(): Promise<Observation> {
    return this.#target.observe({
      ...this.#subject.place,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }

  /** Weights by version name, of all that carries traffic. */
  async traffic(): Promise<Record<string, number>> {
    const { instances } = await this.observe();
    return Object.fromEntries(
      instances
        .filter(({ weight }) => weight > 0)
        .map(({ versionName, weight }) => [versionName, weight]),
    );
  }

  async visit(times: number): Promise<boolean> {
    const { url } = await this.observe();
    if (!url || !this.#subject.visit) return false;
    for (let n = 0; n < times; n++) await this.#subject.visit(url);
    return true;
  }
}

/**
 * The promises that every target provider makes, as a jest suite against a real one. What needs a capability is asked
 * only of targets that have it.
 *
 * @param create - makes a target anew for each test.
 * @public
 */
export function describeDeploymentTarget(
  name: string,
  create: () => Promise<TargetUnderTest>,
  options: DescribeDeploymentTargetOptions = {},
): void {
  const { timeoutMs = 60_000 } = options;

  describe(`${name} keeps the promises of a deployment target`, () => {
    let subject: TargetUnderTest;
    let driver: Driver;

    beforeEach(async () => {
      subject = await create();
      driver = new Driver(subject);
    }, timeoutMs);
    afterEach(() => subject.dispose(), timeoutMs);

    const promise = (text: string, test: () => Promise<void>) =>
      it(text, test, timeoutMs);

    const second = { deploymentId: 'second-deployment', fence: 2 };

    describe('observe', () => {
      promise('sees nothing where nothing was deployed', async () => {
        const before = Date.now();
        const observation = await driver.observe();
        expect(observation.instances).toEqual([]);
        expect(observation.at).toBeGreaterThanOrEqual(before - 1000);
      });

      promise(
        'sees what runs, by its artifact, ready, with all traffic',
        async () => {
          await driver.deploy(driver.versions.first);
          const { instances } = await driver.observe();
          expect(instances).toMatchObject([
            {
              artifact: driver.versions.first.artifact,
              versionName: driver.versions.first.name,
              weight: 100,
              ready: true,
            },
          ]);
        },
      );

      promise('sees the same after a crash', async () => {
        const { id } = await driver.deploy(driver.versions.first);
        const { url } = await driver.observe();
        if (!(await driver.crash())) return;
        const handle = await driver.apply(driver.versions.first, second);
        await driver.settle(handle, second);
        const after = await driver.observe();
        expect(after.url).toBe(url);
        expect(after.instances).toMatchObject([
          { id, versionName: driver.versions.first.name, ready: true },
        ]);
      });
    });

    describe('apply', () => {
      promise('accepts the settings that it is given', async () => {
        expect(driver.target.validateSettings(subject.place.settings)).toEqual(
          [],
        );
      });

      promise('names no baseline on a first deployment', async () => {
        const { baseline } = await driver.candidate(driver.versions.first);
        expect(baseline).toBeUndefined();
      });

      promise(
        'brings a candidate in beside the baseline, without traffic',
        async () => {
          if (!driver.can('side-by-side')) return;
          const first = await driver.deploy(driver.versions.first);
          const { candidate, baseline } = await driver.candidate(
            driver.versions.second,
            second,
          );
          expect(baseline?.id).toBe(first.id);
          expect(candidate.id).not.toBe(first.id);
          expect(await driver.traffic()).toEqual({
            [driver.versions.first.name]: 100,
          });
        },
      );

      promise(
        'is one effect per key, however often it is delivered',
        async () => {
          const call = { idempotencyKey: 'one' };
          const handles = await Promise.all([
            driver.apply(driver.versions.first, call),
            driver.apply(driver.versions.first, call),
          ]);
          handles.push(await driver.apply(driver.versions.first, call));
          expect(new Set(handles.map(({ id }) => id)).size).toBe(1);
          await driver.settle(handles[0]!);
          expect((await driver.observe()).instances).toHaveLength(1);
        },
      );

      promise('is one effect per key across a crash', async () => {
        const call = { idempotencyKey: 'one' };
        const handle = await driver.apply(driver.versions.first, call);
        if (!(await driver.crash())) return;
        const again = await driver.apply(driver.versions.first, call);
        expect(again.id).toBe(handle.id);
        expect(await driver.settle(again)).toMatchObject({ state: 'ready' });
        expect((await driver.observe()).instances).toHaveLength(1);
      });

      promise(
        'does not start again under a new fence what its key has started',
        async () => {
          const call = { idempotencyKey: 'one' };
          const handle = await driver.apply(driver.versions.first, call);
          const again = await driver.apply(driver.versions.first, {
            ...call,
            fence: 2,
          });
          expect(again.id).toBe(handle.id);
        },
      );

      promise('refuses a key that stands for another body', async () => {
        const call = { idempotencyKey: 'one' };
        await driver.apply(driver.versions.first, call);
        await expect(
          driver.apply(driver.versions.second, call),
        ).rejects.toMatchObject({ retryable: false });
        await driver.crash();
        await expect(
          driver.apply(driver.versions.second, call),
        ).rejects.toMatchObject({ retryable: false });
      });

      promise(
        'says why a version does not come up, and leaves the baseline alone',
        async () => {
          const { broken, first } = driver.versions;
          if (!broken) return;
          await driver.deploy(first);
          const progress = await driver.settle(
            await driver.apply(broken, second),
            second,
          );
          expect(progress).toMatchObject({
            state: 'failed',
            message: expect.stringMatching(/\S/),
            code: expect.stringMatching(/\S/),
          });
          expect(await driver.traffic()).toEqual({ [first.name]: 100 });
        },
      );

      promise(
        'starts a new instance of the same version on a restart',
        async () => {
          if (!driver.can('restart')) return;
          const { first } = driver.versions;
          const before = await driver.deploy(first);
          const after = await driver.deploy(first, {
            ...second,
            restart: true,
          });
          expect(after.id).not.toBe(before.id);
          expect((await driver.observe()).instances).toMatchObject([
            { id: after.id, weight: 100, ready: true },
          ]);
        },
      );
    });

    describe('fences', () => {
      promise(
        'refuse a lower one on every call that changes something',
        async () => {
          if (!driver.can('fence')) return;
          const { first, second: next } = driver.versions;
          await driver.deploy(first);
          const owner = { ...second, fence: 7 };
          const { candidate } = await driver.candidate(next, owner);
          const stale = { fence: 6 };
          const fenced = { name: 'FencedError' };

          await expect(driver.apply(first, stale)).rejects.toMatchObject(
            fenced,
          );
          await expect(
            driver.target.finalize({ ...driver.effect(stale), candidate }),
          ).rejects.toMatchObject(fenced);
          await expect(
            driver.target.abort({ ...driver.effect(stale), candidate }),
          ).rejects.toMatchObject(fenced);
          await expect(
            driver.target.cancel({
              ...driver.effect(stale),
              handle: { id: candidate.id },
            }),
          ).rejects.toMatchObject(fenced);
          if (driver.target.setTraffic) {
            await expect(
              driver.setTraffic(candidate, 50, stale),
            ).rejects.toMatchObject(fenced);
          }
          if (driver.target.remove) {
            await expect(
              driver.target.remove(driver.effect(stale)),
            ).rejects.toMatchObject(fenced);
          }
          expect(await driver.traffic()).toEqual({ [first.name]: 100 });
          expect((await driver.observe()).instances).toHaveLength(2);
        },
      );

      promise('are remembered across a crash', async () => {
        if (!driver.can('fence')) return;
        await driver.deploy(driver.versions.first, { fence: 7 });
        if (!(await driver.crash())) return;
        await expect(
          driver.apply(driver.versions.second, { fence: 6 }),
        ).rejects.toMatchObject({ name: 'FencedError' });
      });
    });

    describe('traffic', () => {
      promise(
        'goes to the candidate by weight, the rest to the baseline',
        async () => {
          if (!driver.can('weights')) return;
          const { first, second: next } = driver.versions;
          await driver.deploy(first);
          const { candidate } = await driver.candidate(next, second);
          await driver.setTraffic(candidate, 30, second);
          expect(await driver.traffic()).toEqual({
            [first.name]: 70,
            [next.name]: 30,
          });
        },
      );

      promise(
        'goes to the candidate whole, by any weight, while nothing runs beside it',
        async () => {
          if (!driver.can('weights')) return;
          const { first } = driver.versions;
          const { candidate } = await driver.candidate(first);
          for (const weight of [20, 60, 0]) {
            await driver.setTraffic(candidate, weight);
            expect(await driver.traffic()).toEqual({ [first.name]: 100 });
          }
        },
      );

      promise(
        'stays as it is when an older shift is delivered again',
        async () => {
          if (!driver.can('weights')) return;
          const { first, second: next } = driver.versions;
          await driver.deploy(first);
          const { candidate } = await driver.candidate(next, second);
          const older = { ...second, idempotencyKey: 'older' };
          await driver.setTraffic(candidate, 10, older);
          await driver.setTraffic(candidate, 60, second);
          await driver.setTraffic(candidate, 10, older);
          expect(await driver.traffic()).toEqual({
            [first.name]: 40,
            [next.name]: 60,
          });
        },
      );

      promise('is divided as before after a crash', async () => {
        if (!driver.can('weights')) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { candidate } = await driver.candidate(next, second);
        await driver.setTraffic(candidate, 30, second);
        if (!(await driver.crash())) return;
        expect(await driver.traffic()).toEqual({
          [first.name]: 70,
          [next.name]: 30,
        });
      });
    });

    describe('finalize', () => {
      promise(
        'leaves the candidate alone, with all traffic, however often it is delivered',
        async () => {
          const { first, second: next } = driver.versions;
          await driver.deploy(first);
          const { candidate } = await driver.candidate(next, second);
          const call = { ...second, idempotencyKey: 'finalize' };
          await driver.target.finalize({ ...driver.effect(call), candidate });
          await driver.target.finalize({ ...driver.effect(call), candidate });
          const { instances } = await driver.observe();
          expect(instances).toMatchObject([
            { versionName: next.name, weight: 100, ready: true },
          ]);
        },
      );
    });

    describe('abort', () => {
      promise(
        'returns all traffic to the baseline and stops the candidate',
        async () => {
          if (!driver.can('side-by-side')) return;
          const { first, second: next } = driver.versions;
          const baseline = await driver.deploy(first);
          const { candidate } = await driver.candidate(next, second);
          await driver.setTraffic(candidate, 100, second);
          const call = { ...second, idempotencyKey: 'abort' };
          await driver.target.abort({ ...driver.effect(call), candidate });
          await driver.target.abort({ ...driver.effect(call), candidate });
          expect((await driver.observe()).instances).toMatchObject([
            { id: baseline.id, weight: 100, ready: true },
          ]);
        },
      );

      promise('takes a first deployment back to nothing', async () => {
        const { candidate } = await driver.candidate(driver.versions.first);
        await driver.target.abort({ ...driver.effect(), candidate });
        expect((await driver.observe()).instances).toEqual([]);
      });

      promise(
        'does not stop a version that ran before the deployment',
        async () => {
          const { first } = driver.versions;
          const baseline = await driver.deploy(first);
          const { candidate } = await driver.candidate(first, second);
          await driver.target.abort({ ...driver.effect(second), candidate });
          const { instances } = await driver.observe();
          expect(instances).toMatchObject([{ weight: 100, ready: true }]);
          if (candidate.id === baseline.id) {
            expect(instances[0]!.id).toBe(baseline.id);
          }
        },
      );
    });

    describe('cancel', () => {
      promise('stops an apply, or says that nobody knows', async () => {
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const handle = await driver.apply(next, second);
        const outcome = await driver.target.cancel({
          ...driver.effect(second),
          handle,
        });
        expect(['cancelled', 'unknown']).toContain(outcome);
        if (outcome === 'unknown') return;
        expect(await driver.traffic()).toEqual({ [first.name]: 100 });
        expect((await driver.observe()).instances).toHaveLength(1);
        expect(await driver.settle(handle, second)).toMatchObject({
          state: 'failed',
        });
      });
    });

    describe('remove', () => {
      promise(
        'stops everything, and a deployment afterwards is a first one',
        async () => {
          if (!driver.can('remove')) return;
          await driver.deploy(driver.versions.first);
          await driver.target.remove?.(driver.effect(second));
          expect((await driver.observe()).instances).toEqual([]);
          const { baseline } = await driver.candidate(driver.versions.second, {
            deploymentId: 'third-deployment',
            fence: 3,
          });
          expect(baseline).toBeUndefined();
        },
      );
    });

    describe('measure', () => {
      const period = (from: number) => ({
        ...subject.place,
        deploymentId: 'second-deployment',
        from,
        to: Date.now() + 60_000,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });

      promise(
        'has no data without requests, rather than a good value',
        async () => {
          if (!driver.can('measure')) return;
          const candidate = await driver.deploy(driver.versions.first);
          expect(
            await driver.target.measure?.({
              ...period(Date.now()),
              measure: 'success-rate',
              subject: 'candidate',
              artifact: driver.versions.first.artifact,
              instanceId: candidate.id,
            }),
          ).toBeUndefined();
        },
      );

      promise(
        'tells candidate from baseline, with the sample it stands on',
        async () => {
          if (!driver.can('measure') || !driver.can('weights')) return;
          const { first, second: next } = driver.versions;
          const from = Date.now();
          const baseline = await driver.deploy(first);
          if (!(await driver.visit(20))) return;
          const { candidate } = await driver.candidate(next, second);
          const ask = (
            of: 'candidate' | 'baseline',
            instance: Instance,
            artifact: string,
          ) =>
            driver.target.measure?.({
              ...period(from),
              measure: 'request-count',
              subject: of,
              artifact,
              instanceId: instance.id,
            });
          expect(
            await ask('candidate', candidate, next.artifact),
          ).toBeUndefined();
          await driver.setTraffic(candidate, 100, second);
          await driver.visit(10);
          expect(await ask('candidate', candidate, next.artifact)).toEqual({
            value: 10,
            samples: 10,
          });
          expect(await ask('baseline', baseline, first.artifact)).toEqual({
            value: 20,
            samples: 20,
          });
        },
      );
    });
  });
}
