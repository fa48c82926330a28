import { draw } from '../random';

/** How the world handles one effect. */
interface EffectBehaviour {
  /** How long it takes, in milliseconds. */
  takesMs: number;
  /** How long the response takes after that, in milliseconds. */
  answersAfterMs: number;
  fails?: { retryable: boolean };
  /** The effect happens, but its response is lost. */
  losesAnswer: boolean;
  /** The network delivers the call again after this time, in milliseconds. */
  deliversAgainAfterMs?: number;
  /** The outcome of a cancel is unknown. */
  isUnknown: boolean;
}

export interface Behaviour {
  /** `what` names the effect without ids that differ between runs. */
  effect(what: string): EffectBehaviour;
  /** Behaviour of an instance that an `apply` started. */
  start(what: string): {
    readyAfterMs: number;
    fails?: { retryable: boolean };
  };
  /** Results of the check of a version, which depend only on the version, so that they also apply to a rollback. */
  measurement(
    artifact: string,
    nth: number,
  ): 'good' | 'bad' | 'nothing' | 'error';
  observeFails(nth: number): boolean;
}

/** Creates a behaviour in which the seed decides which effects have which fault. */
export function createBehaviour(options: {
  seed: number;
  leaseMs: number;
}): Behaviour {
  const { seed, leaseMs } = options;
  const hits = (share: number, ...keys: (string | number)[]) =>
    draw(seed, ...keys) < share;
  return {
    effect(what) {
      const speed = draw(seed, 'speed', what);
      // A call may take half the lease, so the slowest responses arrive after their callers have stopped waiting.
      const takesMs =
        speed > 0.97
          ? leaseMs * (0.3 + draw(seed, 'slow', what) * 0.5)
          : 5 + draw(seed, 'takes', what) ** 3 * 400;
      return {
        takesMs,
        answersAfterMs: hits(0.03, 'late', what)
          ? leaseMs * draw(seed, 'lateness', what)
          : 0,
        ...(hits(0.03, 'fails', what)
          ? { fails: { retryable: hits(0.75, 'retryable', what) } }
          : {}),
        losesAnswer: hits(0.02, 'loses', what),
        ...(hits(0.05, 'again', what)
          ? {
              deliversAgainAfterMs:
                draw(seed, 'redelivery', what) * leaseMs * 2,
            }
          : {}),
        isUnknown: hits(0.2, 'unknown', what),
      };
    },
    start: what => ({
      readyAfterMs: 50 + draw(seed, 'ready', what) ** 2 * 1_500,
      ...(hits(0.03, 'start fails', what)
        ? { fails: { retryable: hits(0.7, 'start retryable', what) } }
        : {}),
    }),
    measurement(artifact, nth) {
      const verdict = draw(seed, 'verdict', artifact);
      if (verdict < 0.1) {
        return 'bad';
      }
      if (verdict < 0.13) {
        return 'error';
      }
      if (verdict < 0.16) {
        return 'nothing';
      }
      return hits(0.05, 'hiccup', artifact, nth) ? 'error' : 'good';
    },
    observeFails: nth => hits(0.01, 'observe', nth),
  };
}
