import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { CheckModel } from '../../model/deploymentsModel';
import type { Command, DecideResult, PersonCommand } from '../commands';
import { decide } from '../decide/decide';
import { appendEvents, type Origin } from '../appendEvents';
import type { DeploymentEvent, DeploymentRequest, EventBody } from '../events';
import { nextWork } from '../nextWork';
import {
  REDUCER_VERSION,
  type Snapshot,
  type StepDefinition,
} from '../snapshot';
import type { DeploymentState, StepState } from '../state';
import type { WorkItem } from '../work';

export const T0 = Date.UTC(2026, 10, 21, 9);
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export function version(name: string): VersionSummary {
  return { id: `v-${name}`, name, artifact: `sha256:${name}` };
}

export function aRequest(
  overrides: Partial<DeploymentRequest> = {},
): DeploymentRequest {
  return {
    id: 'd1',
    kind: 'deploy',
    service: 'component:default/checkout',
    environment: 'production',
    version: { ...version('1.5.0'), flags: [] },
    goldenPath: { name: 'web', title: 'Web service' },
    requestedBy: { principal: 'user:default/ada', via: 'portal' },
    hotfix: false,
    inputs: {},
    ...overrides,
  };
}

export function aStep(
  id: string,
  overrides: Partial<StepDefinition> = {},
): StepDefinition {
  return {
    id,
    title: id,
    use: 'job',
    description: id,
    with: {},
    needs: [],
    checks: [],
    changes: 'none',
    backwardCompatible: false,
    timeoutMs: 10 * MINUTE,
    retry: { attempts: 1, backoffMs: SECOND, maxBackoffMs: MINUTE },
    undoable: false,
    ...overrides,
  };
}

export function aCheckStep(
  id: string,
  overrides: Partial<StepDefinition> = {},
): StepDefinition {
  return aStep(id, { use: 'check', checks: ['health'], ...overrides });
}

export const HEALTH: CheckModel = {
  name: 'health',
  provider: 'http',
  with: {},
  passes: { atLeast: 0.99 },
  everyMs: 5 * SECOND,
  afterMs: 0,
  failForMs: 0,
  tolerateErrors: 3,
  noData: 'inconclusive',
  windowMs: MINUTE,
};

/** The example path: deploy → watch → shift → verify → retire. */
function canarySteps(): StepDefinition[] {
  return [
    aStep('deploy', { use: 'deploy', changes: 'reversible' }),
    aCheckStep('watch', { needs: ['deploy'] }),
    aStep('shift', { use: 'traffic', changes: 'reversible', needs: ['watch'] }),
    aCheckStep('verify', { needs: ['shift'] }),
    aStep('retire', {
      use: 'finalize',
      changes: 'reversible',
      needs: ['verify'],
    }),
  ];
}

export function aSnapshot(overrides: Partial<Snapshot> = {}): Snapshot {
  return {
    reducerVersion: REDUCER_VERSION,
    kind: 'deploy',
    service: 'component:default/checkout',
    environment: { name: 'production', tier: 'production' },
    target: { provider: 'local', settings: {} },
    goldenPath: { name: 'web', title: 'Web service' },
    onFailure: 'rollback',
    decideWithinMs: 24 * HOUR,
    steps: canarySteps(),
    checks: { health: HEALTH },
    version: { ...version('1.5.0'), flags: [] },
    baseline: version('1.4.1'),
    rollbackTarget: version('1.4.0'),
    inputs: {},
    ...overrides,
  };
}

export const ADA = 'user:default/ada';

type WithoutTime<T> = T extends unknown ? Omit<T, 'now'> : never;

/** A deployment that a test drives through its life, one committed command after the other. */
export class Life {
  now = T0;
  readonly events: DeploymentEvent[] = [];
  #state: DeploymentState | undefined;

  constructor(
    options: {
      request?: Partial<DeploymentRequest>;
      snapshot?: Partial<Snapshot>;
      queued?: boolean;
    } = {},
  ) {
    this.send({ type: 'request', request: aRequest(options.request) });
    if (!options.queued) {
      this.send({
        type: 'start',
        snapshot: aSnapshot({
          kind: options.request?.kind ?? 'deploy',
          ...options.snapshot,
        }),
        planHash: 'hash',
        fence: 1,
      });
    }
  }

  get state(): DeploymentState {
    if (!this.#state) {
      throw new Error('Not requested');
    }
    return this.#state;
  }

  /** Decides a command, commits its events and returns the result. */
  try(command: WithoutTime<Command>): DecideResult {
    const timed = { ...command, now: this.now } as Command;
    const decided = decide(this.#state, timed);
    if (decided.result === 'events') {
      this.#append(decided.events, timed);
    }
    return decided;
  }

  /** Adds an event of another release, regardless of what this one would decide. */
  append(...bodies: EventBody[]): void {
    this.#append(bodies, { now: this.now });
  }

  #append(bodies: readonly EventBody[], origin: Origin): void {
    const appended = appendEvents(this.#state, bodies, origin);
    this.#state = appended.state;
    this.events.push(...appended.events);
  }

  send(command: WithoutTime<Command>): EventBody[] {
    const decided = this.try(command);
    if (decided.result === 'refused') {
      throw new Error(`Refused: ${decided.message}`);
    }
    return decided.events;
  }

  person(
    command: WithoutTime<PersonCommand> extends infer C
      ? C extends unknown
        ? Omit<C, 'by'>
        : never
      : never,
  ): DecideResult {
    return this.try({
      by: ADA,
      reason: 'because',
      ...command,
    } as WithoutTime<Command>);
  }

  step(id: string): StepState {
    const step = this.state.steps.find(each => each.id === id);
    if (!step) {
      throw new Error(`No step ${id}`);
    }
    return step;
  }

  start(stepId: string): EventBody[] {
    return this.send({
      type: 'startStep',
      stepId,
      attempt: this.step(stepId).attempt + 1,
    });
  }

  report(
    stepId: string,
    result: Extract<Command, { type: 'reportStep' }>['result'],
    attempt = this.step(stepId).attempt,
  ): EventBody[] {
    return this.send({
      type: 'reportStep',
      stepId,
      attempt,
      result,
      random: 0,
    });
  }

  /** Starts a step and reports its success, with the verdict that its kind would give. */
  pass(
    stepId: string,
    effects: Extract<
      Extract<Command, { type: 'reportStep' }>['result'],
      { state: 'succeeded' }
    >['effects'] = {},
  ): void {
    this.start(stepId);
    const judges = this.state.snapshot?.steps.find(({ id }) => id === stepId);
    this.report(stepId, {
      state: 'succeeded',
      effects,
      ...(judges?.checks.length ? { verdict: 'passed' as const } : {}),
    });
  }

  /** Starts a step and reports a failure. */
  fail(stepId: string, retryable = false): EventBody[] {
    this.start(stepId);
    return this.report(stepId, {
      state: 'failed',
      retryable,
      error: { message: 'it broke' },
    });
  }

  startRollback(id: string): EventBody[] {
    return this.send({
      type: 'startRollbackStep',
      id,
      attempt: this.rollbackStep(id).attempt + 1,
    });
  }

  reportRollback(
    id: string,
    result: Extract<Command, { type: 'reportRollbackStep' }>['result'],
  ): EventBody[] {
    return this.send({
      type: 'reportRollbackStep',
      id,
      attempt: this.rollbackStep(id).attempt,
      result,
      random: 0,
    });
  }

  passRollback(id: string): void {
    this.startRollback(id);
    this.reportRollback(id, {
      state: 'succeeded',
      ...(id === 'verify' ? { verdict: 'passed' as const } : {}),
    });
  }

  rollbackStep(id: string) {
    const step = this.state.rollback?.steps.find(each => each.id === id);
    if (!step) {
      throw new Error(`No rollback step ${id}`);
    }
    return step;
  }

  wait(ms: number): void {
    this.now += ms;
  }

  tick(): EventBody[] {
    return this.send({ type: 'tick' });
  }

  allWork(): WorkItem[] {
    return nextWork(this.state, this.now).items;
  }

  work(): WorkItem['type'][] {
    return this.allWork().map(({ type }) => type);
  }

  /** The next work in short form, e.g. `startStep watch`. */
  offered(): string[] {
    return this.allWork().map(item => {
      if ('stepId' in item) return `${item.type} ${item.stepId}`;
      return 'id' in item ? `${item.type} ${item.id}` : item.type;
    });
  }
}
