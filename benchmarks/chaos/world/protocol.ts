/** The HTTP protocol between replicas and the world, used by both. */

export type EffectKind =
  | 'apply'
  | 'setTraffic'
  | 'finalize'
  | 'abort'
  | 'cancel'
  | 'remove';

export interface ServiceEnvironmentRef {
  service: string;
  environment: string;
}

export interface EffectCall extends ServiceEnvironmentRef {
  kind: EffectKind;
  /** Process id of the replica. */
  pid: number;
  deploymentId: string;
  key: string;
  fence: number;
  /** Epoch milliseconds. */
  deadline: number;
  /** Whether the target rejects a lower fence than the highest so far. */
  fenced: boolean;
  version?: { name: string; artifact: string };
  restart?: boolean;
  weight?: number;
  /** Id of the candidate, or of the instance that an `apply` started. */
  instanceId?: string;
}

export interface WorldInstance {
  id: string;
  artifact: string;
  versionName: string;
  weight: number;
  ready: boolean;
  since: number;
}

export type EffectResponse =
  | { answer: 'done'; instanceId?: string; outcome?: 'cancelled' | 'unknown' }
  | { answer: 'failed'; code: string; message: string; retryable: boolean }
  | { answer: 'fenced'; seen: number }
  | { answer: 'too-late' }
  | { answer: 'conflict'; message: string };

export interface PollCall extends ServiceEnvironmentRef {
  deploymentId: string;
  fence: number;
  fenced: boolean;
  key: string;
  pid: number;
  instanceId: string;
}

export type PollResponse =
  | { answer: 'working' }
  | { answer: 'ready'; candidate: WorldInstance; baseline?: WorldInstance }
  | { answer: 'failed'; code: string; message: string; retryable: boolean }
  | { answer: 'fenced'; seen: number };

export interface MeasureCall {
  artifact: string;
  deploymentId: string;
  check: string;
}

export type MeasureResponse =
  | { answer: 'value'; value: number }
  | { answer: 'nothing' }
  | { answer: 'error'; message: string };

export interface ObserveResponse {
  instances: WorldInstance[];
}
