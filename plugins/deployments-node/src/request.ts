import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';

/**
 * The service in the environment that a call concerns.
 *
 * @public
 */
export interface Place {
  /** Entity ref, e.g. `component:default/checkout`. */
  service: string;
  environment: { name: string; tier: EnvironmentTier };
  /** Settings of this service in this environment, resolved: target's, environment's, service's. */
  settings: JsonObject;
}

/**
 * What every call that may change something carries.
 *
 * @public
 */
export interface EffectRequest extends Place {
  deploymentId: string;
  /**
   * `deployment/step/attempt/effect-number`. The same key is the same effect: a provider honours it or looks before it
   * starts. The same key with another body is an error.
   */
  idempotencyKey: string;
  /** Rises with every owner of the environment. A provider that can refuses a lower one than it has seen. */
  fence: number;
  /** Epoch milliseconds after which the caller no longer waits for the answer. */
  deadline: number;
  /** Aborts at the deadline, or when the caller no longer wants the effect. */
  signal: AbortSignal;
  /** Writes a line to the step's log. Never pass a secret. */
  log(line: string, level?: 'info' | 'warn' | 'error'): void;
}

/**
 * Thrown by a provider that has seen a higher fence: another owner has the environment.
 *
 * @public
 */
export class FencedError extends Error {
  constructor(readonly seen: number, readonly given: number) {
    super(
      `Refused: the environment is owned under fence ${seen}, this call carries ${given}`,
    );
    this.name = 'FencedError';
  }
}

/**
 * A failure that says whether trying again can help. Any other error of a provider counts as retryable.
 *
 * @public
 */
export class EffectError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  /** Nothing left the portal, so nothing can have changed. Only for what is certain. */
  readonly notSent: boolean;
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
