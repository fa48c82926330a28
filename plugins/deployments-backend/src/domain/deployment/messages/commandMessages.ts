import type { DecisionChoice } from '@slipway/backstage-plugin-deployments-common';
import { findStep } from '../stepGraph';
import { irreversiblePassed, rollbackStrategy } from '../plan/planRollback';
import type { StepDefinition } from '../snapshot';
import type { Decision, DeploymentState } from '../state';
import { list, serviceEnvironment, quote, versionName } from './formatting';

/** A button: what it says, and what pressing it does. */
export interface CommandMessages {
  label: string;
  consequence: string;
  needsReason: boolean;
  destructive?: boolean;
}

export function approvalMessages(
  state: DeploymentState,
  type: 'approve' | 'reject',
  step?: StepDefinition,
): CommandMessages {
  const what = step ? quote(step) : versionName(state);
  if (type === 'approve') {
    return {
      label: `Approve ${what}`,
      consequence: step
        ? `With enough approvals the deployment of ${versionName(
            state,
          )} to ${serviceEnvironment(state)} goes on.`
        : `With enough approvals ${versionName(
            state,
          )} is deployed as ${serviceEnvironment(
            state,
          )} as soon as nothing else stands in the way. The approval is for exactly the plan shown; it lapses when the plan changes.`,
      needsReason: false,
    };
  }
  return {
    label: `Reject ${what}`,
    consequence: state.touched
      ? `${quote(
          step ?? { title: 'The step' },
        )} counts as failed and will not be asked again: ${rollbackConsequence(
          state,
        )}`
      : `The deployment ends. Nothing changed for ${serviceEnvironment(
          state,
        )}.`,
    needsReason: true,
    destructive: true,
  };
}

export function overrideWords(state: DeploymentState): CommandMessages {
  const what = state.blockers
    .filter(({ overridable }) => overridable)
    .map(({ message }) => message.replace(/\.$/, ''));
  return {
    label: 'Start anyway',
    consequence: `${versionName(state)} is deployed as ${serviceEnvironment(
      state,
    )} in spite of: ${list(
      what,
    )}. Everything else that it waits for still has to end.`,
    needsReason: true,
    destructive: true,
  };
}

export function pauseWords(state: DeploymentState): CommandMessages {
  return {
    label: 'Pause',
    consequence: `No new step of ${versionName(state)} to ${serviceEnvironment(
      state,
    )} starts until somebody resumes it; a step at work goes on to its end.`,
    needsReason: false,
  };
}

export function resumeWords(state: DeploymentState): CommandMessages {
  return {
    label: 'Resume',
    consequence: `The deployment of ${versionName(
      state,
    )} to ${serviceEnvironment(state)} goes on with its next step.`,
    needsReason: false,
  };
}

export function cancelWords(state: DeploymentState): CommandMessages {
  return {
    label: 'Cancel the deployment',
    consequence: state.touched
      ? `The deployment stops. ${cancelConsequence(state)}`
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
    label: `Try ${quote(step)} again`,
    consequence: `${quote(
      step,
    )} starts once more; what it measured so far no longer counts.`,
    needsReason: false,
  };
}

export function skipWords(
  state: DeploymentState,
  step: StepDefinition,
): CommandMessages {
  return {
    label: `Skip ${quote(step)}`,
    consequence: `${quote(step)} ends now without a verdict, and ${versionName(
      state,
    )} to ${serviceEnvironment(
      state,
    )} goes on. It is on record as overridden, so ${versionName(
      state,
    )} will not count as the last known good.`,
    needsReason: true,
    destructive: true,
  };
}

export function abandonWords(state: DeploymentState): CommandMessages {
  return {
    label: 'Abandon the deployment',
    consequence: `${serviceEnvironment(
      state,
    )} is freed although nobody knows whether something of ${versionName(
      state,
    )} is still at work there. It is put on hold, so that nothing starts before somebody looked.`,
    needsReason: true,
    destructive: true,
  };
}

/** What the button of a choice says: for sentences about it, so that they never name one that is not there. */
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
        label: step ? `Go on without ${quote(step)}` : 'Go on after all',
        consequence: step
          ? `${versionName(state)} to ${serviceEnvironment(
              state,
            )} goes on as if ${quote(
              step,
            )} had passed. It is on record as overridden, so ${versionName(
              state,
            )} will not count as the last known good.`
          : `Nothing is rolled back; the deployment of ${versionName(
              state,
            )} to ${serviceEnvironment(state)} goes on.`,
        needsReason: true,
        destructive: true,
      };
    case 'retry':
      return step
        ? retryMessages(step)
        : {
            label: 'Try again',
            consequence: 'The step starts once more.',
            needsReason: false,
          };
    case 'rollback':
      return rollbackMessages(state);
    case 'fail':
      return {
        label: 'End as failed',
        consequence: state.touched
          ? `The deployment ends and ${serviceEnvironment(
              state,
            )} stays as it is now, ${
              state.candidate
                ? `with ${getTraffic(state)}`
                : `without ${versionName(state)}, which did not come up`
            }. It is put on hold until somebody lifts it.`
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
          to ? `, and ${to.name} may not work after it` : ''
        }.`
      : '';
  if (!to) {
    return `${version} is stopped, and nothing runs as ${serviceEnvironment(
      state,
    )} any more: there is no version to go back to.${warning}`;
  }
  return strategy === 'baseline'
    ? `All traffic of ${serviceEnvironment(state)} goes back to ${
        to.name
      }, which still runs; ${version} is stopped.${warning}`
    : `${
        to.name
      }, the last known good, is started again as ${serviceEnvironment(
        state,
      )} and takes all traffic; ${version} is stopped.${warning}`;
}

/** A cancel asks once more where a rollback would pass a step that cannot be undone. */
function cancelConsequence(state: DeploymentState): string {
  const irreversible = irreversiblePassed(state).map(step =>
    quote(step.definition),
  );
  return irreversible.length > 0
    ? `${list(
        irreversible,
      )} cannot be undone, so you are asked how to go on before anything is rolled back.`
    : rollbackConsequence(state);
}

function getTraffic(state: DeploymentState): string {
  return `${state.trafficWeight} % of its traffic on ${versionName(state)}`;
}
