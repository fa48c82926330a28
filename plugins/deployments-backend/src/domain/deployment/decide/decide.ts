import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type {
  Command,
  DecideResult,
  PersonCommand,
  SystemCommand,
} from '../commands';
import { applyConsequences } from './applyConsequences';
import { applyDeadlines } from './decideDeadline';
import { draftFrom, type Draft } from './draft';
import { decidePerson } from './decidePerson';
import { reportRollbackStep, startRollbackStep } from './decideRollback';
import { refuseStep, commitCancel, reportStep, startStep } from './decideStep';
import { mayRollBack, rollBackOrAsk, stop } from './termination';
import { comesFromPerson } from './personDecisions';
import { sameData } from '../plainData';
import type { Refusal } from './refusal';
import type { DeploymentState } from '../state';
import { nameOfRef, serviceEnvironment } from '../../text/formatting';
import { say } from '../../text/say';

/**
 * Decides which events a command leads to. Pure: the same state and command always give the same events. A late or repeated
 * system command gives no events. A person's command that isn't allowed is refused, with the reason.
 */
export function decide(
  state: DeploymentState | undefined,
  command: Command,
): DecideResult {
  if (!state) {
    if (command.type === 'request') {
      return {
        result: 'events',
        events: [{ type: 'requested', request: command.request }],
      };
    }
    return isPersonCommand(command)
      ? { result: 'refused', message: 'There is no such deployment.' }
      : { result: 'events', events: [] };
  }
  if (isPersonCommand(command)) {
    const draft = draftFrom(state, command.now, command.by);
    const refusal = decidePerson(draft, command);
    if (refusal !== undefined) {
      return { result: 'refused', ...refusal };
    }
    applyConsequences(draft);
    return { result: 'events', events: [...draft.events] };
  }
  if (isTerminal(state.status)) {
    return { result: 'events', events: [] };
  }
  const draft = draftFrom(
    state,
    command.now,
    'by' in command ? command.by : undefined,
  );
  decideSystem(draft, command);
  applyConsequences(draft);
  return { result: 'events', events: [...draft.events] };
}

/** Why `decide` would refuse a person's command; `undefined` if it would not. */
export function findRefusal(
  state: DeploymentState,
  command: PersonCommand,
): Refusal {
  return decidePerson(draftFrom(state, command.now, command.by), command);
}

export function isPersonCommand(command: Command): command is PersonCommand {
  return comesFromPerson(command.type);
}

function decideSystem(draft: Draft, command: SystemCommand): void {
  const { state } = draft;
  const isQueued = state.status === 'queued';
  switch (command.type) {
    case 'request':
      return;
    case 'block': {
      const version =
        command.version && !sameData(command.version, state.version)
          ? command.version
          : undefined;
      const isNews =
        !sameData(command.blockers, state.blockers) ||
        (command.planHash !== undefined &&
          command.planHash !== state.planHash) ||
        version !== undefined;
      if (isQueued && isNews) {
        draft.add({
          type: 'blocked',
          blockers: command.blockers,
          planHash: command.planHash,
          ...(version ? { version } : {}),
        });
      }
      return;
    }
    case 'voidApprovals': {
      const isVoid = state.approvals.some(
        ({ stepId, planHash }) =>
          stepId === undefined && planHash !== command.planHash,
      );
      if (isQueued && isVoid) {
        draft.add({
          type: 'approvalsVoided',
          planHash: command.planHash,
          reason: command.reason,
        });
      }
      return;
    }
    case 'start':
      if (isQueued) {
        draft.add({
          type: 'started',
          snapshot: command.snapshot,
          planHash: command.planHash,
          fence: command.fence,
        });
      }
      return;
    case 'claim':
      if (!isQueued && command.fence > (state.fence ?? 0)) {
        draft.add({ type: 'claimed', fence: command.fence });
      }
      return;
    case 'expire':
      if (isQueued) {
        draft.add({
          type: 'expired',
          message: `The deployment could not start in time. Nothing changed for ${serviceEnvironment(
            state,
          )}.`,
        });
      }
      return;
    case 'supersede':
      if (isQueued) {
        draft.add({
          type: 'superseded',
          byDeployment: command.byDeployment,
          message: `A newer deployment replaced it in the queue. Nothing changed for ${serviceEnvironment(
            state,
          )}.`,
        });
      }
      return;
    case 'takeover':
      takeOver(draft, command);
      return;
    case 'startStep':
      startStep(draft, command);
      return;
    case 'refuseStep':
      refuseStep(draft, command);
      return;
    case 'reportStep':
      reportStep(draft, command);
      return;
    case 'reportCancel':
      commitCancel(draft, command);
      return;
    case 'startRollbackStep':
      startRollbackStep(draft, command);
      return;
    case 'reportRollbackStep':
      reportRollbackStep(draft, command);
      return;
    case 'tick':
      applyAllDeadlines(draft);
      return;
    default: {
      const unknown: never = command;
      throw new Error(`Unknown command: ${JSON.stringify(unknown)}`);
    }
  }
}

/** Applies all deadlines that have passed. It repeats, because the consequences of one may set another that has passed. */
function applyAllDeadlines(draft: Draft): void {
  let before: number;
  do {
    before = draft.events.length;
    applyDeadlines(draft);
    applyConsequences(draft);
  } while (draft.events.length > before);
}

const TAKEOVER_CODES = {
  hotfix: 'took_over_hotfix',
  rollback: 'took_over_rollback',
  'newer deployment': 'took_over_newer',
} as const;

/**
 * Ends this deployment, which is the lock owner, in favour of another one. A hotfix rolls it back. A rollback only ends it if
 * it has changed nothing, because that is what the person confirmed. Otherwise, a person has to roll it back with its own
 * command. If this deployment is itself a rollback that has changed something, it finishes.
 */
function takeOver(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'takeover' }>,
): void {
  const { state } = draft;
  if (
    (state.status !== 'running' && state.status !== 'waiting') ||
    state.stopping
  ) {
    return;
  }
  const message = `${nameOfRef(command.by)} took over the environment for a ${
    command.takes ?? 'hotfix'
  }.`;
  const sentences = [
    say(TAKEOVER_CODES[command.takes ?? 'hotfix'], { person: command.by }),
  ];
  if (!state.mayHaveChanged) {
    stop(draft, {
      as: 'cancelled',
      cause: 'takeover',
      by: command.by,
      message: `${message} Nothing changed for ${serviceEnvironment(state)}.`,
      sentences: [...sentences, say('unchanged')],
    });
  } else if (command.takes !== 'rollback' && mayRollBack(state)) {
    rollBackOrAsk(draft, {
      cause: 'takeover',
      message,
      sentences,
      by: command.by,
      ...(command.takes === 'newer deployment'
        ? { replacedBy: command.byDeployment }
        : {}),
    });
  }
}
