import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';

/**
 * A service in an environment: the unit that is locked, observed and deployed to. Every call to a provider names one.
 *
 * @public
 */
export interface ServiceEnvironment {
  /** Entity ref in lower case, e.g. `component:default/checkout`. */
  service: string;
  /** The environment's name and tier, as configured in app-config. */
  environment: { name: string; tier: EnvironmentTier };
  /**
   * The target's settings for this service in this environment. Settings of the service override those of the
   * environment, which override those of the target.
   */
  settings: JsonObject;
}

/**
 * Identifies a service in an environment.
 *
 * @public
 */
export interface ServiceEnvironmentRef {
  /** Entity ref in lower case, e.g. `component:default/checkout`. */
  service: string;
  /** Name of the environment in app-config. */
  environment: string;
}

/**
 * The fields of every call that may change something.
 *
 * @public
 */
export interface EffectRequest extends ServiceEnvironment {
  /** Id of the deployment that the call belongs to. */
  deploymentId: string;
  /**
   * `deployment/step/attempt/effect-number`. Calls with the same key are the same effect. So the provider either recognizes
   * the key, or checks whether the effect has already happened before it starts. The same key with another body is an error.
   */
  idempotencyKey: string;
  /**
   * Increases with every owner of the environment. A provider should reject a fence that is lower than the highest one it has
   * seen.
   */
  fence: number;
  /**
   * Whether this call may have been sent before under the same key, for example before a crash. Then the earlier one may have
   * had its effect even if nothing shows it yet.
   */
  isRepeat?: boolean;
  /** Epoch milliseconds. The caller ignores the response after this time. */
  deadline: number;
  /** Aborts at the deadline, or earlier if the caller no longer needs the effect. */
  signal: AbortSignal;
  /** Writes a line to the step's log, by default at level `info`. Never pass a secret. */
  log(line: string, level?: 'info' | 'warn' | 'error'): void;
}

/**
 * Thrown by a provider that has seen a higher fence, because then the environment has another owner.
 *
 * @public
 */
export class FencedError extends Error {
  /** The highest fence that the provider has seen. */
  readonly seen: number;
  /** The fence of the rejected call. */
  readonly given: number;

  constructor(seen: number, given: number) {
    super(
      `The call was rejected because another process has taken over the environment: its fence is ${given}, and the highest fence so far is ${seen}`,
    );
    this.name = 'FencedError';
    this.seen = seen;
    this.given = given;
  }
}

/**
 * A failure that says whether a retry can help. Any other error of a provider is retried.
 *
 * @public
 */
export class EffectError extends Error {
  /** Machine-readable cause, chosen by the provider, e.g. `port_taken`. Use snake_case. */
  readonly code: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /**
   * Whether it is certain that the portal sent nothing, so that nothing can have changed and nothing has to be undone.
   * Default: false.
   */
  readonly notSent: boolean;

  /**
   * @param message - What happened and what to do about it. It is stored and shown to people, so never put a secret into it.
   * @param options - See the properties of the same names.
   */
  constructor(
    message: string,
    options: {
      code: string;
      retryable: boolean;
      notSent?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.name = 'EffectError';
    this.code = options.code;
    this.retryable = options.retryable;
    this.notSent = options.notSent ?? false;
  }
}
