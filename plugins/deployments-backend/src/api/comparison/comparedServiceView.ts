import type {
  Blocker,
  ComparedService,
  VersionDiff,
} from '@slipway/backstage-plugin-deployments-common';
import {
  ADOPTED_PREFIX,
  type RunningVersion,
  type ServiceEnvironmentRow,
} from '../../domain/model/serviceEnvironment';
import { toTime } from '../../http/formatTime';
import { toVersionSummaryView } from '../../domain/model/toVersionSummaryView';

/** How many commits of each service a comparison contains. */
const MAX_COMMITS = 20;

type ComparedState = ComparedService['state'];

/** The order of the list: first what can be promoted. */
const ORDER: readonly ComparedState[] = [
  'behind',
  'not_deployed',
  'unknown',
  'ahead',
  'same',
  'nothing_to_promote',
];

/**
 * How the version in the environment to promote to relates to the one in the environment to promote from.
 *
 * @param diff - from the first to the second; absent if they are the same or one is missing
 */
export function findComparedState(
  from: RunningVersion | undefined,
  to: RunningVersion | undefined,
  diff: VersionDiff | undefined,
): ComparedState {
  if (!from) return 'nothing_to_promote';
  if (!to) return 'not_deployed';
  if (from.version.artifact === to.version.artifact) return 'same';
  switch (diff?.direction) {
    case 'forward':
      return 'behind';
    case 'backward':
      return 'ahead';
    default:
      return 'unknown';
  }
}

/** Sorts what is furthest behind first: by commits, then by time, then by name. */
export function compareByLag(a: ComparedService, b: ComparedService): number {
  return (
    ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
    b.commitCount - a.commitCount ||
    (b.diff?.apartMs ?? 0) - (a.diff?.apartMs ?? 0) ||
    a.service.name.localeCompare(b.service.name)
  );
}

export function toComparedServiceView(facts: {
  service: ComparedService['service'];
  state: ComparedState;
  from?: ServiceEnvironmentRow;
  to?: ServiceEnvironmentRow;
  diff?: VersionDiff;
  blockers: Blocker[];
  mayPromote: boolean;
}): ComparedService {
  const { service, state, from, to, diff, blockers, mayPromote } = facts;
  return {
    service,
    state,
    from: toComparedVersion(from),
    to: toComparedVersion(to),
    diff: diff && { ...diff, commits: diff.commits.slice(0, MAX_COMMITS) },
    commitCount: diff?.commits.length ?? 0,
    blockers,
    actions: { promote: mayPromote },
  };
}

function toComparedVersion(row: ServiceEnvironmentRow | undefined) {
  if (!row?.current) return undefined;
  const { version, since, deploymentId, verification } = row.current;
  return {
    version: toVersionSummaryView(version),
    since: toTime(since),
    deploymentId: deploymentId.startsWith(ADOPTED_PREFIX)
      ? undefined
      : deploymentId,
    verification,
    hold: row.hold,
  };
}
