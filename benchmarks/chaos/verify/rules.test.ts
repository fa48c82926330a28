import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold } from '../../../plugins/deployments-backend/src/domain/deployment/evolve/evolve';
import type { DeploymentEvent } from '../../../plugins/deployments-backend/src/domain/deployment/events';
import type { EffectEntry } from '../world/effectLog';
import type { Evidence } from './evidence';
import { RULES, judge } from './rules';

const FIXTURE = join(__dirname, '__fixtures__/evidence.json');

/**
 * What a run left of one environment without fences: two deployments that succeeded, one that was rolled back, two that
 * never started, over replicas that died.
 */
function recorded(): Evidence {
  const read = JSON.parse(readFileSync(FIXTURE, 'utf8'));
  for (const deployment of read.deployments) {
    // As of today's reducer: the rules are under test here, not the run.
    deployment.state = fold(read.events[deployment.id]);
  }
  return read;
}

/** Ids by how they ended; of several the first. */
function toId(evidence: Evidence, status: string): string {
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

/** The same again, at the end of the log. */
function again(
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
    'a deployment that waits in a queue for nothing',
    evidence => {
      const deployment = evidence.deployments[0]!;
      deployment.status = 'queued';
      deployment.state.status = 'queued';
    },
  ],
  [
    'none-stuck',
    'messages that nobody was told',
    evidence => {
      evidence.outboxLeft = 1;
    },
  ],
  [
    'terminal-is-final',
    'a row that went on after its end, for a moment',
    evidence => {
      const id = toId(evidence, 'succeeded');
      const last = evidence.history.filter(it => it.id === id).at(-1)!;
      evidence.history.push({ ...last, n: 1e9, status: 'running' });
      evidence.history.push({ ...last, n: 1e9 + 1 });
    },
  ],
  [
    'terminal-is-final',
    'an event after the end',
    evidence => {
      const events = evidence.events[toId(evidence, 'cancelled')]!;
      events.push({ ...events[0]!, seq: events.length + 1 });
    },
  ],
  [
    'no-step-twice',
    'a step that is completed twice',
    evidence =>
      insertAfter(
        evidence,
        toId(evidence, 'succeeded'),
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
        toId(evidence, 'succeeded'),
        'stepSucceeded',
        it => ({
          type: 'stepStarted',
          seq: 0,
          at: it.at,
          stepId: 'stepId' in it ? it.stepId! : '',
          attempt: 2,
          timeoutAt: it.at,
          touches: false,
        }),
      ),
  ],
  [
    'no-step-twice',
    'another attempt without a recorded failure',
    evidence => {
      const events = evidence.events[toId(evidence, 'rolled_back')]!;
      const index = events.findIndex(({ type }) => type === 'stepRetrying');
      events.splice(index, 1);
    },
  ],
  [
    'no-step-twice',
    'an effect of a step that was completed before',
    evidence => {
      const setTraffic = effect(evidence, 'setTraffic');
      again(evidence, setTraffic, {
        at: Number.MAX_SAFE_INTEGER,
        key: setTraffic.key.replace(/1$/, '2'),
      });
    },
  ],
  [
    'one-key-per-attempt',
    'an effect that began under another key of the same attempt',
    evidence => {
      const apply = effect(evidence, 'apply');
      again(evidence, apply, { key: apply.key.replace(/1$/, '2') });
    },
  ],
  [
    'one-key-per-attempt',
    'a key that began its effect twice',
    evidence => again(evidence, effect(evidence, 'apply'), {}),
  ],
  [
    'one-key-per-attempt',
    'the key of another deployment',
    evidence =>
      again(evidence, effect(evidence, 'apply'), {
        key: 'someone-else/bring/1/1',
      }),
  ],
  [
    'same-key-same-body',
    'a key that came with another body',
    evidence =>
      again(evidence, effect(evidence, 'apply'), {
        what: 'conflict',
        body: 'another',
      }),
  ],
  [
    'one-per-place',
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
    'one-per-place',
    'an effect between those of another deployment',
    evidence => again(evidence, effect(evidence, 'apply'), { key: 'late' }),
  ],
  [
    'one-per-place',
    'an environment that somebody holds who has ended',
    evidence => {
      evidence.serviceEnvironments[0]!.lockOwner = toId(evidence, 'succeeded');
    },
  ],
  [
    'fences-rise',
    'an effect of an old owner after one of the new owner',
    evidence =>
      again(evidence, effect(evidence, 'abort'), { fence: 2, key: 'late' }),
  ],
  [
    'fences-rise',
    'a fence that two owners have',
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
      evidence.events[toId(evidence, 'succeeded')]!.splice(3, 1);
    },
  ],
  [
    'events-complete',
    'a lost last event',
    evidence => {
      evidence.events[toId(evidence, 'succeeded')]!.pop();
    },
  ],
  [
    'events-complete',
    'an event from before the one before',
    evidence => {
      evidence.events[toId(evidence, 'succeeded')]![4]!.at = 1;
    },
  ],
  [
    'replay-is-state',
    'a state that its events do not tell',
    evidence => {
      evidence.deployments[0]!.state.trafficWeight = 42;
    },
  ],
  [
    'replay-is-state',
    'a row in another status than its state',
    evidence => {
      evidence.deployments[0]!.status = 'failed';
    },
  ],
  [
    'audit-complete',
    'a command that was not written down',
    evidence => {
      const index = evidence.audit.findIndex(
        ({ details }) => details.commandId !== undefined,
      );
      evidence.audit.splice(index, 1);
    },
  ],
  [
    'audit-complete',
    'a change of the environment that was not written down',
    evidence => {
      const index = evidence.audit.findIndex(
        ({ action }) => action === 'deployment.traffic_shifted',
      );
      evidence.audit.splice(index, 1);
    },
  ],
  [
    'audit-complete',
    'an entry that is there twice',
    evidence => {
      evidence.audit.push({ ...evidence.audit[0]!, id: 1e9 });
    },
  ],
  [
    'audit-complete',
    'an entry of what never happened',
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
    'a deployment that was acknowledged and is lost',
    evidence => {
      evidence.deployments.pop();
    },
  ],
  [
    'acknowledged-is-kept',
    'a request that made two deployments',
    evidence => {
      const [first, second] = evidence.deployments;
      second!.idempotencyKey = first!.idempotencyKey;
    },
  ],
  [
    'acknowledged-is-kept',
    'a request that was told twice that it made one',
    evidence => {
      evidence.ledger.creations[0]!.made = 2;
    },
  ],
  [
    'acknowledged-is-kept',
    'a command that was acknowledged and is lost',
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
    'a button whose second press had another outcome',
    evidence => {
      const click = evidence.ledger.clicks.find(
        ({ outcomes }) => outcomes.length > 1,
      )!;
      click.outcomes[1] = '{"status":"accepted","seq":1000}';
    },
  ],
  [
    'one-click-one-command',
    'a command that is there twice',
    evidence => {
      evidence.commands.push({ ...evidence.commands[0]! });
    },
  ],
  [
    'one-click-one-command',
    'a button that was pressed once and did its work twice',
    evidence => {
      const [id] = Object.entries(evidence.events).find(([, events]) =>
        events.some(({ type }) => type === 'approved'),
      )!;
      insertAfter(evidence, id, 'approved', it => ({ ...it }));
    },
  ],
];

describe('what must hold, looked at from the outside', () => {
  it('holds in what a run left', () => {
    expect(judge(recorded()).flatMap(({ violations }) => violations)).toEqual(
      [],
    );
  });

  it.each(TAMPERED)('%s tells of %s', (id, _, tamper) => {
    const rule = RULES.find(it => it.id === id)!;
    const evidence = recorded();
    tamper(evidence);
    expect(rule.check(evidence)).not.toEqual([]);
  });

  it('has a way to be broken for every rule', () => {
    expect([...new Set(TAMPERED.map(([id]) => id))]).toEqual(
      RULES.map(({ id }) => id),
    );
  });

  it('names the deployment that it is about', () => {
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
