import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../plugins/deployments-backend/src/domain/deployment/reduce/reduce';
import type { DeploymentEvent } from '../../../plugins/deployments-backend/src/domain/deployment/events';
import { upcastEvent } from '../../../plugins/deployments-backend/src/domain/deployment/upcast';
import type { EffectEntry } from '../world/effectLog';
import type { Evidence } from './evidence';
import { RULES, judge } from './judge';

const FIXTURE = join(__dirname, '__fixtures__/evidence.json');

/**
 * The evidence of a run in one environment without fences: two deployments that succeeded, one that was rolled back and
 * two that never started, with replicas that died.
 */
function recorded(): Evidence {
  const read = JSON.parse(readFileSync(FIXTURE, 'utf8'));
  for (const deployment of read.deployments) {
    const { id } = deployment;
    read.events[id] = read.events[id].map(upcastEvent);
    // Computed by the current reducer: this tests the rules, not the run.
    deployment.state = fold(read.events[id]);
  }
  return read;
}

/** Finds the first deployment with this status. */
function findId(evidence: Evidence, status: string): string {
  return evidence.deployments.find(it => it.status === status)!.id;
}

function effect(
  { effects }: Evidence,
  kind: EffectEntry['kind'],
  what: EffectEntry['what'] = 'begin',
): EffectEntry {
  return effects.find(it => it.kind === kind && it.what === what)!;
}

function insertAfter(
  evidence: Evidence,
  id: string,
  type: DeploymentEvent['type'],
  make: (event: DeploymentEvent) => DeploymentEvent,
): void {
  const events = evidence.events[id]!;
  const index = events.findIndex(event => event.type === type);
  events.splice(index + 1, 0, make(events[index]!));
  events.forEach((event, at) => {
    event.seq = at + 1;
  });
}

/** Repeats an entry at the end of the log. */
function repeat(
  evidence: Evidence,
  entry: EffectEntry,
  changes: Partial<EffectEntry>,
): void {
  const { length } = evidence.effects;
  const n = evidence.effects[length - 1]!.n + 1;
  evidence.effects.push({ ...entry, n, ...changes });
}

const TAMPERED: [string, string, (evidence: Evidence) => void][] = [
  [
    'none-stuck',
    'a deployment that is still running',
    evidence => {
      const deployment = evidence.deployments[0]!;
      deployment.status = 'running';
      deployment.state.status = 'running';
      deployment.state.blockers = [];
    },
  ],
  [
    'none-stuck',
    'a queued deployment without blockers',
    evidence => {
      const deployment = evidence.deployments[0]!;
      deployment.status = 'queued';
      deployment.state.status = 'queued';
    },
  ],
  [
    'none-stuck',
    'messages that were not delivered',
    evidence => {
      evidence.outboxLeft = 1;
    },
  ],
  [
    'terminal-is-final',
    'a row that changed its status after its end',
    evidence => {
      const id = findId(evidence, 'succeeded');
      const last = evidence.history.filter(it => it.id === id).at(-1)!;
      evidence.history.push({ ...last, n: 1e9, status: 'running' });
      evidence.history.push({ ...last, n: 1e9 + 1 });
    },
  ],
  [
    'terminal-is-final',
    'an event after the end',
    evidence => {
      const events = evidence.events[findId(evidence, 'cancelled')]!;
      events.push({ ...events[0]!, seq: events.length + 1 });
    },
  ],
  [
    'no-step-twice',
    'a step that is completed twice',
    evidence =>
      insertAfter(
        evidence,
        findId(evidence, 'succeeded'),
        'stepSucceeded',
        it => ({
          ...it,
        }),
      ),
  ],
  [
    'no-step-twice',
    'a completed step that is started again',
    evidence =>
      insertAfter(
        evidence,
        findId(evidence, 'succeeded'),
        'stepSucceeded',
        it => ({
          type: 'stepStarted',
          seq: 0,
          at: it.at,
          stepId: 'stepId' in it ? it.stepId! : '',
          attempt: 2,
          timeoutAt: it.at,
          isFirstChange: false,
        }),
      ),
  ],
  [
    'no-step-twice',
    'another attempt without a recorded failure',
    evidence => {
      const events = evidence.events[findId(evidence, 'rolled_back')]!;
      const index = events.findIndex(({ type }) => type === 'stepRetrying');
      events.splice(index, 1);
    },
  ],
  [
    'no-step-twice',
    'an effect of a step that was completed before',
    evidence => {
      const setTraffic = effect(evidence, 'setTraffic');
      repeat(evidence, setTraffic, {
        at: Number.MAX_SAFE_INTEGER,
        key: setTraffic.key.replace(/1$/, '2'),
      });
    },
  ],
  [
    'one-key-per-attempt',
    'an effect that started under another key of the same attempt',
    evidence => {
      const apply = effect(evidence, 'apply');
      repeat(evidence, apply, { key: apply.key.replace(/1$/, '2') });
    },
  ],
  [
    'one-key-per-attempt',
    'a key that started its effect twice',
    evidence => repeat(evidence, effect(evidence, 'apply'), {}),
  ],
  [
    'one-key-per-attempt',
    'the key of another deployment',
    evidence =>
      repeat(evidence, effect(evidence, 'apply'), {
        key: 'someone-else/bring/1/1',
      }),
  ],
  [
    'same-key-same-body',
    'a key that came with another body',
    evidence =>
      repeat(evidence, effect(evidence, 'apply'), {
        what: 'conflict',
        body: 'another',
      }),
  ],
  [
    'one-active-deployment',
    'a deployment that started before the other had ended',
    evidence => {
      const [first, second] = evidence.deployments.filter(
        ({ status }) => status === 'succeeded',
      );
      const start = evidence.events[second!.id]!.find(
        ({ type }) => type === 'started',
      )!;
      start.at = evidence.events[first!.id]!.at(-1)!.at - 1;
    },
  ],
  [
    'one-active-deployment',
    'an effect between those of another deployment',
    evidence => repeat(evidence, effect(evidence, 'apply'), { key: 'late' }),
  ],
  [
    'one-active-deployment',
    'a service environment that an ended deployment owns',
    evidence => {
      evidence.serviceEnvironments[0]!.owner = findId(evidence, 'succeeded');
    },
  ],
  [
    'fences-rise',
    'an effect of an old owner after one of the new owner',
    evidence =>
      repeat(evidence, effect(evidence, 'abort'), { fence: 2, key: 'late' }),
  ],
  [
    'fences-rise',
    'two owners with the same fence',
    evidence => {
      const claims = Object.values(evidence.events)
        .flat()
        .filter(event => event.type === 'claimed');
      claims[1]!.fence = claims[0]!.fence;
    },
  ],
  [
    'portal-knows-what-runs',
    'an environment where something else runs',
    evidence => {
      evidence.world[0]!.instances[0]!.artifact = 'sha256:other';
    },
  ],
  [
    'portal-knows-what-runs',
    'an environment where nothing runs',
    evidence => {
      evidence.world[0]!.instances = [];
    },
  ],
  [
    'portal-knows-what-runs',
    'an environment where the candidate still takes traffic',
    evidence => {
      const [instance] = evidence.world[0]!.instances;
      evidence.world[0]!.instances.push({
        ...instance!,
        id: 'i0',
        artifact: 'sha256:candidate',
      });
    },
  ],
  [
    'events-complete',
    'a lost event',
    evidence => {
      evidence.events[findId(evidence, 'succeeded')]!.splice(3, 1);
    },
  ],
  [
    'events-complete',
    'a lost last event',
    evidence => {
      evidence.events[findId(evidence, 'succeeded')]!.pop();
    },
  ],
  [
    'events-complete',
    'an event that is older than the previous one',
    evidence => {
      evidence.events[findId(evidence, 'succeeded')]![4]!.at = 1;
    },
  ],
  [
    'replay-is-state',
    'a state that does not match its events',
    evidence => {
      evidence.deployments[0]!.state.trafficWeight = 42;
    },
  ],
  [
    'replay-is-state',
    'a row whose status differs from its state',
    evidence => {
      evidence.deployments[0]!.status = 'failed';
    },
  ],
  [
    'audit-complete',
    'a command without an audit entry',
    evidence => {
      const index = evidence.audit.findIndex(
        ({ details }) => details.commandId !== undefined,
      );
      evidence.audit.splice(index, 1);
    },
  ],
  [
    'audit-complete',
    'a change of the environment without an audit entry',
    evidence => {
      const index = evidence.audit.findIndex(
        ({ action }) => action === 'deployment.traffic_shifted',
      );
      evidence.audit.splice(index, 1);
    },
  ],
  [
    'audit-complete',
    'a duplicate entry',
    evidence => {
      evidence.audit.push({ ...evidence.audit[0]!, id: 1e9 });
    },
  ],
  [
    'audit-complete',
    'an entry of something that did not happen',
    evidence => {
      const command = evidence.audit.find(
        ({ details }) => details.commandId !== undefined,
      )!;
      evidence.audit.push({ ...command, id: 1e9, details: { commandId: 'x' } });
    },
  ],
  [
    'audit-complete',
    'a broken chain',
    evidence => {
      evidence.chain = { result: 'broken', position: 7, message: 'Changed' };
    },
  ],
  [
    'audit-complete',
    'an entry that was never sealed',
    evidence => {
      delete evidence.audit[0]!.position;
    },
  ],
  [
    'acknowledged-is-kept',
    'an acknowledged deployment that is lost',
    evidence => {
      evidence.deployments.pop();
    },
  ],
  [
    'acknowledged-is-kept',
    'a request that created two deployments',
    evidence => {
      const [first, second] = evidence.deployments;
      second!.idempotencyKey = first!.idempotencyKey;
    },
  ],
  [
    'acknowledged-is-kept',
    'a request that was acknowledged twice as creating a deployment',
    evidence => {
      evidence.ledger.creations[0]!.made = 2;
    },
  ],
  [
    'acknowledged-is-kept',
    'an acknowledged command that is lost',
    evidence => {
      const { commandId } = evidence.ledger.clicks.find(({ answers }) =>
        answers.includes(200),
      )!;
      evidence.commands = evidence.commands.filter(
        it => it.commandId !== commandId,
      );
    },
  ],
  [
    'one-click-one-command',
    'a second press of a button with another outcome',
    evidence => {
      const click = evidence.ledger.clicks.find(
        ({ outcomes }) => outcomes.length > 1,
      )!;
      click.outcomes[1] = '{"status":"accepted","seq":1000}';
    },
  ],
  [
    'one-click-one-command',
    'a command that is stored twice',
    evidence => {
      evidence.commands.push({ ...evidence.commands[0]! });
    },
  ],
  [
    'one-click-one-command',
    'a press of a button that had its effect twice',
    evidence => {
      const [id] = Object.entries(evidence.events).find(([, events]) =>
        events.some(({ type }) => type === 'approvalDecided'),
      )!;
      insertAfter(evidence, id, 'approvalDecided', it => ({ ...it }));
    },
  ],
];

describe('judge', () => {
  it('finds no violation in the evidence of a run', () => {
    expect(judge(recorded()).flatMap(({ violations }) => violations)).toEqual(
      [],
    );
  });

  it.each(TAMPERED)('reports by rule %s %s', (id, _, tamper) => {
    const rule = RULES.find(it => it.id === id)!;
    const evidence = recorded();
    tamper(evidence);
    expect(rule.check(evidence)).not.toEqual([]);
  });

  it('has a test case that breaks each rule', () => {
    expect([...new Set(TAMPERED.map(([id]) => id))]).toEqual(
      RULES.map(({ id }) => id),
    );
  });

  it('names the deployment and the member in which replay and state differ', () => {
    const evidence = recorded();
    const { id } = evidence.deployments[0]!;
    evidence.deployments[0]!.state.trafficWeight = 42;
    const broken = judge(evidence).find(
      ({ rule }) => rule.id === 'replay-is-state',
    )!;
    expect(broken.violations).toEqual([
      { message: expect.stringContaining(id) },
    ]);
    expect(broken.violations[0]!.message).toContain('trafficWeight');
  });
});
