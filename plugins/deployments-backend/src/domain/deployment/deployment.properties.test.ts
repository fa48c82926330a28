/* eslint-disable jest/no-conditional-expect -- a property asks only of the moments that it is about; that there are such
   moments is a property of its own */
import fc from 'fast-check';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import {
  Driver,
  everyPersonCommand,
  personCommand,
  type Turn,
} from './__testUtils__/drive';
import { EVENT_TYPES } from './__testUtils__/eventTypes';
import { scenarios, type Scenario } from './__testUtils__/scenario';
import { allowedCommands } from './decide/allowedCommands';
import { approvalScope } from './decide/approvalScope';
import type { Command, PersonCommand } from './commands';
import { isInFlight } from './stepGraph';
import { decide, isPersonCommand } from './decide/decide';
import { renderSentences } from '../text/renderSentences';
import { describeEvent } from './messages/describeEvent';
import { listEventSentences } from './messages/eventSentences';
import { listOutcomeSentences } from './messages/outcomeSentences';
import type { DeploymentEvent } from './events';
import { reduce, fold } from './reduce/reduce';
import { nextWork } from './nextWork';
import type { DeploymentState } from './state';

const RUNS = Number(process.env.PIPELINE_RUNS ?? 300);

/** Plays random scenarios and checks the rule after every command, including those that lead each one to its end. */
type StepAttempt = { stepId: string; attempt: number };

function always(
  rule: (turn: Turn, driver: Driver) => void,
  end?: (driver: Driver, ended: boolean) => void,
  options: fc.Parameters<[Scenario]> = {},
) {
  fc.assert(
    fc.property(scenarios, scenario => {
      const driver: Driver = new Driver(turn => rule(turn, driver));
      driver.run(scenario);
      const ended = driver.finish();
      end?.(driver, ended);
    }),
    { numRuns: RUNS, ...options },
  );
}

const ofType = <T extends DeploymentEvent['type']>(turn: Turn, type: T) =>
  turn.events.flatMap(({ event, before }) =>
    event.type === type
      ? [
          {
            event: event as Extract<DeploymentEvent, { type: T }>,
            before: before as DeploymentState,
          },
        ]
      : [],
  );

const getDefinition = (state: DeploymentState, id: string) =>
  state.snapshot!.steps.find(step => step.id === id)!;

/** The steps that must end before a step may start, from the plan alone: all ancestors that their condition doesn't skip. */
function mustEndBefore(state: DeploymentState, id: string): string[] {
  const needed = new Set<string>();
  const visit = (stepId: string) => {
    for (const need of getDefinition(state, stepId).needs) {
      needed.add(need);
      visit(need);
    }
  };
  visit(id);
  return [...needed].filter(
    each => getDefinition(state, each).skipped === undefined,
  );
}

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const TERMINAL_EVENTS = new Set([
  'succeeded',
  'failed',
  'rolledBack',
  'rollbackFailed',
  'cancelled',
  'expired',
  'superseded',
]);

/** Events of queued deployments, which the scenarios leave out: they have tables of cases. */
const WHILE_QUEUED: DeploymentEvent['type'][] = [
  'blocked',
  'approvalsVoided',
  'overridden',
  'expired',
  'superseded',
];

describe('the scenarios', () => {
  it('cover everything that the properties check', () => {
    const events = new Map<string, number>();
    const decisions = new Set<string>();
    const strategies = new Set<string>();
    const ends = new Set<string>();
    always(
      ({ events: added, after }) => {
        for (const { event } of added)
          events.set(event.type, (events.get(event.type) ?? 0) + 1);
        if (after?.decision) decisions.add(after.decision.kind);
        if (after?.rollback)
          strategies.add(
            `${after.rollback.strategy} ${
              after.rollback.to ? 'to a version' : 'to nothing'
            }`,
          );
      },
      ({ current }) => {
        ends.add(`${current.status} ${current.verification ?? ''}`.trim());
      },
      // A fixed seed, so that a rare scenario isn't missed by chance.
      { numRuns: 1_000, seed: 5 },
    );
    const expected = Object.keys(EVENT_TYPES).filter(
      type => !(WHILE_QUEUED as string[]).includes(type),
    );
    expect([...events.keys()].sort()).toEqual(expected.sort());
    expect([...decisions].sort()).toEqual([
      'failure',
      'irreversible',
      'noTarget',
      'verdict',
    ]);
    expect([...strategies].sort()).toEqual([
      'baseline to a version',
      'baseline to nothing',
      'last_known_good to a version',
    ]);
    expect([...ends]).toEqual(
      expect.arrayContaining([
        'succeeded passed',
        'succeeded overridden',
        'succeeded inconclusive',
        'failed',
        'cancelled',
        'rolled_back passed',
        'rolled_back inconclusive',
        'rolled_back error',
        'rollback_failed',
      ]),
    );
  });
});

describe('in every scenario', () => {
  it('terminal statuses never change again', () => {
    always(({ before, after, decided, command }) => {
      if (before && isTerminal(before.status)) {
        expect(after).toBe(before);
        expect(decided).toEqual(
          isPersonCommand(command)
            ? expect.objectContaining({ result: 'refused' })
            : { result: 'events', events: [] },
        );
      }
    });
  });

  it('every deployment ends if targets and people respond', () => {
    always(
      () => {},
      (driver, ended) => {
        expect({
          ended,
          status: driver.current.status,
          work: nextWork(driver.current, driver.now),
        }).toMatchObject({ ended: true });
      },
    );
  });

  it('a crash at any point loses nothing: state and events survive JSON, and replaying the events gives the state', () => {
    always(
      ({ events, after }) => {
        for (const { event, before } of events) {
          expect(json(event)).toStrictEqual(event);
          expect(reduce(before && json(before), json(event))).toStrictEqual(
            reduce(before, event),
          );
        }
        expect(json(after)).toStrictEqual(after);
      },
      driver => {
        expect(fold(json(driver.log))).toStrictEqual(driver.current);
      },
      { numRuns: RUNS / 3 },
    );
  });

  it('the same state and command give the same events, and a repeated system command gives none', () => {
    always(({ command, before, decided, after }) => {
      expect(decide(before, command)).toStrictEqual(decided);
      if (!isPersonCommand(command) && decided.result === 'events') {
        expect(decide(after, command)).toStrictEqual({
          result: 'events',
          events: [],
        });
      }
    });
  });

  it('no step starts before its ancestors are done, nor while paused, undecided, stopping, rolling back or cancelling', () => {
    always(turn => {
      for (const { event, before } of ofType(turn, 'stepStarted')) {
        const ended = before.steps
          .filter(
            ({ status, verdict }) =>
              status === 'succeeded' ||
              // A person continued without it.
              (status === 'skipped' && verdict === 'overridden'),
          )
          .map(({ id }) => id);
        expect(ended).toEqual(
          expect.arrayContaining(mustEndBefore(before, event.stepId)),
        );
        expect(['running', 'waiting']).toContain(before.status);
        expect(before).not.toHaveProperty('paused');
        expect(before).not.toHaveProperty('decision');
        expect(before).not.toHaveProperty('stopping');
        expect(
          before.steps.filter(
            ({ cancelling, outcomeUnknown }) => cancelling || outcomeUnknown,
          ),
        ).toEqual([]);
        expect(event.attempt).toBe(
          before.steps.find(({ id }) => id === event.stepId)!.attempt + 1,
        );
        expect(getDefinition(before, event.stepId).skipped).toBeUndefined();
      }
    });
  });

  it('no step after an approval starts before a person approved', () => {
    always(turn => {
      for (const { event, before } of ofType(turn, 'stepStarted')) {
        const gates = mustEndBefore(before, event.stepId).filter(
          id => getDefinition(before, id).use === 'approve',
        );
        const approved = before.approvals
          .filter(({ decision }) => decision === 'approve')
          .map(({ stepId }) => stepId);
        expect(approved).toEqual(expect.arrayContaining(gates));
      }
    });
  });

  it('a cancel at any time ends the deployment: cancelled if untouched, otherwise rolled back or decided by a person', () => {
    fc.assert(
      fc.property(scenarios, scenario => {
        const driver: Driver = new Driver(() => {});
        driver.run({ ...scenario, happenings: [] });
        for (const happening of scenario.happenings) {
          driver.happen(happening);
          const { mayHaveChanged, status } = driver.current;
          if (isTerminal(status)) return;
          const other = driver.fork(() => {});
          other.send(personCommand('cancel', other.now));
          expect(other.finish()).toBe(true);
          // A running step that was asked to stop may still have changed something. A rollback that has begun ends as one,
          // although the step turns out never to have been sent.
          const ends =
            status === 'rolling_back' ||
            mayHaveChanged ||
            other.current.mayHaveChanged
              ? ['rolled_back', 'rollback_failed', 'failed', 'succeeded']
              : ['cancelled', 'failed'];
          expect(ends).toContain(other.current.status);
        }
      }),
      { numRuns: Math.ceil(RUNS / 6) },
    );
  });

  it('no step passes without a reported passed verdict', () => {
    fc.assert(
      fc.property(scenarios, scenario => {
        const passed = new Set<string>();
        const driver: Driver = new Driver(turn => {
          const { command } = turn;
          if (
            command.type === 'reportStep' &&
            command.result.state === 'succeeded' &&
            command.result.verdict === 'passed'
          ) {
            passed.add(`${command.stepId}/${command.attempt}`);
          }
          for (const { event, before } of ofType(turn, 'succeeded')) {
            const checked = before.steps.filter(({ id, verdict }) => {
              const definition = getDefinition(before, id);
              return (
                definition.skipped === undefined &&
                (definition.checks.length > 0 || verdict !== undefined)
              );
            });
            const isPassed =
              checked.length > 0 &&
              checked.every(
                ({ id, attempt, verdict }) =>
                  verdict === 'passed' && passed.has(`${id}/${attempt}`),
              );
            expect(event.verification === 'passed').toBe(isPassed);
          }
          for (const { event } of ofType(turn, 'rolledBack')) {
            if (event.verification === 'passed') {
              expect(turn.command).toMatchObject({
                type: 'reportRollbackStep',
                id: 'verify',
                result: { verdict: 'passed' },
              });
            }
          }
        });
        driver.run(scenario);
        driver.finish();
      }),
      { numRuns: RUNS },
    );
  });

  it('a deployment is touched exactly from the first sent step that changes something', () => {
    always(({ after, events, before }, { log }) => {
      const isUnsent = ({ stepId, attempt }: StepAttempt) =>
        log.some(
          event =>
            (event.type === 'stepFailed' || event.type === 'stepRetrying') &&
            event.notSent === true &&
            event.stepId === stepId &&
            event.attempt === attempt,
        );
      const started = log.flatMap(event =>
        event.type === 'stepStarted' &&
        after &&
        getDefinition(after, event.stepId).changes !== 'none'
          ? [event]
          : [],
      );
      // The version that a rollback reverts no longer counts as good once its first step has started.
      const sent =
        after?.kind === 'rollback'
          ? started
          : started.filter(event => !isUnsent(event));
      expect(after?.mayHaveChanged).toBe(sent.length > 0);
      expect(after?.firstChangeAt === undefined).toBe(sent.length === 0);
      if (sent.length === started.length) {
        expect(after?.firstChangeAt).toBe(started[0]?.at);
      }
      for (const { stepId, action } of after?.rollback?.steps ?? []) {
        if (action === 'undo' && after && stepId !== undefined) {
          expect(
            started.filter(event => event.stepId === stepId).length,
          ).toBeGreaterThan(0);
        }
      }
      for (const { event } of events) {
        if (
          event.type === 'cancelled' ||
          event.type === 'expired' ||
          event.type === 'superseded'
        ) {
          expect(before?.mayHaveChanged).toBe(false);
        }
        if (event.type === 'rollbackStarted') {
          expect(before?.mayHaveChanged).toBe(true);
        }
      }
    });
  });

  it('a rollback reaches the baseline, the last known good version, or a person', () => {
    always(turn => {
      for (const type of ['rollbackStarted', 'rollbackPlanned'] as const) {
        for (const { event, before } of ofType(turn, type)) {
          const { strategy, to } =
            event.type === 'rollbackStarted' ? event.rollback : event;
          const cause =
            event.type === 'rollbackStarted'
              ? event.rollback.cause
              : before.rollback!.cause;
          const { snapshot, baselineRetired } = before;
          expect(before.kind).not.toBe('rollback');
          if (strategy === 'last_known_good') {
            expect(to).toEqual(snapshot!.rollbackTarget);
            expect(to).toBeDefined();
            expect(baselineRetired).toBe(true);
          } else if (to) {
            expect(to).toEqual(snapshot!.baseline);
            expect(baselineRetired).toBe(false);
          } else {
            expect(['cancel', 'manual', 'decision', 'takeover']).toContain(
              cause,
            );
          }
          const irreversible = before.steps.filter(step => {
            const { changes, backwardCompatible } = getDefinition(
              before,
              step.id,
            );
            return (
              step.attempt > (step.unsentAttempts ?? 0) &&
              changes === 'irreversible' &&
              !backwardCompatible
            );
          });
          if (irreversible.length > 0) {
            expect(['manual', 'decision']).toContain(cause);
          }
        }
      }
      for (const { before } of ofType(turn, 'rolledBack')) {
        expect(
          before.rollback!.steps.map(({ status }) => status),
        ).not.toContain('pending');
        expect(
          before.rollback!.steps.find(({ id }) => id === 'restore')!.status,
        ).toBe('succeeded');
        expect(before.restoredAt !== undefined).toBe(
          before.rollback!.to !== undefined,
        );
      }
    });
  });

  it('a rollback restores only after all running steps stopped, and undoes in reverse order', () => {
    always(turn => {
      for (const { event, before } of ofType(turn, 'rollbackStepStarted')) {
        const order = before.rollback!.steps;
        const index = order.findIndex(({ id }) => id === event.id);
        if (order[index].action !== 'cancel') {
          expect(before.steps.filter(isInFlight)).toEqual([]);
          expect(
            order.slice(0, index).every(({ status }) => status === 'succeeded'),
          ).toBe(true);
        }
        const undone = order
          .filter(({ action }) => action === 'undo')
          .map(({ stepId }) => before.steps.find(({ id }) => id === stepId)!);
        if (order[index].action !== 'cancel') {
          const ends = undone.map(({ finishedAt }) => finishedAt!);
          expect(ends).toEqual([...ends].sort((a, b) => b - a));
        }
        expect(
          undone.every(
            ({ id, attempt }) =>
              attempt > 0 && getDefinition(before, id).undoable,
          ),
        ).toBe(true);
      }
    });
  });

  it('a step is promoted only while it waits as planned, and nothing is paused, undecided or ending', () => {
    always(turn => {
      for (const { event, before } of ofType(turn, 'stepPromoted')) {
        expect(before).not.toHaveProperty('paused');
        expect(before).not.toHaveProperty('decision');
        expect(before).not.toHaveProperty('stopping');
        const step = before.steps.find(({ id }) => id === event.stepId)!;
        expect(step).toMatchObject({
          status: 'running',
          idle: true,
          attempt: event.attempt,
        });
        // Nobody promotes at a deadline unless the step asked for it.
        expect(
          event.by !== undefined ||
            (step.externalWait?.otherwise === 'promote' &&
              step.externalWait.decideBy <= event.at),
        ).toBe(true);
      }
    });
  });

  it('the environment is released only when no effect can still be running, or by abandoning', () => {
    always(turn => {
      for (const { event, before } of turn.events) {
        if (before && TERMINAL_EVENTS.has(event.type)) {
          expect(before.steps.filter(isInFlight)).toEqual([]);
          expect(
            (before.rollback?.steps ?? []).filter(
              ({ status, outcomeUnknown }) =>
                status === 'running' || outcomeUnknown,
            ),
          ).toEqual([]);
        }
        if (event.type === 'abandoned') {
          expect(
            [...before!.steps, ...(before!.rollback?.steps ?? [])].some(
              ({ outcomeUnknown }) => outcomeUnknown,
            ),
          ).toBe(true);
        }
      }
    });
  });

  it('a deployment waits exactly if it has a blocker, and has a deadline then', () => {
    always(({ after }) => {
      if (after?.status === 'waiting') {
        expect(after.blockers.length).toBeGreaterThan(0);
        expect(after.decideBy).toEqual(expect.any(Number));
      } else if (after?.status === 'running') {
        expect(after.blockers).toEqual([]);
        expect(after).not.toHaveProperty('decideBy');
        expect(after).not.toHaveProperty('decision');
      }
      if (after?.decision) {
        expect(after.decision.choices.length).toBeGreaterThan(0);
      }
    });
  });

  it('there is always work or a wake-up time, and all work changes something', () => {
    always(({ after }, { now }) => {
      if (!after) return;
      const { items, wakeAt } = nextWork(after, now);
      if (isTerminal(after.status)) {
        expect({ items, wakeAt }).toEqual({ items: [], wakeAt: undefined });
        return;
      }
      expect(items.length > 0 || wakeAt !== undefined).toBe(true);
      if (wakeAt !== undefined) {
        expect(wakeAt).toBeGreaterThan(now);
      }
      for (const item of items) {
        const command: Command | undefined =
          item.type === 'tick' ||
          item.type === 'startStep' ||
          item.type === 'startRollbackStep'
            ? { ...item, now }
            : undefined;
        if (command) {
          const decided = decide(after, command);
          expect({
            item,
            count: decided.result === 'events' && decided.events.length,
          }).not.toMatchObject({ count: 0 });
        }
      }
      const keys = items.flatMap(item =>
        'idempotencyKey' in item ? [item.idempotencyKey] : [],
      );
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  it("a failed verdict is never retried, and attempts stay within the path's limit", () => {
    always(turn => {
      const { command } = turn;
      for (const { event, before } of ofType(turn, 'stepRetrying')) {
        expect(event.attempt).toBeLessThan(
          getDefinition(before, event.stepId).retry.attempts,
        );
        expect(event.retryAt).toBeGreaterThan(event.at - 1);
        expect(
          command.type === 'reportStep' &&
            'verdict' in command.result &&
            command.result.verdict === 'failed',
        ).toBe(false);
      }
    });
  });

  it('exactly the accepted commands are offered as allowed', () => {
    fc.assert(
      fc.property(scenarios, scenario => {
        const driver: Driver = new Driver(() => {});
        const check = () => {
          const state = driver.current;
          const key = (c: {
            type: string;
            stepId?: string;
            choice?: string;
            to?: string;
          }) => `${c.type} ${c.stepId ?? '-'} ${c.choice ?? c.to ?? '-'}`;
          const offered = allowedCommands(state, driver.now);
          const allowed = offered
            .filter(command => command.allowed)
            .map(key)
            .sort();
          const followed = everyPersonCommand(state, driver.now)
            .filter(command => decide(state, command).result === 'events')
            .map(command => key(aboutItsStep(state, command)))
            .sort();
          // Only an approval may leave out the step: it is then for the one that waits.
          expect(allowed).toEqual([...new Set(followed)]);
          expect(
            offered.filter(
              ({ allowed: is, refusal }) => is === (refusal !== undefined),
            ),
          ).toEqual([]);
          for (const { label, consequence } of offered) {
            expect(`${label} ${consequence}`).not.toMatch(
              /undefined|\[object|\.\./,
            );
          }
        };
        driver.run({ ...scenario, happenings: [] });
        for (const happening of scenario.happenings) {
          driver.happen(happening);
          check();
        }
      }),
      { numRuns: Math.ceil(RUNS / 3) },
    );
  });

  it('every event is described in one sentence', () => {
    always(({ events, after }) => {
      for (const { event } of events) {
        for (const text of [
          describeEvent(event),
          describeEvent(event, after),
        ]) {
          expect(text).toMatch(/^[^\n]+[.!?]$/);
          expect(text).not.toMatch(/undefined|\[object|\.\.|null|\?\./);
        }
      }
    });
  });

  it('every event, outcome and command is said by codes that have a text', () => {
    always(({ events, after }) => {
      if (!after) return;
      const offered = allowedCommands(after, after.at);
      for (const said of [
        ...events.map(({ event }) => listEventSentences(event, after)),
        ...offered.map(({ sentences = [] }) => sentences),
        ...offered
          .filter(({ allowed }) => !allowed)
          .map(({ refusalSentences = [] }) => refusalSentences),
      ]) {
        expect(renderSentences(said)).toMatch(/^[^\n]+[.!?]$/);
      }
      for (const { label, labelSentence } of offered) {
        expect(renderSentences(labelSentence ? [labelSentence] : [])).toBe(
          `${label}.`,
        );
      }
      renderSentences(listOutcomeSentences(after));
    });
  });
});

/** Adds the step that an approval is for. */
function aboutItsStep(
  state: DeploymentState,
  command: PersonCommand,
): PersonCommand {
  if (command.type !== 'approve' && command.type !== 'reject') {
    return command;
  }
  const scope = approvalScope(state, command.stepId);
  return scope.result === 'found' && scope.stepId !== undefined
    ? { ...command, stepId: scope.stepId }
    : command;
}
