import {
  formatWeight,
  type DecisionChoice,
  type Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEvent, ProgressChange } from '../events';
import type { DeploymentState } from '../state';
import {
  list,
  nameOfRef,
  quote,
  sentence,
  utcMinute,
  withoutPeriod,
} from '../../text/formatting';

/**
 * Describes an event in one sentence.
 *
 * @param state - gives the titles of steps; without it, their ids are used
 */
export function describeEvent(
  event: DeploymentEvent,
  state?: DeploymentState,
): string {
  return sentence(describe(event, state));
}

function describe(event: DeploymentEvent, state?: DeploymentState): string {
  const person = event.by ? nameOfRef(event.by) : undefined;
  const step = (id: string) => stepTitle(id, state);
  switch (event.type) {
    case 'requested': {
      const { request } = event;
      return `${nameOfRef(request.requestedBy.principal)} asked to ${kindAsVerb(
        request.kind,
      )} ${nameOfRef(request.service)} in ${request.environment}${
        request.kind === 'remove' ? '' : ` (${request.version.name})`
      }${request.hotfix ? ', as a hotfix' : ''}${
        request.replaces === undefined
          ? ''
          : ', which rolls back the deployment in progress'
      }${because(request.reason)}`;
    }
    case 'blocked':
      return event.blockers.length === 0
        ? 'Nothing blocks the deployment any more'
        : `Waiting to start: ${list(
            event.blockers.map(({ message }) => withoutPeriod(message)),
          )}`;
    case 'approvalDecided': {
      const { approval } = event;
      const verb = approval.decision === 'approve' ? 'approved' : 'rejected';
      return `${nameOfRef(approval.by)} ${verb} ${
        approval.stepId === undefined ? 'the plan' : step(approval.stepId)
      }${because(approval.reason)}`;
    }
    case 'approvalsVoided':
      return `Earlier approvals no longer count because the plan changed: ${event.reason}`;
    case 'overridden':
      return `${person ?? 'Somebody'} overrode ${list(
        event.kinds.flatMap(kind =>
          kind === 'condition'
            ? (event.conditions ?? []).map(name => `start condition ${name}`)
            : kind.replace('_', ' '),
        ),
      )}${because(event.reason)}`;
    case 'started': {
      const { snapshot } = event;
      const skipped = snapshot.steps.filter(
        each => each.skipped !== undefined,
      ).length;
      return `Started on the golden path ${snapshot.goldenPath.title}${
        snapshot.baseline ? `; ${snapshot.baseline.name} is running now` : ''
      }${
        skipped > 0
          ? `; ${skipped} of ${snapshot.steps.length} steps do not apply`
          : ''
      }`;
    }
    case 'claimed':
      return 'Another replica of the portal took over the work';
    case 'stepStarted':
      return `${step(event.stepId)} started${
        event.attempt > 1 ? `, attempt ${event.attempt}` : ''
      }${
        event.isFirstChange ? '; it is the first to change the environment' : ''
      }`;
    case 'stepProgressed':
      return `${step(event.stepId)}: ${describeProgress(event)}`;
    case 'stepWaiting':
      return `${step(event.stepId)} is waiting: ${event.blocker.message}`;
    case 'stepSucceeded':
      return `${step(event.stepId)} succeeded${describeVerdict(
        event.verdict,
      )}${because(event.message)}`;
    case 'stepRetrying':
      return `${step(event.stepId)} failed and will be retried at ${utcMinute(
        event.retryAt,
      )}: ${event.error.message}`;
    case 'stepFailed':
      return `${step(event.stepId)} failed: ${event.error.message}`;
    case 'stepCancelling':
      return `Asked ${step(event.stepId)} to stop${
        event.ask > 1 ? `, for the ${ordinal(event.ask)} time` : ''
      }: ${event.message}`;
    case 'stepCancelled':
      return event.outcome === 'cancelled'
        ? `${step(event.stepId)} was stopped${because(event.message)}`
        : `It is unknown whether ${step(event.stepId)} stopped${because(
            event.message,
          )}`;
    case 'stepSkipped':
      return `${step(event.stepId)} was skipped: ${event.reason}`;
    case 'stepPromoted':
      return `${
        person
          ? `${person} promoted`
          : 'Nobody decided in time, so Slipway promoted'
      } ${step(event.stepId)} to ${formatWeight(
        event.weight,
      )} of the traffic${because(event.reason)}`;
    case 'candidateReady':
      return `${
        event.candidate.versionName ?? 'The new version'
      } is ready, next to the previous version`;
    case 'trafficShifted':
      return `${formatWeight(event.weight)} of the traffic goes to ${
        state ? state.version.name : 'the new version'
      }`;
    case 'baselineRetired':
      return 'The previous version was stopped';
    case 'decisionNeeded':
      return `A person must decide: ${event.decision.message}`;
    case 'decided':
      return `${person ?? 'Somebody'} decided to ${describeChoice(
        event.choice,
      )}${because(event.reason)}`;
    case 'paused':
      return `${person ?? 'Somebody'} paused the deployment${because(
        event.reason,
      )}`;
    case 'resumed':
      return `${person ?? 'Somebody'} resumed the deployment`;
    case 'stopping':
      return `The deployment is stopping: ${event.stopping.message}`;
    case 'rollbackStarted':
      return event.rollback.to
        ? `Rolling back to ${event.rollback.to.name}: ${event.rollback.message}`
        : `Rolling back with no version to go back to, so nothing will run: ${event.rollback.message}`;
    case 'rollbackPlanned':
      return event.to
        ? `The running steps ended, and the rollback goes to ${event.to.name}`
        : 'The running steps ended, and the rollback has new steps';
    case 'rollbackStepStarted':
      return `Rollback: ${rollbackTitle(event.id, state)} started${
        event.attempt > 1 ? `, attempt ${event.attempt}` : ''
      }`;
    case 'rollbackStepProgressed':
      return `Rollback: ${rollbackTitle(event.id, state)}: ${describeProgress(
        event,
      )}`;
    case 'rollbackStepSucceeded':
      return `Rollback: ${rollbackTitle(
        event.id,
        state,
      )} succeeded${describeVerdict(event.verdict)}${because(event.message)}`;
    case 'rollbackStepRetrying':
      return `Rollback: ${rollbackTitle(
        event.id,
        state,
      )} failed and will be retried at ${utcMinute(event.retryAt)}: ${
        event.error.message
      }`;
    case 'rollbackStepUnknown':
      return `Rollback: it is unknown whether ${rollbackTitle(
        event.id,
        state,
      )} is still running: ${event.error.message}`;
    case 'rollbackStepFailed':
      return `Rollback: ${rollbackTitle(event.id, state)} failed: ${
        event.error.message
      }`;
    case 'succeeded':
      return `Succeeded: ${event.message}`;
    case 'failed':
      return `Failed: ${event.message}`;
    case 'rolledBack':
      return `Rolled back: ${event.message}`;
    case 'rollbackFailed':
      return `The rollback failed: ${event.message}`;
    case 'cancelled':
      return `Cancelled: ${event.message}`;
    case 'expired':
      return `Expired: ${event.message}`;
    case 'superseded':
      return `Superseded: ${event.message}`;
    case 'abandoned':
      return `Abandoned: ${event.message}`;
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

function stepTitle(id: string, state?: DeploymentState): string {
  const definition = state?.snapshot?.steps.find(each => each.id === id);
  return quote(definition ?? { title: id });
}

function rollbackTitle(id: string, state?: DeploymentState): string {
  const found = state?.rollback?.steps.find(each => each.id === id);
  return found ? lowerFirst(found.title) : id;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function describeProgress({
  message,
  externalWait,
  problems = [],
}: ProgressChange): string {
  if (externalWait) {
    return externalWait.blocker.kind === 'decision'
      ? `waiting for a decision: ${externalWait.blocker.message}`
      : `waiting for somebody elsewhere: ${externalWait.blocker.message}`;
  }
  const text = message ?? problems[0]?.message ?? 'still running';
  return externalWait === null ? `continues: ${text}` : text;
}

function because(text: string | undefined): string {
  return text ? `: ${text}` : '';
}

function describeVerdict(verdict: Verdict | undefined): string {
  switch (verdict) {
    case undefined:
      return '';
    case 'passed':
      return ', its checks passed';
    case 'failed':
      return ', its checks failed';
    case 'inconclusive':
      return ' without a clear verdict';
    case 'error':
      return ' without being able to measure';
    case 'overridden':
      return ', overridden by a person';
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
}

function describeChoice(choice: DecisionChoice): string {
  switch (choice) {
    case 'continue':
      return 'continue';
    case 'retry':
      return 'retry';
    case 'rollback':
      return 'roll back';
    case 'fail':
      return 'end it as failed';
    default: {
      const unknown: never = choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

function kindAsVerb(kind: DeploymentState['kind']): string {
  return kind === 'rollback' ? 'roll back' : kind;
}

function ordinal(count: number): string {
  const endings: Record<number, string> = { 1: 'st', 2: 'nd', 3: 'rd' };
  return `${count}${endings[count] ?? 'th'}`;
}
