import type {
  Sentence,
  StepError,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent, ProgressChange } from '../events';
import type { DeploymentState } from '../state';
import { listOutcomeSentences } from './outcomeSentences';
import { sayRollbackStep } from './rollbackSentences';
import { say, sayReason, sayResult, sayStated } from '../../text/say';

/**
 * Says by codes, for translations, what `describeEvent` says, without the service and the environment, which readers know. Blockers
 * are `stated`, in the order of the event's data; their own codes are there.
 *
 * @param state - the deployment's state after any of its events, for the titles of its steps and for its outcome
 */
export function listEventSentences(
  event: DeploymentEvent,
  state: DeploymentState,
): Sentence[] {
  const person = event.by ?? '';
  switch (event.type) {
    case 'requested':
      return sayRequested(event);
    case 'blocked':
      return event.blockers.length === 0
        ? [say('event_unblocked')]
        : [say('event_blocked'), ...event.blockers.map(stateMessage)];
    case 'approvalDecided':
      return sayApproval(event, state);
    case 'approvalsVoided':
      return [
        say('event_approvals_voided'),
        say('stated', { text: event.reason }),
      ];
    case 'overridden':
      return [say('event_overrode', { person }), ...sayReason(event.reason)];
    case 'started':
      return sayStarted(event);
    case 'claimed':
      return [say('event_claimed')];
    case 'candidateReady':
      return [
        say('event_candidate_ready', {
          version: event.candidate.versionName ?? state.version.name,
        }),
      ];
    case 'trafficShifted':
      return [
        say('event_traffic_shifted', {
          weight: event.weight,
          version: state.version.name,
        }),
      ];
    case 'baselineRetired':
      return [say('event_baseline_retired')];
    case 'decisionNeeded':
      return [say('event_decision_needed'), ...sayStated(event.decision)];
    case 'decided':
      return [
        say(`event_decided_${event.choice}`, { person }),
        ...sayReason(event.reason),
      ];
    case 'paused':
      return [say('event_paused', { person }), ...sayReason(event.reason)];
    case 'resumed':
      return [say('event_resumed', { person })];
    case 'stopping':
      return [say('event_stopping'), ...sayStated(event.stopping)];
    case 'succeeded':
      return sayOutcome(say('event_succeeded'), event, state);
    case 'failed':
      return sayOutcome(say('event_failed'), event, state);
    case 'rolledBack':
      return sayOutcome(say('event_rolled_back'), event, state);
    case 'rollbackFailed':
      return sayOutcome(say('event_rollback_failed'), event, state);
    case 'cancelled':
      return sayOutcome(say('event_cancelled'), event, state);
    case 'expired':
      return sayOutcome(say('event_expired'), event, state);
    case 'superseded':
      return sayOutcome(say('event_superseded'), event, state);
    case 'abandoned':
      return sayOutcome(say('event_abandoned'), event, state);
    case 'rollbackStarted':
      return [
        event.rollback.to
          ? say('event_rollback_started', { version: event.rollback.to.name })
          : say('event_rollback_started_to_nothing'),
        ...sayStated(event.rollback),
      ];
    case 'rollbackPlanned':
      return [
        event.to
          ? say('event_rollback_planned_to', { version: event.to.name })
          : say('event_rollback_planned'),
      ];
    case 'rollbackStepStarted':
    case 'rollbackStepProgressed':
    case 'rollbackStepSucceeded':
    case 'rollbackStepRetrying':
    case 'rollbackStepUnknown':
    case 'rollbackStepFailed':
      return sayRollbackEvent(event, state);
    default:
      return sayStepEvent(event, state);
  }
}

/** A blocker as one text, see `listEventSentences`. */
function stateMessage({ message }: { message: string }): Sentence {
  return say('stated', { text: message });
}

type EventOf<T extends DeploymentEvent['type']> = Extract<
  DeploymentEvent,
  { type: T }
>;

function sayRequested({ request }: EventOf<'requested'>): Sentence[] {
  const person = request.requestedBy.principal;
  const { kind, version } = request;
  return [
    kind === 'remove'
      ? say('event_requested_remove', { person })
      : say(`event_requested_${kind}`, { person, version: version.name }),
    ...(request.hotfix ? [say('event_hotfix')] : []),
    ...(request.replaces === undefined ? [] : [say('event_replaces')]),
    ...sayReason(request.reason),
  ];
}

function sayApproval(
  { approval }: EventOf<'approvalDecided'>,
  state: DeploymentState,
): Sentence[] {
  const { by: person, decision, stepId, reason } = approval;
  const verb = decision === 'approve' ? 'approved' : 'rejected';
  return [
    stepId === undefined
      ? say(`event_${verb}_plan`, { person })
      : say(`event_${verb}_step`, { person, step: findTitle(state, stepId) }),
    ...sayReason(reason),
  ];
}

function sayStarted({ snapshot }: EventOf<'started'>): Sentence[] {
  const { steps, baseline, goldenPath } = snapshot;
  const count = steps.filter(({ skipped }) => skipped !== undefined).length;
  return [
    say('event_started', { path: goldenPath.title }),
    ...(baseline ? [say('event_baseline', { version: baseline.name })] : []),
    ...(count > 0
      ? [say('event_skipped_steps', { count, total: steps.length })]
      : []),
  ];
}

/** The outcome of the state if the event is the one that ended it. */
function sayOutcome(
  first: Sentence,
  event: { message: string; sentences?: Sentence[]; seq: number },
  state: DeploymentState,
): Sentence[] {
  const sentences =
    event.sentences ??
    (event.message === state.message ? listOutcomeSentences(state) : []);
  return [first, ...sayStated({ message: event.message, sentences })];
}

type StepEvent = Extract<
  DeploymentEvent,
  { type: `step${string}`; stepId: string }
>;

function sayStepEvent(event: StepEvent, state: DeploymentState): Sentence[] {
  const step = findTitle(state, event.stepId);
  switch (event.type) {
    case 'stepStarted':
      return [
        say('event_step_started', { step }),
        ...sayAttempt(event.attempt),
        ...(event.isFirstChange ? [say('event_first_change')] : []),
      ];
    case 'stepProgressed':
      return sayProgress(step, event);
    case 'stepWaiting':
      return [say('event_step_waiting', { step }), stateMessage(event.blocker)];
    case 'stepSucceeded':
      return [
        say('event_step_succeeded', { step }),
        ...sayVerdict(event.verdict),
        ...sayResult(event),
      ];
    case 'stepRetrying':
      return [
        say('event_step_retrying', { step, at: event.retryAt }),
        ...sayStated(event.error),
      ];
    case 'stepFailed':
      return [say('step_failed_because', { step }), ...sayStated(event.error)];
    case 'stepCancelling':
      return [
        event.ask > 1
          ? say('event_step_asked_again', { step, ask: event.ask })
          : say('event_step_asked', { step }),
        ...sayStated(event),
      ];
    case 'stepCancelled':
      return [
        event.outcome === 'cancelled'
          ? say('event_step_stopped', { step })
          : say('event_step_unstopped', { step }),
        ...sayResult(event),
      ];
    case 'stepSkipped':
      return [
        say('event_step_skipped', { step }),
        ...sayStated({ message: event.reason, sentences: event.sentences }),
      ];
    case 'stepPromoted': {
      const { weight, by } = event;
      return [
        by === undefined
          ? say('event_promoted_in_time', { step, weight })
          : say('event_promoted', { person: by, step, weight }),
        ...sayReason(event.reason),
      ];
    }
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

type RollbackStepEvent = Extract<
  DeploymentEvent,
  { type: `rollbackStep${string}` }
>;

function sayRollbackEvent(
  event: RollbackStepEvent,
  state: DeploymentState,
): Sentence[] {
  const found = state.rollback?.steps.find(({ id }) => id === event.id);
  const step = [
    say('event_rollback_step'),
    found ? sayRollbackStep(state, found) : say('stated', { text: event.id }),
  ];
  switch (event.type) {
    case 'rollbackStepStarted':
      return [...step, say('event_has_started'), ...sayAttempt(event.attempt)];
    case 'rollbackStepProgressed':
      return [...step, ...sayReason(findProgress(event))];
    case 'rollbackStepSucceeded':
      return [
        ...step,
        say('event_has_succeeded'),
        ...sayVerdict(event.verdict),
        ...sayResult(event),
      ];
    case 'rollbackStepRetrying':
      return withError(
        [...step, say('event_has_to_retry', { at: event.retryAt })],
        event.error,
      );
    case 'rollbackStepUnknown':
      return withError(
        [...step, say('event_has_unknown_outcome')],
        event.error,
      );
    case 'rollbackStepFailed':
      return withError([...step, say('event_has_failed')], event.error);
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

function withError(sentences: Sentence[], error: StepError): Sentence[] {
  return [...sentences, ...sayStated(error)];
}

function sayAttempt(attempt: number): Sentence[] {
  return attempt > 1 ? [say('event_attempt', { attempt })] : [];
}

function sayVerdict(verdict: Verdict | undefined): Sentence[] {
  return verdict === undefined ? [] : [say(`event_verdict_${verdict}`)];
}

function sayProgress(step: string, event: ProgressChange): Sentence[] {
  const { externalWait } = event;
  if (externalWait) {
    const { blocker } = externalWait;
    return [
      blocker.kind === 'decision'
        ? say('event_step_awaits_decision', { step })
        : say('event_step_awaits_others', { step }),
      ...sayStated(blocker),
    ];
  }
  const text = findProgress(event);
  if (text === undefined) {
    return [say('event_step_running', { step })];
  }
  return [
    externalWait === null
      ? say('event_step_continues', { step })
      : say('event_step_reported', { step }),
    ...sayStated({
      message: text,
      sentences: text === event.message ? event.sentences : undefined,
    }),
  ];
}

function findProgress({
  message,
  externalWait,
  problems = [],
}: ProgressChange): string | undefined {
  return externalWait?.blocker.message ?? message ?? problems[0]?.message;
}

function findTitle({ snapshot }: DeploymentState, stepId: string): string {
  return snapshot?.steps.find(({ id }) => id === stepId)?.title ?? stepId;
}
