import {
  formatWeight,
  type DecisionChoice,
  type PromoteTo,
} from '@slipway/backstage-plugin-deployments-common';
import type { Promotable } from '@slipway/backstage-plugin-deployments-node';
import { findStep } from '../stepGraph';
import { irreversiblePassed, rollbackStrategy } from '../plan/planRollback';
import { shiftsTraffic } from '../plan/shiftsTraffic';
import type { StepDefinition } from '../snapshot';
import type { Decision, DeploymentState } from '../state';
import {
  list,
  serviceEnvironment,
  quote,
  versionName,
  withoutPeriod,
} from '../../text/formatting';

const HOLD =
  'A hold keeps new deployments from starting until somebody lifts it.';

/** The texts of a command's button. */
export interface CommandMessages {
  label: string;
  /** Sentences that say what happens when a person presses it. */
  consequence: string;
  needsReason: boolean;
  destructive?: boolean;
}

export function approvalMessages(
  state: DeploymentState,
  type: 'approve' | 'reject',
  step?: StepDefinition,
): CommandMessages {
  const what = versionName(state);
  if (type === 'approve') {
    return {
      label: `Approve ${what}`,
      consequence: step
        ? `With enough approvals, the deployment of ${versionName(
            state,
          )} to ${serviceEnvironment(state)} continues.`
        : `With enough approvals, ${versionName(
            state,
          )} is deployed to ${serviceEnvironment(
            state,
          )} as soon as nothing else blocks it. You approve exactly the plan shown; if the plan changes, your approval no longer counts.`,
      needsReason: false,
    };
  }
  return {
    label: `Reject ${what}`,
    consequence: state.mayHaveChanged
      ? `${quote(
          step ?? { title: 'The step' },
        )} fails and isn't retried. ${rollbackConsequence(state)}`
      : `The deployment ends. Nothing changed for ${serviceEnvironment(
          state,
        )}.`,
    needsReason: true,
    destructive: true,
  };
}

export function overrideMessages(state: DeploymentState): CommandMessages {
  const what = state.blockers
    .filter(({ overridable }) => overridable)
    .map(({ message }) => withoutPeriod(message));
  return {
    label: 'Start anyway',
    consequence: `${versionName(state)} is deployed to ${serviceEnvironment(
      state,
    )} despite: ${list(what)}. All other blockers still apply.`,
    needsReason: true,
    destructive: true,
  };
}

export function pauseMessages(state: DeploymentState): CommandMessages {
  return {
    label: 'Pause',
    consequence: `The deployment of ${versionName(
      state,
    )} to ${serviceEnvironment(
      state,
    )} starts no new step until somebody resumes it. A running step continues to its end${
      state.steps.some(({ idle }) => idle)
        ? ', but a rollout starts no new stage'
        : ''
    }.`,
    needsReason: false,
  };
}

export function resumeMessages(state: DeploymentState): CommandMessages {
  return {
    label: 'Resume',
    consequence: `The deployment of ${versionName(
      state,
    )} to ${serviceEnvironment(state)} continues${
      state.steps.some(({ idle }) => idle) ? '' : ' with its next step'
    }.`,
    needsReason: false,
  };
}

export function cancelMessages(state: DeploymentState): CommandMessages {
  return {
    label: 'Cancel the deployment',
    consequence: state.mayHaveChanged
      ? cancelConsequence(state)
      : `The deployment of ${versionName(
          state,
        )} ends. Nothing changed for ${serviceEnvironment(state)}.`,
    needsReason: false,
    destructive: true,
  };
}

export function rollbackMessages(state: DeploymentState): CommandMessages {
  return {
    label: rollbackLabel(state),
    consequence: rollbackConsequence(state),
    needsReason: false,
    destructive: true,
  };
}

export function retryMessages(step: StepDefinition): CommandMessages {
  return {
    label: `Retry ${quote(step)}`,
    consequence: `${quote(
      step,
    )} starts again. Its measurements so far no longer count.`,
    needsReason: false,
  };
}

export function skipMessages(
  state: DeploymentState,
  step: StepDefinition,
): CommandMessages {
  return {
    label: `Skip ${quote(step)}`,
    consequence: `${quote(
      step,
    )} ends now without a verdict, and the deployment of ${versionName(
      state,
    )} to ${serviceEnvironment(
      state,
    )} continues. The step is recorded as overridden, so ${versionName(
      state,
    )} won't count as the last known good version.`,
    needsReason: true,
    destructive: true,
  };
}

/** Whether a promotion leaves out stages, and what they would have shown. */
export function skipsStages(
  { nextWeight }: Promotable,
  to: PromoteTo | undefined,
): boolean {
  return to === 'full' && nextWeight < 100;
}

export function promoteMessages(
  state: DeploymentState,
  step: StepDefinition,
  promotable: Promotable,
  to: PromoteTo,
): CommandMessages {
  const { nextWeight, needsReason, skipsAnalysis } = promotable;
  const weight = to === 'full' ? 100 : nextWeight;
  const version = versionName(state);
  const skips = skipsStages(promotable, to);
  const skipped = skips
    ? ` The stages of ${quote(step)} that are left are skipped.`
    : '';
  // With `next`, a later analysis can still pass. Unless a step says otherwise, all stages but the last may be followed by one.
  const isLast = weight === 100 || skipsAnalysis === false;
  const overruled =
    (needsReason && isLast) || (skips && skipsAnalysis)
      ? ` The step is recorded as overridden, so ${version} won't count as the last known good version.`
      : '';
  return {
    label: `Promote to ${formatWeight(weight)}`,
    consequence: `${version} gets ${
      weight === 100 ? 'all' : formatWeight(weight)
    } of the traffic of ${serviceEnvironment(
      state,
    )} now, instead of ${formatWeight(state.trafficWeight)}${
      needsReason ? ', although its analysis has not passed' : ''
    }.${skipped}${overruled}`,
    needsReason: needsReason || skips,
    ...(needsReason || skips ? { destructive: true } : {}),
  };
}

export function abandonMessages(state: DeploymentState): CommandMessages {
  return {
    label: 'Abandon the deployment',
    consequence: `The deployment ends and ${serviceEnvironment(
      state,
    )} is released, although ${versionName(
      state,
    )} may still be changing it. A hold keeps new deployments from starting until somebody has checked it and lifts the hold.`,
    needsReason: true,
    destructive: true,
  };
}

/** Returns the label of a choice's button, so that sentences about the choice use the same words. */
export function choiceLabel(
  state: DeploymentState,
  choice: DecisionChoice,
  stepId?: string,
): string {
  return decisionMessages(state, stepId === undefined ? {} : { stepId }, choice)
    .label;
}

export function decisionMessages(
  state: DeploymentState,
  decision: Pick<Decision, 'stepId'>,
  choice: DecisionChoice,
): CommandMessages {
  const step =
    decision.stepId === undefined
      ? undefined
      : findStep(state, decision.stepId)?.definition;
  switch (choice) {
    case 'continue':
      return {
        label: step
          ? `Continue without ${quote(step)}`
          : 'Continue without rolling back',
        consequence: step
          ? `The deployment of ${versionName(state)} to ${serviceEnvironment(
              state,
            )} continues as if ${quote(
              step,
            )} had passed. The step is recorded as overridden, so ${versionName(
              state,
            )} won't count as the last known good version.`
          : `Nothing is rolled back, and the deployment of ${versionName(
              state,
            )} to ${serviceEnvironment(state)} continues.`,
        needsReason: true,
        destructive: true,
      };
    case 'retry':
      return step
        ? retryMessages(step)
        : {
            label: 'Retry',
            consequence: 'The step starts again.',
            needsReason: false,
          };
    case 'rollback':
      return rollbackMessages(state);
    case 'fail':
      return {
        label: 'End as failed',
        consequence: state.mayHaveChanged
          ? `The deployment ends and ${serviceEnvironment(
              state,
            )} stays as it is now${
              state.candidate ? `, with ${describeTraffic(state)}` : ''
            }. ${HOLD}`
          : `The deployment ends. Nothing changed for ${serviceEnvironment(
              state,
            )}.`,
        needsReason: false,
        destructive: true,
      };
    default: {
      const unknown: never = choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

function rollbackLabel(state: DeploymentState): string {
  const { to } = rollbackStrategy(state);
  return to ? `Roll back to ${to.name}` : `Stop ${versionName(state)}`;
}

function rollbackConsequence(state: DeploymentState): string {
  const { strategy, to } = rollbackStrategy(state);
  const version = versionName(state);
  const irreversible = irreversiblePassed(state).map(step =>
    quote(step.definition),
  );
  const warning =
    irreversible.length > 0
      ? ` ${list(irreversible)} cannot be undone${
          to ? `, so ${to.name} may no longer work` : ''
        }.`
      : '';
  const hold = state.mayHaveChanged ? ` ${HOLD}` : '';
  if (!to) {
    // Not every system says what it has started.
    const what = state.candidate
      ? version
      : `Whatever of ${version} has started`;
    return `${what} is stopped. There is no version to go back to, so nothing will be running for ${serviceEnvironment(
      state,
    )}.${warning}${hold}`;
  }
  const where = serviceEnvironment(state);
  const isShifting = state.snapshot && shiftsTraffic(state.snapshot);
  if (strategy === 'baseline') {
    return isShifting
      ? `All traffic of ${where} goes back to ${to.name}, which is still running, and ${version} is stopped.${warning}${hold}`
      : `${to.name} is restored in place of ${version} for ${where}.${warning}${hold}`;
  }
  const redeployed = `${to.name}, the last known good version, is deployed to ${where} again`;
  return isShifting
    ? `${redeployed} and gets all traffic; ${version} is stopped.${warning}${hold}`
    : `${redeployed} in place of ${version}.${warning}${hold}`;
}

/** A cancel rolls back, but asks the person first if the rollback would pass a step that cannot be undone. */
function cancelConsequence(state: DeploymentState): string {
  const irreversible = irreversiblePassed(state).map(step =>
    quote(step.definition),
  );
  return irreversible.length > 0
    ? `The deployment stops. ${list(
        irreversible,
      )} cannot be undone, so you are asked how to continue before anything is rolled back.`
    : `This does the same as “${rollbackLabel(state)}”: ${rollbackConsequence(
        state,
      )}`;
}

function describeTraffic(state: DeploymentState): string {
  return `${formatWeight(state.trafficWeight)} of its traffic on ${versionName(
    state,
  )}`;
}
