/** The parts of an idempotency key, `deployment/step/attempt/effect`. */
export interface KeyParts {
  deploymentId: string;
  /** `rollback:<id>` for a step of a rollback. */
  step: string;
  attempt: number;
  effect: string;
}

/** Parses an idempotency key. Returns `undefined` if the engine did not create it. */
export function parseKey(key: string): KeyParts | undefined {
  const [deploymentId, step, attempt, effect, ...more] = key.split('/');
  return deploymentId && step && attempt && effect && more.length === 0
    ? { deploymentId, step, attempt: Number(attempt), effect }
    : undefined;
}
