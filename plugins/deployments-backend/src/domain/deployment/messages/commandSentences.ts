import type { Sentence } from '@slipway/backstage-plugin-deployments-common';
import type { PersonCommand } from '../commands';
import { irreversiblePassed, rollbackStrategy } from '../plan/planRollback';
import { shiftsTraffic } from '../plan/shiftsTraffic';
import type { DeploymentState } from '../state';
import { findStep } from '../stepGraph';
import { skipsStages } from './commandMessages';
import { list, withoutPeriod } from '../../text/formatting';
import { say } from '../../text/say';

/** The texts of a command's button by codes, without the service and the environment; see `commandMessages` for the English. */
interface CommandSentences {
  label: Sentence;
  consequence: Sentence[];
}

export function sayCommand(
  state: DeploymentState,
  command: PersonCommand,
): CommandSentences {
  const version = state.version.name;
  const step =
    'stepId' in command && command.stepId !== undefined
      ? findStep(state, command.stepId)?.definition.title
      : undefined;
  const isRollout = state.steps.some(({ idle }) => idle);
  switch (command.type) {
    case 'approve':
      return step === undefined
        ? {
            label: say('label_approve_version', { version }),
            consequence: [say('command_approve_plan', { version })],
          }
        : {
            label: say('label_approve_version', { version }),
            consequence: [say('command_approve_step', { version })],
          };
    case 'reject':
      return {
        label: say('label_reject_version', { version }),
        consequence:
          state.mayHaveChanged && step !== undefined
            ? [say('command_reject', { step }), ...sayRollback(state)]
            : sayEnd(state),
      };
    case 'override':
      return {
        label: say('label_override'),
        consequence: [
          say('command_override', {
            version,
            blockers: list(
              state.blockers
                .filter(({ overridable }) => overridable)
                .map(({ message }) => withoutPeriod(message)),
            ),
          }),
          say('command_other_blockers'),
        ],
      };
    case 'pause':
      return {
        label: say('label_pause'),
        consequence: [
          say(isRollout ? 'command_pause_rollout' : 'command_pause', {
            version,
          }),
        ],
      };
    case 'resume':
      return {
        label: say('label_resume'),
        consequence: [
          say(isRollout ? 'command_resume_rollout' : 'command_resume', {
            version,
          }),
        ],
      };
    case 'cancel':
      return {
        label: say('label_cancel'),
        consequence: state.mayHaveChanged ? sayCancel(state) : sayEnd(state),
      };
    case 'rollback':
      return sayRollbackCommand(state);
    case 'retryStep':
      return sayRetry(step);
    case 'skipStep':
      return {
        label: say('label_skip', { step: step ?? command.stepId }),
        consequence: [
          say('command_skip', { step: step ?? command.stepId, version }),
          say('command_overridden', { version }),
        ],
      };
    case 'promote':
      return sayPromotion(state, command);
    case 'abandon':
      return {
        label: say('label_abandon'),
        consequence: [say('command_abandon', { version })],
      };
    case 'decide':
      return sayChoice(state, command, step);
    default: {
      const unknown: never = command;
      throw new Error(`Unknown command: ${JSON.stringify(unknown)}`);
    }
  }
}

function sayChoice(
  state: DeploymentState,
  { choice }: Extract<PersonCommand, { type: 'decide' }>,
  step: string | undefined,
): CommandSentences {
  const version = state.version.name;
  switch (choice) {
    case 'continue':
      return step === undefined
        ? {
            label: say('label_continue_unrolled'),
            consequence: [say('command_continue_unrolled', { version })],
          }
        : {
            label: say('label_continue', { step }),
            consequence: [
              say('command_continue', { step, version }),
              say('command_overridden', { version }),
            ],
          };
    case 'retry':
      return sayRetry(step);
    case 'rollback':
      return sayRollbackCommand(state);
    case 'fail':
      return {
        label: say('label_fail'),
        consequence: state.mayHaveChanged
          ? [
              state.candidate
                ? say('command_fail', { version, weight: state.trafficWeight })
                : say('command_fail_as_is'),
              say('command_hold'),
            ]
          : sayEnd(state),
      };
    default: {
      const unknown: never = choice;
      throw new Error(`Unknown choice: ${String(unknown)}`);
    }
  }
}

function sayEnd(state: DeploymentState): Sentence[] {
  return [
    say('command_end', { version: state.version.name }),
    say('unchanged'),
  ];
}

function sayRetry(step: string | undefined): CommandSentences {
  return step === undefined
    ? {
        label: say('label_retry_step'),
        consequence: [say('command_retry_step')],
      }
    : {
        label: say('label_retry', { step }),
        consequence: [say('command_retry', { step })],
      };
}

function sayRollbackCommand(state: DeploymentState): CommandSentences {
  const { to } = rollbackStrategy(state);
  return {
    label: to
      ? say('label_roll_back', { version: to.name })
      : say('label_stop', { version: state.version.name }),
    consequence: sayRollback(state),
  };
}

function sayRollback(state: DeploymentState): Sentence[] {
  const { strategy, to } = rollbackStrategy(state);
  const other = state.version.name;
  const irreversible = irreversiblePassed(state).map(
    ({ definition: { title: step } }) =>
      to
        ? say('irreversible', { step, version: to.name })
        : say('irreversible_only', { step }),
  );
  // As after every rollback, because what waits usually contains the same bug.
  const hold = state.mayHaveChanged ? [say('command_hold')] : [];
  if (!to) {
    const code = state.candidate
      ? 'command_rollback_stop'
      : 'command_rollback_rest';
    return [say(code, { version: other }), ...irreversible, ...hold];
  }
  const isShifting = state.snapshot && shiftsTraffic(state.snapshot);
  const codes =
    strategy === 'baseline'
      ? (['command_rollback_traffic', 'command_rollback_restore'] as const)
      : ([
          'command_rollback_last_good_traffic',
          'command_rollback_last_good',
        ] as const);
  return [
    say(codes[isShifting ? 0 : 1], { version: to.name, other }),
    ...irreversible,
    ...hold,
  ];
}

function sayCancel(state: DeploymentState): Sentence[] {
  const irreversible = irreversiblePassed(state);
  if (irreversible.length > 0) {
    return [
      say('command_cancel_asks'),
      ...irreversible.map(({ definition: { title: step } }) =>
        say('irreversible_only', { step }),
      ),
    ];
  }
  const { to } = rollbackStrategy(state);
  return [
    to
      ? say('command_cancel_as_rollback', { version: to.name })
      : say('command_cancel_as_stop', { version: state.version.name }),
    ...sayRollback(state),
  ];
}

function sayPromotion(
  state: DeploymentState,
  { stepId, to }: Extract<PersonCommand, { type: 'promote' }>,
): CommandSentences {
  const step = findStep(state, stepId);
  const promotable = step?.state.promotable;
  const version = state.version.name;
  const weight = to === 'full' ? 100 : promotable?.nextWeight ?? 100;
  const label = say('label_promote', { weight });
  if (!step || !promotable) {
    return { label, consequence: [] };
  }
  const { needsReason, skipsAnalysis } = promotable;
  const skips = skipsStages(promotable, to);
  const isLast = weight === 100 || skipsAnalysis === false;
  const isOverridden = (needsReason && isLast) || (skips && skipsAnalysis);
  return {
    label,
    consequence: [
      say('command_promote', {
        version,
        weight,
        previous: state.trafficWeight,
      }),
      ...(needsReason ? [say('command_promote_unproven')] : []),
      ...(skips
        ? [say('command_skip_stages', { step: step.definition.title })]
        : []),
      ...(isOverridden ? [say('command_overridden', { version })] : []),
    ],
  };
}
