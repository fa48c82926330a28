import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import fc from 'fast-check';
import type { DeploymentEvent } from '../events';
import { fold } from '../reduce/reduce';
import { REDUCER_VERSION } from '../snapshot';
import type { DeploymentState } from '../state';
import { upcastEvent } from '../upcast';
import { aSnapshot, aStep, HOUR, Life, MINUTE, version } from './builders';
import { Driver } from './drive';
import { EVENT_TYPES } from './eventTypes';
import { scenarios } from './scenario';

/** The events of one deployment, and the state they fold into. */
export interface RecordedStream {
  /** The reducer version that wrote the events. They are never changed. */
  recordedBy: number;
  /** The status at the end of the stream, which every later reducer must reproduce. */
  status: DeploymentStatus;
  /** The reducer version that folded the events into `state`. */
  foldedBy: number;
  /** The events as they were stored. */
  stored: { type: string }[];
  /** The same events in the current vocabulary. */
  events: DeploymentEvent[];
  state: DeploymentState;
}

const DIRECTORY = join(
  resolvePackagePath('@slipway/backstage-plugin-deployments-backend'),
  'src/domain/deployment/__fixtures__',
);

const STATUSES: Record<DeploymentStatus, true> = {
  queued: true,
  running: true,
  waiting: true,
  rolling_back: true,
  succeeded: true,
  failed: true,
  rolled_back: true,
  rollback_failed: true,
  cancelled: true,
  expired: true,
  superseded: true,
};
const KINDS: Record<DeploymentKind, true> = {
  deploy: true,
  rollback: true,
  restart: true,
  remove: true,
};

/** The events, statuses and kinds that the recorded streams together must cover. */
export const REQUIRED: string[] = [
  ...Object.keys(EVENT_TYPES).map(type => `event ${type}`),
  ...Object.keys(STATUSES).map(status => `status ${status}`),
  ...Object.keys(KINDS).map(kind => `kind ${kind}`),
];

export function listCovered({
  events,
  state,
}: Pick<RecordedStream, 'events' | 'state'>): string[] {
  return [
    ...events.map(({ type }) => `event ${type}`),
    `status ${state.status}`,
    `kind ${state.kind}`,
  ];
}

/** Hand-written streams for cases that random ones don't reach, or not as clearly. */
const WRITTEN: Record<string, () => Life> = {
  'canary-succeeded': () => {
    const life = new Life();
    life.pass('deploy', { candidate: { id: 'c1' }, trafficWeight: 10 });
    life.pass('watch');
    life.pass('shift', { trafficWeight: 100 });
    life.pass('verify');
    life.pass('retire', { baselineRetired: true });
    return life;
  },
  'rolled-back-by-a-check': () => {
    const life = new Life();
    life.pass('deploy', { candidate: { id: 'c1' }, trafficWeight: 10 });
    life.start('watch');
    life.report('watch', {
      state: 'failed',
      retryable: false,
      verdict: 'failed',
      error: { message: 'p95 412 ms > 300 ms' },
    });
    life.state.rollback?.steps.forEach(({ id }) => life.passRollback(id));
    return life;
  },
  'waited-elsewhere': () => {
    const life = new Life();
    const report = { state: 'running', pollAfterMs: MINUTE } as const;
    const blocker = {
      kind: 'external',
      message: 'Waits for a review',
      links: [{ title: 'Review', url: 'https://git.example.com/1' }],
    } as const;
    const problem = { code: 'quota', message: 'The quota is used up' } as const;
    life.start('deploy');
    life.report('deploy', { ...report, blocker: { ...blocker, links: [] } });
    life.wait(HOUR);
    life.report('deploy', { ...report, problems: [problem] });
    life.report('deploy', {
      ...report,
      blocker: { ...blocker, links: [...blocker.links] },
      links: [...blocker.links],
    });
    life.wait(25 * HOUR);
    life.tick();
    return life;
  },
  'promoted-in-stages': () => {
    const life = new Life();
    const stage = (nextWeight: number) =>
      ({
        state: 'running',
        pollAfterMs: MINUTE,
        idle: true,
        promotable: { nextWeight, needsReason: true },
      } as const);
    const blocker = { kind: 'decision', message: 'The score is 80' } as const;
    const deadline = { afterMs: HOUR, otherwise: 'promote' } as const;
    life.start('deploy');
    life.report('deploy', {
      ...stage(25),
      effects: { candidate: { id: 'c1' }, trafficWeight: 10 },
    });
    life.person({ type: 'pause' });
    life.wait(HOUR);
    life.person({ type: 'resume' });
    life.person({ type: 'promote', stepId: 'deploy', to: 'next' });
    life.report('deploy', {
      ...stage(50),
      effects: { trafficWeight: 25 },
      blocker,
      deadline,
    });
    life.wait(2 * HOUR);
    life.report('deploy', { ...stage(50), blocker, deadline });
    life.wait(HOUR);
    life.tick();
    return life;
  },
  'refused-before-it-was-sent': () => {
    const life = new Life();
    life.send({
      type: 'refuseStep',
      stepId: 'deploy',
      attempt: 1,
      error: { message: 'There is no value for {{ inputs.ticket }}' },
      retryable: false,
      random: 0,
    });
    return life;
  },
  'queued-approved-and-voided': () => {
    const life = new Life({ queued: true });
    life.send({
      type: 'block',
      planHash: 'one',
      blockers: [{ kind: 'approval', message: 'Waits for managers' }],
    });
    life.person({ type: 'approve', planHash: 'one', groups: [] });
    life.send({ type: 'voidApprovals', planHash: 'two', reason: 'Baseline' });
    return life;
  },
  'overridden-and-expired': () => {
    const life = new Life({ queued: true, request: { hotfix: true } });
    life.send({
      type: 'block',
      blockers: [
        { kind: 'window', message: 'Weekend freeze', overridable: true },
      ],
    });
    life.person({ type: 'override' });
    life.wait(8 * 24 * HOUR);
    life.send({ type: 'expire' });
    return life;
  },
  superseded: () => {
    const life = new Life({ queued: true });
    life.send({ type: 'supersede', byDeployment: 'd2' });
    return life;
  },
  'cancelled-in-the-queue': () => {
    const life = new Life({ queued: true, request: { notBefore: 1 } });
    life.person({ type: 'cancel' });
    return life;
  },
  'taken-over': () => {
    const life = new Life();
    life.pass('deploy', { candidate: { id: 'c1' } });
    life.send({ type: 'claim', fence: 2 });
    life.send({ type: 'takeover', byDeployment: 'd2', by: 'user:default/bo' });
    life.state.rollback?.steps.forEach(({ id }) => life.passRollback(id));
    return life;
  },
  'removal-succeeded': () => {
    const life = new Life({
      request: { kind: 'remove' },
      snapshot: aSnapshot({
        kind: 'remove',
        steps: [aStep('remove', { use: 'remove', changes: 'irreversible' })],
      }),
    });
    life.pass('remove');
    return life;
  },
  'rollback-succeeded': () => {
    const life = new Life({
      request: {
        kind: 'rollback',
        reverts: 'd0',
        version: { ...version('1.4.1'), flags: [] },
      },
    });
    life.state.steps.forEach(({ id }) => life.pass(id));
    return life;
  },
};

/** Reads the recorded streams, by name: `<version>/<what they cover>`. */
export function readStreams(): Map<string, RecordedStream> {
  const streams = new Map<string, RecordedStream>();
  for (const folder of existsSync(DIRECTORY) ? readdirSync(DIRECTORY) : []) {
    for (const file of readdirSync(join(DIRECTORY, folder)).sort()) {
      const text = readFileSync(join(DIRECTORY, folder, file), 'utf8');
      const { events: stored, ...stream } = JSON.parse(text);
      streams.set(`${folder}/${file.replace(/\.json$/, '')}`, {
        ...stream,
        stored,
        events: stored.map(upcastEvent),
      });
    }
  }
  return streams;
}

/**
 * Records streams of the current reducer unless its version already has some, and updates the states of older streams if
 * the version was raised since. Events and statuses of existing streams are never changed.
 */
export function recordStreams(): void {
  const known = readStreams();
  for (const [name, stream] of known) {
    if (stream.foldedBy < REDUCER_VERSION) {
      const state = fold(stream.events);
      if (state) {
        write(name, { ...stream, foldedBy: REDUCER_VERSION, state });
      }
    }
  }
  const folder = `v${REDUCER_VERSION}`;
  if ([...known.keys()].some(name => name.startsWith(`${folder}/`))) {
    return;
  }
  for (const [name, events] of chosenStreams()) {
    const state = fold(events);
    if (state) {
      write(`${folder}/${name}`, {
        recordedBy: REDUCER_VERSION,
        status: state.status,
        foldedBy: REDUCER_VERSION,
        stored: events,
        events,
        state,
      });
    }
  }
}

/** Writes one event per line, for readable diffs. */
function write(name: string, stream: RecordedStream): void {
  const path = join(DIRECTORY, `${name}.json`);
  mkdirSync(join(path, '..'), { recursive: true });
  const { stored, events: _, state, ...rest } = stream;
  const facts = JSON.stringify(rest).slice(1, -1);
  const lines = stored.map(event => JSON.stringify(event)).join(',\n');
  writeFileSync(
    path,
    `{${facts},\n"events":[\n${lines}\n],\n"state":${JSON.stringify(state)}}\n`,
  );
}

/** Chooses the hand-written streams, and random ones for the events, statuses and kinds that are still missing. */
function chosenStreams(): [string, DeploymentEvent[]][] {
  const chosen: [string, DeploymentEvent[]][] = Object.entries(WRITTEN).map(
    ([name, build]) => [name, build().events],
  );
  const missing = new Set(REQUIRED);
  const tried = fc
    .sample(scenarios, { numRuns: 6000, seed: 20261121 })
    .flatMap(scenario => {
      const driver = new Driver(() => {});
      driver.run(scenario);
      const cut = [...driver.log];
      driver.finish();
      return [cut, driver.log].map(events => ({ events, shown: show(events) }));
    })
    .sort((a, b) => a.events.length - b.events.length);
  chosen.forEach(([, events]) =>
    show(events).forEach(it => missing.delete(it)),
  );
  while (missing.size > 0) {
    const isMissing = (it: string) => missing.has(it);
    const best = tried.reduce((a, b) =>
      b.shown.filter(isMissing).length > a.shown.filter(isMissing).length
        ? b
        : a,
    );
    const news = best.shown.filter(it => missing.delete(it));
    if (news.length === 0) {
      throw new Error(`No stream shows ${[...missing].join(', ')}`);
    }
    const text = news.map(it => it.split(' ')[1]);
    chosen.push([text.slice(0, 4).join('-'), best.events]);
  }
  return chosen;
}

function show(events: DeploymentEvent[]): string[] {
  const state = fold(events);
  return state ? [...new Set(listCovered({ events, state }))] : [];
}
