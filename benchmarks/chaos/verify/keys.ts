/** The parts of an idempotency key, `deployment/step/attempt/effect`. */
export interface KeyParts {
  deploymentId: string;
  /** Of a rollback: `rollback:<id>`. */
  step: string;
  attempt: number;
  effect: string;
}

/** `undefined`: it is none of the engine's. */
export function listParts(key: string): KeyParts | undefined {
  const [deploymentId, step, attempt, effect, ...more] = key.split('/');
  return deploymentId && step && attempt && effect && more.length === 0
    ? { deploymentId, step, attempt: Number(attempt), effect }
    : undefined;
}
