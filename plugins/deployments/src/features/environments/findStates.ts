import type {
  Blocker,
  DeploymentSummary,
  EnvironmentState,
} from '@slipway/backstage-plugin-deployments-common';

/** A state of an environment. */
export type CardState =
  | {
      kind: 'deploying' | 'rollingBack' | 'queued';
      deployment: DeploymentSummary;
    }
  | { kind: 'waiting'; blocker: Blocker | undefined }
  | { kind: 'crashLoop' | 'unhealthy' | 'hold' | 'drift' }
  | { kind: 'healthy' | 'unknown' | 'notOurs' | 'nothing' };

/**
 * Finds the states of an environment, the most urgent first. If nothing needs attention, it is the health of what
 * runs there.
 */
export function findStates(
  state: EnvironmentState,
): [CardState, ...CardState[]] {
  const { active, queued, hold, drift, health, restarts } = state;
  const unhealthy =
    health.status === 'unhealthy' ? ('unhealthy' as const) : undefined;
  const bad = restarts?.crashLoop ? ('crashLoop' as const) : unhealthy;
  const notable: CardState[] = [
    ...(active ? [toActiveState(active)] : []),
    ...(bad ? [{ kind: bad }] : []),
    ...(hold ? [{ kind: 'hold' } as const] : []),
    ...(drift ? [{ kind: 'drift' } as const] : []),
    ...(!active && !hold && queued.length > 0
      ? [toQueuedState(queued[0])]
      : []),
  ];
  const [first, ...others] = notable;
  return first ? [first, ...others] : [{ kind: findQuietState(state) }];
}

function toActiveState(deployment: DeploymentSummary): CardState {
  switch (deployment.status) {
    case 'waiting':
      return { kind: 'waiting', blocker: findBlocker(deployment) };
    case 'rolling_back':
      return { kind: 'rollingBack', deployment };
    default:
      return { kind: 'deploying', deployment };
  }
}

function toQueuedState(deployment: DeploymentSummary): CardState {
  const blocker = findBlocker(deployment);
  return blocker?.kind === 'approval'
    ? { kind: 'waiting', blocker }
    : { kind: 'queued', deployment };
}

/** The blocker to name: an approval, because people can give it. */
function findBlocker({ blockers }: DeploymentSummary): Blocker | undefined {
  return blockers.find(({ kind }) => kind === 'approval') ?? blockers[0];
}

function findQuietState({ current, traffic, health }: EnvironmentState) {
  if (!current) return traffic.length > 0 ? 'notOurs' : 'nothing';
  return health.status === 'healthy' ? 'healthy' : 'unknown';
}
