import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { EffectRequest, ServiceEnvironment } from '../request';
import type {
  ApplyRequest,
  DeploymentTarget,
  TargetCapability,
  TargetHandle,
  TargetVersion,
} from '../target';
import type { TrafficRouting } from '../targetTraffic';
import type { Observation, TargetProgress } from '../targetReport';

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
  /**
   * Sends one request with these headers through the stable URL. Returns the name of the version that responded, and the
   * values of its `Set-Cookie` headers. Required for the capabilities `sticky`, `match` and `mirror`.
   */
  visitAs?(
    url: string,
    headers: Record<string, string>,
  ): Promise<{ versionName: string; setCookie: string[] }>;
  /**
   * Starts a version without the target, as a company does that has not used Slipway yet. Returns it when it serves all
   * traffic. It must not be one of `versions`.
   */
  preexisting?(): Promise<TargetVersion>;
  /**
   * Changes what runs without the target, as a person with another tool does. Returns the version that serves all
   * traffic afterwards. It must not be one of `versions`.
   */
  tamper?(): Promise<TargetVersion>;
  /**
   * Closes a gate outside the target, such as a review, so that the next apply waits at it. Returns a function that opens
   * it.
   */
  hold?(): Promise<() => Promise<void>>;
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

/** How long one call may take. */
export const CALL_TIMEOUT_MS = 30_000;

/**
 * How the suite waits for effects that take longer than a call.
 *
 * @public
 */
export interface TargetPatience {
  /** How long an effect may take until `poll` reports its end, in milliseconds. Default: 30,000. */
  patienceMs?: number;
  /** Time between two polls in milliseconds. Default: 50. */
  pollEveryMs?: number;
}

/** Calls the target under test and fills in the fields that every request needs. */
export class TargetDriver {
  readonly #underTest: TargetUnderTest;
  readonly #patienceMs: number;
  readonly #pollEveryMs: number;
  #target: DeploymentTarget;

  constructor(
    underTest: TargetUnderTest,
    { patienceMs = 30_000, pollEveryMs = 50 }: TargetPatience = {},
  ) {
    this.#underTest = underTest;
    this.#patienceMs = patienceMs;
    this.#pollEveryMs = pollEveryMs;
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

  /** What the subject of the test can do to its platform without the target. */
  get platform(): Pick<TargetUnderTest, 'preexisting' | 'tamper' | 'hold'> {
    return this.#underTest;
  }

  /** Whether the target has a capability with the settings under test. */
  hasCapability(capability: TargetCapability): boolean {
    const { settings } = this.serviceEnvironment;
    const narrowed = this.#target.getCapabilities?.(settings);
    return (
      this.#target.capabilities.includes(capability) &&
      (narrowed?.includes(capability) ?? true)
    );
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

  poll(
    handle: TargetHandle,
    overrides: Partial<EffectRequest> = {},
  ): Promise<TargetProgress> {
    return this.#target.poll({ ...this.buildRequest(overrides), handle });
  }

  /** Polls until the progress has one of these states. */
  async waitForState<State extends TargetProgress['state']>(
    handle: TargetHandle,
    states: readonly State[],
    overrides: Partial<EffectRequest> = {},
  ): Promise<Extract<TargetProgress, { state: State }>> {
    const end = Date.now() + this.#patienceMs;
    for (;;) {
      const progress = await this.poll(handle, overrides);
      if (hasState(progress, states)) return progress;
      if (progress.state !== 'working' && progress.state !== 'waiting') {
        throw new Error(
          `Expected ${states.join(' or ')}: ${JSON.stringify(progress)}`,
        );
      }
      if (Date.now() > end) {
        throw new Error(
          `Not ${states.join(' or ')} within ${this.#patienceMs / 1000} s: ${
            progress.message
          }`,
        );
      }
      await sleep(this.#pollEveryMs);
    }
  }

  /** Polls until the apply is ready or has failed. */
  waitForApply(
    handle: TargetHandle,
    overrides: Partial<EffectRequest> = {},
  ): Promise<Extract<TargetProgress, { state: 'ready' | 'failed' }>> {
    return this.waitForState(handle, ['ready', 'failed'], overrides);
  }

  /** Waits until an effect that may have returned a handle has taken effect. */
  async waitUntilDone(
    handle: TargetHandle | void,
    {
      deploymentId,
      fence,
      idempotencyKey,
    }: Pick<EffectRequest, 'deploymentId' | 'fence' | 'idempotencyKey'>,
  ): Promise<void> {
    if (!handle) return;
    // Each poll has a deadline of its own.
    const overrides = { deploymentId, fence, idempotencyKey };
    await this.waitForState(handle, ['done'], overrides);
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
    await this.finalize(candidate, overrides);
    return candidate;
  }

  async setTraffic(
    candidate: Instance,
    weight: number,
    overrides: Partial<EffectRequest> & { routing?: TrafficRouting } = {},
  ): Promise<void> {
    const request = this.buildRequest(overrides);
    await this.waitUntilDone(
      await this.#target.setTraffic?.({
        ...request,
        candidate,
        weight,
        ...(overrides.routing && { routing: overrides.routing }),
      }),
      request,
    );
  }

  async finalize(
    candidate: Instance,
    overrides: Partial<EffectRequest> = {},
  ): Promise<void> {
    const request = this.buildRequest(overrides);
    await this.waitUntilDone(
      await this.#target.finalize({ ...request, candidate }),
      request,
    );
  }

  async abort(
    candidate: Instance | undefined,
    overrides: Partial<EffectRequest> = {},
  ): Promise<void> {
    const request = this.buildRequest(overrides);
    await this.waitUntilDone(
      await this.#target.abort({
        ...request,
        ...(candidate ? { candidate } : {}),
      }),
      request,
    );
  }

  async remove(overrides: Partial<EffectRequest> = {}): Promise<void> {
    const request = this.buildRequest(overrides);
    await this.waitUntilDone(await this.#target.remove?.(request), request);
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

  /**
   * Sends one request through the stable URL as a browser does that keeps the cookie of its user. Returns the name of the
   * version that responded.
   */
  async visitAs(
    user: { cookie?: string },
    headers: Record<string, string> = {},
  ): Promise<string> {
    const { url } = await this.observe();
    if (!url || !this.#underTest.visitAs) {
      throw new Error(
        'A target that routes requests by rules needs a stable URL and `visitAs` in its tests',
      );
    }
    const { versionName, setCookie } = await this.#underTest.visitAs(url, {
      ...headers,
      ...(user.cookie ? { Cookie: user.cookie } : {}),
    });
    if (setCookie[0]) user.cookie = setCookie[0].split(';')[0];
    return versionName;
  }

  /** Sends requests through the stable URL. Returns false if the target routes no traffic. */
  async sendRequests(count: number): Promise<boolean> {
    const { url } = await this.observe();
    if (!url || !this.#underTest.visit) return false;
    for (let n = 0; n < count; n++) await this.#underTest.visit(url);
    return true;
  }
}

function hasState<State extends TargetProgress['state']>(
  progress: TargetProgress,
  states: readonly State[],
): progress is Extract<TargetProgress, { state: State }> {
  return states.some(state => state === progress.state);
}
