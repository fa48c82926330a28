import {
  Life,
  MINUTE,
  SECOND,
  T0,
} from '../../domain/deployment/__testUtils__/builders';
import { REDUCER_VERSION } from '../../domain/deployment/snapshot';
import type { SeenReplica } from '../readReplicas';
import type { DiagnosisFacts, Finding, SuspectRow } from './diagnose';
import { renderSentences } from '../../domain/text/renderSentences';
import { diagnose, diagnoseEndedLockOwner } from './diagnose';

const NOW = T0 + 10 * MINUTE;

function replica(owner: string, more: Partial<SeenReplica> = {}): SeenReplica {
  return {
    owner,
    host: 'portal-1',
    pid: 7,
    startedAt: T0,
    seenAt: NOW - SECOND,
    version: '1.0.0',
    reducerVersion: REDUCER_VERSION,
    inFlight: 0,
    alive: true,
    ...more,
  };
}

const facts: DiagnosisFacts = {
  now: NOW,
  replicas: [replica('replica-a')],
  reducerVersion: REDUCER_VERSION,
};

/** A deployment that is running its first step. */
function atWork() {
  const life = new Life();
  life.start('deploy');
  return life.state;
}

function waiting() {
  const life = new Life({ snapshot: { onFailure: 'pause' } });
  life.fail('deploy');
  return life.state;
}

/** A deployment whose step was asked to stop, with an unknown outcome. */
function unknown() {
  const life = new Life();
  life.start('deploy');
  life.wait(11 * MINUTE);
  life.tick();
  for (let ask = 1; ask <= 3; ask++) {
    life.send({
      type: 'reportCancel',
      stepId: 'deploy',
      attempt: 1,
      outcome: 'unknown',
      random: 0,
    });
    life.wait(MINUTE);
  }
  return life.state;
}

function row(more: Partial<SuspectRow> = {}): SuspectRow {
  return {
    state: atWork(),
    owner: 'replica-a',
    leaseUntil: NOW + 20 * SECOND,
    wakeAt: NOW - SECOND,
    reducerVersion: REDUCER_VERSION,
    ownsServiceEnvironment: true,
    ...more,
  };
}

const free = { owner: undefined, leaseUntil: undefined };

describe('the diagnosis of a stuck deployment', () => {
  it.each<[string, Partial<SuspectRow>]>([
    ['a replica is at work on it', {}],
    [
      'it is queued with a scheduled evaluation',
      {
        state: new Life({ queued: true }).state,
        ...free,
        wakeAt: NOW + MINUTE,
        ownsServiceEnvironment: false,
      },
    ],
    [
      'it waits for a person with a deadline',
      { state: waiting(), ...free, wakeAt: NOW + MINUTE },
    ],
    ['it has been due for a moment', { ...free, wakeAt: NOW - SECOND }],
    ['its owner died a moment ago', { owner: 'replica-b' }],
  ])('is empty while %s', (_, more) => {
    const replicas = [
      replica('replica-a'),
      replica('replica-b', { alive: false, seenAt: NOW - 10 * SECOND }),
    ];
    expect(diagnose(row(more), { ...facts, replicas })).toBeUndefined();
  });

  it.each<[Finding['kind'], Partial<SuspectRow>, RegExp, RegExp]>([
    [
      'owner_dead',
      { owner: 'replica-b' },
      /Its owner, replica replica-, has been dead for 5 min, and no other/,
      /take over a dead one’s deployments/,
    ],
    [
      'owner_dead',
      { owner: 'nobody knows' },
      /is dead, and no other/,
      /take over a dead one’s deployments/,
    ],
    [
      'lease_expired',
      { leaseUntil: NOW - MINUTE },
      /expired 1 min ago.*frozen or cut off/,
      /Stopping it is safe/,
    ],
    [
      'newer_reducer',
      { ...free, wakeAt: NOW - MINUTE, reducerVersion: REDUCER_VERSION + 1 },
      /A newer version of the plugin has worked on it/,
      /Finish the upgrade/,
    ],
    [
      'not_picked_up',
      { ...free, wakeAt: NOW - MINUTE },
      /work to do for 1 min/,
      /whether a replica is alive/,
    ],
    [
      'environment_not_locked',
      { ownsServiceEnvironment: false },
      /does not own its environment/,
      /set “holder” to “d1”/,
    ],
    [
      'no_wake_up',
      { ...free, wakeAt: undefined },
      /no wake-up is scheduled/,
      /Any command wakes it/,
    ],
    [
      'unknown_outcome',
      { state: unknown(), ...free, wakeAt: NOW + MINUTE },
      /it is unknown whether it did/,
      /abandon the deployment/,
    ],
    [
      'no_deadline',
      {
        state: { ...waiting(), decideBy: undefined },
        ...free,
        wakeAt: NOW + MINUTE,
      },
      /wait forever/,
      /Decide on its page/,
    ],
    [
      'overdue_step',
      {
        state: {
          ...atWork(),
          steps: atWork().steps.map(step =>
            step.id === 'deploy'
              ? { ...step, timeoutAt: NOW - 2 * MINUTE }
              : step,
          ),
        },
      },
      /“deploy” should have ended 2 min ago/,
      /asking the step to stop/,
    ],
  ])('is %s', (kind, more, cause, remedy) => {
    const replicas = [
      replica('replica-a'),
      replica('replica-b', { alive: false, seenAt: NOW - 5 * MINUTE }),
    ];
    const finding = diagnose(row(more), { ...facts, replicas });
    expect(finding?.kind).toBe(kind);
    expect(renderSentences(finding?.cause ?? [])).toMatch(cause);
    expect(renderSentences(finding?.remedy ?? [])).toMatch(remedy);
  });

  it('reports a dead owner before anything that follows from it', () => {
    const finding = diagnose(
      row({
        owner: 'gone',
        leaseUntil: NOW - MINUTE,
        ownsServiceEnvironment: false,
      }),
      facts,
    );
    expect(finding?.kind).toBe('owner_dead');
  });

  it('explains how to free an environment whose lock owner has ended', () => {
    const finding = diagnoseEndedLockOwner(row({ state: atWork() }));
    expect(finding.kind).toBe('environment_locked_after_end');
    expect(renderSentences(finding.remedy)).toContain('“holder” to null');
  });
});
