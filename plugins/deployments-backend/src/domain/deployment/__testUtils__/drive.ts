import type {
  DecisionChoice,
  PromoteTo,
} from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type {
  Command,
  DecideResult,
  PersonCommand,
  RollbackStepResult,
} from '../commands';
import { awaitsApproval, listSteps } from '../stepGraph';
import { decide } from '../decide/decide';
import { appendEvents } from '../appendEvents';
import type { DeploymentEvent } from '../events';
import { reduce } from '../reduce/reduce';
import { nextWork } from '../nextWork';
import type { DeploymentState } from '../state';
import type { WorkItem } from '../work';
import { ADA, aRequest, T0 } from './builders';
import type { Happening, Scenario } from './scenario';

/** One command and its result. */
export interface Turn {
  command: Command;
  before: DeploymentState | undefined;
  decided: DecideResult;
  /** The events, each with the state before it. */
  events: { event: DeploymentEvent; before: DeploymentState | undefined }[];
  after: DeploymentState | undefined;
}

type Observer = (turn: Turn) => void;

const PERSON_TYPES = [
  'approve',
  'reject',
  'pause',
  'resume',
  'cancel',
  'rollback',
  'retryStep',
  'skipStep',
  'decide',
  'override',
  'abandon',
  'promote',
] as const;
const CHOICES: DecisionChoice[] = ['continue', 'rollback', 'retry', 'fail'];

/** A person's command of a type, for a step. */
export function personCommand(
  type: PersonCommand['type'],
  now: number,
  about: {
    stepId?: string;
    choice?: DecisionChoice;
    to?: PromoteTo;
    expectedSeq?: number;
  } = {},
): PersonCommand {
  const common = {
    now,
    by: ADA,
    reason: 'because',
    ...(about.expectedSeq === undefined
      ? {}
      : { expectedSeq: about.expectedSeq }),
  };
  const stepId = about.stepId ?? 's0';
  const optional = about.stepId === undefined ? {} : { stepId: about.stepId };
  switch (type) {
    case 'approve':
      return { ...common, type, groups: [], ...optional };
    case 'reject':
      return { ...common, type, ...optional };
    case 'retryStep':
    case 'skipStep':
      return { ...common, type, stepId };
    case 'promote':
      return { ...common, type, stepId, to: about.to ?? 'next' };
    case 'decide':
      return {
        ...common,
        type,
        choice: about.choice ?? 'continue',
        ...optional,
      };
    default:
      return { ...common, type };
  }
}

/** Every command that a person could send in a state. */
export function everyPersonCommand(
  state: DeploymentState,
  now: number,
): PersonCommand[] {
  const stepIds = state.steps.map(({ id }) => id);
  return PERSON_TYPES.flatMap((type): PersonCommand[] => {
    switch (type) {
      case 'promote':
        return state.steps.flatMap(({ id: stepId, promotable }) =>
          // With one stage left, `full` is the same as `next`.
          (promotable?.nextWeight === 100
            ? (['next'] as const)
            : (['next', 'full'] as const)
          ).map(to => personCommand(type, now, { stepId, to })),
        );
      case 'approve':
      case 'reject':
        return [
          personCommand(type, now),
          ...stepIds.map(stepId => personCommand(type, now, { stepId })),
        ];
      case 'retryStep':
      case 'skipStep':
        return stepIds.map(stepId => personCommand(type, now, { stepId }));
      case 'decide':
        return CHOICES.map(choice =>
          personCommand(type, now, {
            choice,
            ...(state.decision?.stepId === undefined
              ? {}
              : { stepId: state.decision.stepId }),
          }),
        );
      default:
        return [personCommand(type, now)];
    }
  });
}

/** Drives a deployment through a scenario and passes each command to an observer. */
export class Driver {
  now = T0;
  state: DeploymentState | undefined;
  readonly log: DeploymentEvent[] = [];
  readonly #observe: Observer;
  #lastOfEngine: Command | undefined;
  #deaf = false;

  constructor(observe: Observer) {
    this.#observe = observe;
  }

  send(command: Command): DecideResult {
    const before = this.state;
    const decided = decide(before, command);
    const events: Turn['events'] = [];
    if (decided.result === 'events') {
      const appended = appendEvents(before, decided.events, command);
      for (const event of appended.events) {
        events.push({ event, before: this.state });
        this.state = reduce(this.state, event);
        this.log.push(event);
      }
    }
    this.#observe({ command, before, decided, events, after: this.state });
    return decided;
  }

  get current(): DeploymentState {
    if (!this.state) {
      throw new Error('Not requested');
    }
    return this.state;
  }

  run(scenario: Scenario): void {
    this.send({
      type: 'request',
      now: this.now,
      request: aRequest({ kind: scenario.snapshot.kind }),
    });
    this.send({
      type: 'start',
      now: this.now,
      snapshot: scenario.snapshot,
      planHash: 'h',
      fence: 1,
    });
    this.#deaf = scenario.deaf;
    for (const happening of scenario.happenings) {
      this.happen(happening);
    }
  }

  happen(happening: Happening): void {
    const { now } = this;
    switch (happening.kind) {
      case 'work': {
        const { items } = nextWork(this.current, now);
        const item = items[happening.pick % Math.max(items.length, 1)];
        if (item) {
          this.#do(item, happening);
        }
        return;
      }
      case 'crash': {
        const { items } = nextWork(this.current, now);
        const item = items[happening.pick % Math.max(items.length, 1)];
        if (item?.type === 'startStep' || item?.type === 'startRollbackStep') {
          this.#engine({ ...item, now });
        }
        return;
      }
      case 'stray': {
        const { steps, rollback } = this.current;
        const step = steps[happening.step % steps.length];
        this.#report(
          step.id,
          step.attempt + happening.attempt,
          happening.result,
        );
        this.#engine({
          type: 'reportCancel',
          now,
          stepId: step.id,
          attempt: step.attempt + happening.attempt,
          outcome: 'cancelled',
          random: 0,
        });
        const back = rollback?.steps[happening.step % rollback.steps.length];
        if (back) {
          this.#engine({
            type: 'reportRollbackStep',
            now,
            id: back.id,
            attempt: back.attempt + happening.attempt,
            result: happening.rollback,
            random: 0,
          });
        }
        this.#engine({
          type: 'startStep',
          now,
          stepId: step.id,
          attempt: step.attempt + happening.attempt,
        });
        return;
      }
      case 'wait':
        this.now += happening.ms;
        return;
      case 'sleep': {
        const { items, wakeAt } = nextWork(this.current, now);
        if (items.length === 0 && wakeAt !== undefined) {
          this.now = Math.max(now, wakeAt);
        }
        return;
      }
      case 'tick':
        this.#engine({ type: 'tick', now });
        return;
      case 'person': {
        const { steps, decision, seq } = this.current;
        const looked = happening.looked ? { expectedSeq: seq } : {};
        if (happening.sensible) {
          const accepted = everyPersonCommand(this.current, now).filter(
            command => decide(this.current, command).result === 'events',
          );
          if (accepted.length > 0) {
            this.send({
              ...accepted[happening.type % accepted.length],
              ...looked,
            });
          }
          return;
        }
        const type = PERSON_TYPES[happening.type % PERSON_TYPES.length];
        const stepId =
          type === 'decide'
            ? decision?.stepId
            : steps[happening.step % steps.length].id;
        this.send(
          personCommand(type, now, {
            ...(stepId === undefined ? {} : { stepId }),
            choice: CHOICES[happening.choice % CHOICES.length],
            ...looked,
          }),
        );
        return;
      }
      case 'noise': {
        const noise: Command[] = [
          { type: 'takeover', now, byDeployment: 'd2', by: ADA },
          { type: 'claim', now, fence: (this.current.fence ?? 0) + 1 },
          { type: 'expire', now },
          { type: 'supersede', now, byDeployment: 'd2' },
          { type: 'block', now, blockers: [{ kind: 'slot', message: 'Busy' }] },
          {
            type: 'voidApprovals',
            now,
            planHash: 'other',
            reason: 'Another baseline',
          },
        ];
        this.#engine(noise[happening.type % noise.length]);
        return;
      }
      case 'again':
        if (this.#lastOfEngine) {
          this.send({ ...this.#lastOfEngine, now });
        }
        return;
      default: {
        const unknown: never = happening;
        throw new Error(`Unknown happening: ${JSON.stringify(unknown)}`);
      }
    }
  }

  /** Lets everything succeed until the deployment ends, and returns whether it did. */
  finish(maxRounds = 400): boolean {
    this.#deaf = false;
    for (let round = 0; round < maxRounds; round++) {
      if (isTerminal(this.current.status)) {
        return true;
      }
      const { items, wakeAt } = nextWork(this.current, this.now);
      const [item] = items;
      const gate = listSteps(this.current).find(({ state }) =>
        awaitsApproval(state),
      );
      if (item) {
        this.#do(item, {
          result: { state: 'succeeded', verdict: 'passed' },
          rollback: { state: 'succeeded', verdict: 'passed' },
          cancel: 'cancelled',
          random: 0,
        });
      } else if (gate && !this.current.stopping) {
        this.send(
          personCommand('approve', this.now, { stepId: gate.definition.id }),
        );
      } else if (wakeAt !== undefined) {
        this.now = Math.max(this.now, wakeAt);
      } else {
        return false;
      }
    }
    return false;
  }

  /** A copy that continues independently. */
  fork(observe: Observer): Driver {
    const other = new Driver(observe);
    other.now = this.now;
    other.state = this.state;
    return other;
  }

  /** Like the step kind `approve`: waits without an approval, whatever result the scenario gives. */
  #report(
    stepId: string,
    attempt: number,
    result: StepResult,
    random = 0,
  ): void {
    const { snapshot, approvals } = this.current;
    const isGate =
      snapshot?.steps.find(({ id }) => id === stepId)?.use === 'approve';
    const isApproved = approvals.some(
      answer => answer.stepId === stepId && answer.decision === 'approve',
    );
    this.#engine({
      type: 'reportStep',
      now: this.now,
      stepId,
      attempt,
      result:
        isGate && !isApproved && result.state === 'succeeded'
          ? {
              state: 'waiting',
              blocker: { kind: 'approval', message: 'Waits for managers' },
            }
          : result,
      random,
    });
  }

  /** The result of a rollback step. */
  #answer(id: string, result: RollbackStepResult): RollbackStepResult {
    return this.#deaf && id.startsWith('cancel:')
      ? { state: 'unknown', message: 'no answer' }
      : result;
  }

  #engine(command: Command): void {
    this.#lastOfEngine = command;
    this.send(command);
  }

  #do(
    item: WorkItem,
    outcome: Pick<
      Extract<Happening, { kind: 'work' }>,
      'result' | 'rollback' | 'cancel' | 'random'
    >,
  ): void {
    const { now } = this;
    const { random } = outcome;
    switch (item.type) {
      case 'evaluateStart':
        return;
      case 'tick':
        this.#engine({ type: 'tick', now });
        return;
      case 'startStep':
        this.#engine({ ...item, now });
        this.#report(item.stepId, item.attempt, outcome.result, random);
        return;
      case 'resumeStep':
      case 'pollStep':
        this.#report(item.stepId, item.attempt, outcome.result, random);
        return;
      case 'cancelStep':
        this.#engine({
          type: 'reportCancel',
          now,
          stepId: item.stepId,
          attempt: item.attempt,
          outcome: this.#deaf ? 'unknown' : outcome.cancel,
          random,
        });
        return;
      case 'startRollbackStep':
        this.#engine({ ...item, now });
        this.#engine({
          type: 'reportRollbackStep',
          now,
          id: item.id,
          attempt: item.attempt,
          result: this.#answer(item.id, outcome.rollback),
          random,
        });
        return;
      case 'resumeRollbackStep':
      case 'pollRollbackStep':
        this.#engine({
          type: 'reportRollbackStep',
          now,
          id: item.id,
          attempt: item.attempt,
          result: this.#answer(item.id, outcome.rollback),
          random,
        });
        return;
      default: {
        const unknown: never = item;
        throw new Error(`Unknown work: ${JSON.stringify(unknown)}`);
      }
    }
  }
}
