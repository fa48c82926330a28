import {
  DeploymentsRequestError,
  type BlockerKind,
  type EngineHealthReason,
  type EngineStuck,
  type RequestErrorName,
  type Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import { BackendUnreachableError } from '../../api/failures';

/** The sections of the troubleshooting page that the portal links to, by their anchors in docs/troubleshooting.md. */
export const TROUBLESHOOTING_TOPICS = [
  'slot',
  'window',
  'start-condition',
  'schedule',
  'promotion',
  'soak',
  'approval',
  'hold',
  'drift',
  'quarantine',
  'unobserved',
  'decision',
  'paused',
  'unknown-outcome',
  'waiting-elsewhere',
  'step-overdue',
  'verdict-failed',
  'verdict-error',
  'verdict-inconclusive',
  'rollback-failed',
  'rollback-refused',
  'watch-breached',
  'refused-requests',
  'not-permitted',
  'hold-cannot-be-lifted',
  'invalid-request',
  'unknown-service-version-or-environment',
  'the-engine',
  'work-not-picked-up',
  'no-replica',
  'database-unreachable',
  'disk-full',
  'polling',
  'messages-not-delivered',
  'audit-entries-not-sealed',
  'deployments-of-a-newer-version',
  '5xx-responses',
  'dead-letter-events',
  'webhook-rejected',
] as const;

export type TroubleshootingTopic = (typeof TROUBLESHOOTING_TOPICS)[number];

export const BLOCKER_TOPICS = {
  slot: 'slot',
  window: 'window',
  schedule: 'schedule',
  promotion: 'promotion',
  soak: 'soak',
  approval: 'approval',
  hold: 'hold',
  drift: 'drift',
  quarantine: 'quarantine',
  unobserved: 'unobserved',
  decision: 'decision',
  paused: 'paused',
  unknown_outcome: 'unknown-outcome',
  external: 'waiting-elsewhere',
  condition: 'start-condition',
} as const satisfies Record<BlockerKind, TroubleshootingTopic>;

/** The topics of verdicts that need an explanation. */
export const VERDICT_TOPICS: Record<Verdict, TroubleshootingTopic | undefined> =
  {
    passed: undefined,
    failed: 'verdict-failed',
    error: 'verdict-error',
    inconclusive: 'verdict-inconclusive',
    overridden: undefined,
  };

export const HEALTH_TOPICS = {
  database_unreachable: 'database-unreachable',
  writes_failing: 'disk-full',
  writes_failed: 'disk-full',
  work_not_picked_up: 'work-not-picked-up',
  no_replica: 'no-replica',
  outbox_stuck: 'messages-not-delivered',
  outbox_failing: 'messages-not-delivered',
  audit_stuck: 'audit-entries-not-sealed',
  polling: 'polling',
} as const satisfies Record<EngineHealthReason['kind'], TroubleshootingTopic>;

/** The topics of stuck deployments. Those that the page doesn't describe one by one lead to the engine's section. */
export const STUCK_TOPICS = {
  not_picked_up: 'work-not-picked-up',
  owner_dead: 'work-not-picked-up',
  lease_expired: 'work-not-picked-up',
  newer_reducer: 'deployments-of-a-newer-version',
  no_wake_up: 'the-engine',
  no_deadline: 'decision',
  overdue_step: 'step-overdue',
  unknown_outcome: 'unknown-outcome',
  environment_not_locked: 'the-engine',
  environment_locked_after_end: 'the-engine',
} as const satisfies Record<EngineStuck['kind'], TroubleshootingTopic>;

const ERROR_TOPICS = {
  InputError: 'invalid-request',
  AuthenticationError: 'not-permitted',
  NotAllowedError: 'not-permitted',
  NotFoundError: 'unknown-service-version-or-environment',
  ConflictError: 'refused-requests',
  PayloadTooLargeError: 'invalid-request',
  UnsupportedMediaTypeError: 'invalid-request',
  NotImplementedError: 'invalid-request',
  TooManyRequestsError: '5xx-responses',
  ServiceUnavailableError: '5xx-responses',
} as const satisfies Record<RequestErrorName, TroubleshootingTopic>;

/** Returns the topic of an error of the backend; undefined for an error that doesn't come from there. */
export function findErrorTopic(error: Error): TroubleshootingTopic | undefined {
  if (error instanceof DeploymentsRequestError) {
    return isErrorName(error.name) ? ERROR_TOPICS[error.name] : '5xx-responses';
  }
  return error instanceof BackendUnreachableError ? '5xx-responses' : undefined;
}

function isErrorName(name: string): name is RequestErrorName {
  return Object.hasOwn(ERROR_TOPICS, name);
}
