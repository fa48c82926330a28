import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { EffectRequest, ServiceEnvironment } from '../request';
import type {
  ApplyRequest,
  DeploymentTarget,
  Observation,
  TargetCapability,
  TargetHandle,
  TargetVersion,
} from '../target';
import type { TargetProgress } from '../targetReport';

/**
 * A target and a service environment of its own, in which nothing is deployed yet.
 *
 * @public
 */
export interface TargetUnderTest {
  /** The target to test. */
  target: DeploymentTarget;
  /** Where the suite deploys. */
  serviceEnvironment: ServiceEnvironment;
  /** Two versions that become ready and, if the target can tell, one that does not. */
  versions: {
    first: TargetVersion;
    second: TargetVersion;
    broken?: TargetVersion;
  };
  /**
   * Simulates a crash of the backend: returns a new provider that knows only what was stored, while what the earlier
   * one started still runs. The earlier one is not used afterwards. Without it, tests of crashes pass without testing
   * anything.
   */
  crash?(): Promise<DeploymentTarget>;
  /** Sends one request through the stable URL, if the target routes traffic. */
  visit?(url: string): Promise<void>;
  /** Stops and deletes everything that the test started. */
  dispose(): Promise<void>;
}

/**
 * Defines one test of a promise.
 *
 * @param name - What the target does, under which condition.
 */
export type PromiseTest = (
  name: string,
  test: (driver: TargetDriver) => Promise<void>,
) => void;

/** The fields of a request by which a later deployment with a new owner differs from the first one. */
export const SECOND_DEPLOYMENT = {
  deploymentId: 'second-deployment',
  fence: 2,
};

/** How long one call, and one apply, may take. */
export const CALL_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 50;

/** Calls the target under test and fills in the fields that every request needs. */
export class TargetDriver {
  readonly #underTest: TargetUnderTest;
  #target: DeploymentTarget;

  constructor(underTest: TargetUnderTest) {
    this.#underTest = underTest;
    this.#target = underTest.target;
  }

  get target(): DeploymentTarget {
    return this.#target;
  }

  get serviceEnvironment(): ServiceEnvironment {
    return this.#underTest.serviceEnvironment;
  }

  get versions(): TargetUnderTest['versions'] {
    return this.#underTest.versions;
  }

  hasCapability(capability: TargetCapability): boolean {
    return this.#target.capabilities.includes(capability);
  }

  /** Crashes the provider. Returns false if the subject of the test cannot simulate that. */
  async crash(): Promise<boolean> {
    if (!this.#underTest.crash) return false;
    this.#target = await this.#underTest.crash();
    return true;
  }

  buildRequest(overrides: Partial<EffectRequest> = {}): EffectRequest {
    return {
      ...this.#underTest.serviceEnvironment,
      deploymentId: 'first-deployment',
      idempotencyKey: randomUUID(),
      fence: 1,
      deadline: Date.now() + CALL_TIMEOUT_MS,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      log: () => {},
      ...overrides,
    };
  }

  apply(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<TargetHandle> {
    return this.#target.apply({
      ...this.buildRequest(overrides),
      version,
      intent: overrides.restart ? 'restart' : 'deploy',
      ...overrides,
    });
  }

  /** Polls until the apply is ready or has failed. */
  async waitForApply(
    handle: TargetHandle,
    overrides: Partial<EffectRequest> = {},
  ): Promise<TargetProgress> {
    const end = Date.now() + CALL_TIMEOUT_MS;
    for (;;) {
      const progress = await this.#target.poll({
        ...this.buildRequest(overrides),
        handle,
      });
      if (progress.state !== 'working') return progress;
      if (Date.now() > end) {
        throw new Error(
          `The apply did not finish within ${CALL_TIMEOUT_MS / 1000} s: ${
            progress.message
          }`,
        );
      }
      await sleep(POLL_INTERVAL_MS);
    }
  }

  /** Starts a version and waits until it is ready. */
  async deployCandidate(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<{ candidate: Instance; baseline?: Instance }> {
    const progress = await this.waitForApply(
      await this.apply(version, overrides),
      overrides,
    );
    if (progress.state !== 'ready') {
      throw new Error(`Not ready: ${JSON.stringify(progress)}`);
    }
    return progress;
  }

  /** Starts a version and makes it the only one. */
  async deploy(
    version: TargetVersion,
    overrides: Partial<ApplyRequest> = {},
  ): Promise<Instance> {
    const { candidate } = await this.deployCandidate(version, overrides);
    await this.#target.finalize({ ...this.buildRequest(overrides), candidate });
    return candidate;
  }

  async setTraffic(
    candidate: Instance,
    weight: number,
    overrides: Partial<EffectRequest> = {},
  ): Promise<void> {
    await this.#target.setTraffic?.({
      ...this.buildRequest(overrides),
      candidate,
      weight,
    });
  }

  observe(): Promise<Observation> {
    return this.#target.observe({
      ...this.#underTest.serviceEnvironment,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
  }

  /** Weights by version name, without versions that have no traffic. */
  async readTraffic(): Promise<Record<string, number>> {
    const { instances } = await this.observe();
    return Object.fromEntries(
      instances
        .filter(({ weight }) => weight > 0)
        .map(({ versionName, weight }) => [versionName, weight]),
    );
  }

  /** Sends requests through the stable URL. Returns false if the target routes no traffic. */
  async sendRequests(count: number): Promise<boolean> {
    const { url } = await this.observe();
    if (!url || !this.#underTest.visit) return false;
    for (let n = 0; n < count; n++) await this.#underTest.visit(url);
    return true;
  }
}
