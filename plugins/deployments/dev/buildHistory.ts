import {
  isTerminal,
  type Deployment,
  type DeploymentStatus,
  type DeploymentSummary,
  type StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { addSeconds, ago } from '../src/__testUtils__/driftFixtures';
import { deploymentSummary } from '../src/__testUtils__/fixtures';
import { runSteps, type PathStep } from './goldenPath';
import type { VersionSummary } from './portal';

export interface Requested {
  minutesAgo: number;
  service: string;
  environment: string;
  version: VersionSummary;
  /** How it ended, or what it does now. */
  status: Extract<
    DeploymentStatus,
    'succeeded' | 'rolled_back' | 'failed' | 'running' | 'waiting'
  >;
  hotfix?: boolean;
  by: string;
  /** Why it waits. */
  blocker?: string;
}

const ROLLBACK_SECONDS = 20;
/** How long people have for a decision. */
export const DECISION_SECONDS = 8 * 3_600;

/** The deployments that follow from requests, newest first. Each replaces what the previous ones left running. */
export function buildHistory(
  requests: Requested[],
  path: PathStep[],
): DeploymentSummary[] {
  const running = new Map<string, VersionSummary>();
  return requests
    .toSorted((a, b) => b.minutesAgo - a.minutesAgo)
    .map((request, index) => {
      const { service, environment, version, status } = request;
      const key = `${service} ${environment}`;
      const baseline = running.get(key);
      if (status === 'succeeded') {
        running.set(key, version);
      }
      const id = `d${requests.length - index}`;
      return summarize(request, { id, baseline, path });
    })
    .reverse();
}

function summarize(
  request: Requested,
  context: Pick<DeploymentSummary, 'id' | 'baseline'> & { path: PathStep[] },
): DeploymentSummary {
  const { minutesAgo, by, blocker, ...rest } = request;
  const { path, ...position } = context;
  const startedAt = ago(minutesAgo - 0.1);
  const blockers: DeploymentSummary['blockers'] =
    rest.status === 'waiting'
      ? [{ kind: 'approval', message: blocker ?? '' }]
      : [];
  const steps = runSteps(path, { ...rest, startedAt, blockers });
  const done = steps.filter(step => step.finishedAt);
  const current = steps.findIndex(step => step.startedAt && !step.finishedAt);
  const ended = done.at(-1)?.finishedAt ?? startedAt;
  const isBack = rest.status === 'rolled_back';
  return deploymentSummary({
    hotfix: false,
    ...rest,
    ...position,
    requestedBy: { principal: by, via: 'portal' },
    requestedAt: ago(minutesAgo),
    startedAt,
    finishedAt: isTerminal(rest.status)
      ? addSeconds(ended, isBack ? ROLLBACK_SECONDS : 0)
      : undefined,
    mayHaveChanged: done.some(
      ({ changes, status }) => changes !== 'none' && status === 'succeeded',
    ),
    message: steps.find(({ error }) => error)?.error?.message,
    verification: rest.status === 'succeeded' ? 'passed' : undefined,
    blockers,
    awaits: blockers[0] && awaitApproval(rest, { since: startedAt, steps }),
    progress: {
      total: steps.length,
      finished: done.length,
      ...(current >= 0 && {
        step: current + 1,
        current: steps[current].title,
      }),
    },
  });
}

function awaitApproval(
  { version, environment }: Pick<Requested, 'version' | 'environment'>,
  { since, steps }: { since: string; steps: StepRun[] },
): NonNullable<DeploymentSummary['awaits']> {
  return {
    since,
    decideBy: addSeconds(since, DECISION_SECONDS),
    commands: [
      {
        type: 'approve',
        allowed: true,
        label: 'Approve',
        consequence: `Deploys ${version.name} to ${environment}.`,
        needsReason: false,
      },
      {
        type: 'reject',
        allowed: true,
        label: 'Reject',
        consequence: 'Cancels the deployment.',
        needsReason: true,
        destructive: true,
      },
    ],
    mayLiftHold: false,
    mayResolveDrift: false,
    evidence: [],
    stepsLeft: steps
      .filter(({ finishedAt }) => !finishedAt)
      .map(({ title }) => title),
  };
}

/** The rollback of a deployment, which begins when a step has failed. */
export function buildRollback({
  status,
  baseline,
  finishedAt,
}: DeploymentSummary): Deployment['rollback'] {
  if (status !== 'rolled_back' || !finishedAt) {
    return undefined;
  }
  const startedAt = addSeconds(finishedAt, -ROLLBACK_SECONDS);
  return {
    cause: 'failure',
    strategy: 'baseline',
    to: baseline,
    startedAt,
    finishedAt,
    steps: [
      {
        id: 'traffic',
        title: `Send all traffic to ${baseline?.name}`,
        status: 'succeeded',
        attempt: 1,
        startedAt,
        finishedAt,
      },
    ],
  };
}
