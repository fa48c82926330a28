import { COUNTED, excluded } from './projections';
import type { Counting, DeploymentProjection, LeadTime } from './projections';
import type { SourceChange, SourceDeployment } from './sourceRecords';
import { compareIds } from './compareIds';

export interface LeadTimeOptions {
  /** Whether commits that only merge others are excluded. Default: false. */
  ignoreMergeCommits?: boolean;
}

type Reasonless = NonNullable<DeploymentProjection['withoutLeadTimes']>;

/**
 * Finds the first successful deployment to a tier for each commit. `ordered`: the deployments of one tier, by finish
 * time.
 */
export function* deriveLeadTimes(
  ordered: readonly SourceDeployment[],
  changes: readonly SourceChange[],
  { ignoreMergeCommits = false }: LeadTimeOptions = {},
): Generator<
  void,
  { leadTimes: LeadTime[]; exclusions: Map<string, Reasonless> }
> {
  const known = new Map(changes.map(change => [change.commit, change]));
  const merged = sortByMergeTime(changes);
  const delivered = new Set<string>();
  const artifacts = new Set<string>();
  const pending = new Set<string>();
  const leadTimes: LeadTime[] = [];
  const exclusions = new Map<string, Reasonless>();
  let deliveredMerges = 0;
  let first = true;

  for (const deployment of ordered) {
    yield;
    if (deployment.kind !== 'deploy') continue;
    const reported = listContents(deployment, known, merged, deliveredMerges);
    if (deployment.outcome !== 'succeeded') {
      reported?.forEach(commit => pending.add(commit));
      continue;
    }
    const isSame = artifacts.has(deployment.artifact);
    artifacts.add(deployment.artifact);
    if (isSame) {
      exclusions.set(deployment.id, 'same-version');
      continue;
    }
    if (!reported) {
      exclusions.set(deployment.id, 'no-commits');
      // Whatever it contained, the next deployment was not the first to deliver it.
      pending.clear();
      first = false;
      continue;
    }
    // Commits of a failed attempt stay pending while older versions are deployed, because those don't contain them.
    const contained = removeContained(
      pending,
      findLatestMerge(deployment, reported, known),
      known,
    );
    // The portal lists all commits between two versions; other sources list what is new since their last attempt.
    const all =
      deployment.source === 'portal' ? reported : [...reported, ...contained];
    if (!deployment.commits) deliveredMerges += reported.length;
    for (const commit of new Set(all)) {
      if (delivered.has(commit)) continue;
      delivered.add(commit);
      const change = known.get(commit) ?? { commit };
      const leadTime = getLeadTime(deployment, change, first);
      const isLeftOut = ignoreMergeCommits && change.isMerge === true;
      leadTimes.push(
        isLeftOut
          ? { ...leadTime, counting: excluded('merge-commit') }
          : leadTime,
      );
    }
    first = false;
  }
  return { leadTimes, exclusions };
}

/**
 * Returns the commits of a deployment, or undefined if they are unknown. `from`: how many of the merged changes were
 * delivered before.
 */
function listContents(
  { commits, head }: SourceDeployment,
  known: ReadonlyMap<string, SourceChange>,
  merged: readonly MergedChange[],
  from: number,
): string[] | undefined {
  if (commits) return commits;
  const mergedAt = head === undefined ? undefined : known.get(head)?.mergedAt;
  if (mergedAt === undefined) return undefined;
  const contents: string[] = [];
  for (let i = from; i < merged.length && merged[i].mergedAt <= mergedAt; i++) {
    contents.push(merged[i].commit);
  }
  return contents;
}

/**
 * Returns when the latest commit of a version was merged. If that is unknown, the version may contain every commit.
 */
function findLatestMerge(
  { head }: SourceDeployment,
  reported: readonly string[],
  known: ReadonlyMap<string, SourceChange>,
): number {
  const ofHead = head === undefined ? undefined : known.get(head)?.mergedAt;
  if (ofHead !== undefined) return ofHead;
  let latest = -Infinity;
  for (const commit of reported) {
    latest = Math.max(latest, known.get(commit)?.mergedAt ?? -Infinity);
  }
  return latest === -Infinity ? Infinity : latest;
}

/** Removes the commits that a version contains from `pending`: all that are not known to have been merged later. */
function removeContained(
  pending: Set<string>,
  upTo: number,
  known: ReadonlyMap<string, SourceChange>,
): string[] {
  const contained: string[] = [];
  for (const commit of pending) {
    const mergedAt = known.get(commit)?.mergedAt ?? -Infinity;
    if (mergedAt > upTo) continue;
    contained.push(commit);
    pending.delete(commit);
  }
  return contained;
}

interface MergedChange {
  commit: string;
  mergedAt: number;
}

function sortByMergeTime(changes: readonly SourceChange[]): MergedChange[] {
  return changes
    .flatMap(({ commit, mergedAt }) =>
      mergedAt === undefined ? [] : [{ commit, mergedAt }],
    )
    .sort((a, b) => a.mergedAt - b.mergedAt || compareIds(a.commit, b.commit));
}

function getLeadTime(
  deployment: SourceDeployment,
  change: SourceChange,
  first: boolean,
): LeadTime {
  const { authoredAt, openedAt, mergedAt } = change;
  const { startedAt, finishedAt } = deployment;
  return {
    tier: deployment.tier,
    commit: change.commit,
    deployment: deployment.id,
    environment: deployment.environment,
    deployedAt: finishedAt,
    counting: countLeadTime(authoredAt, finishedAt, first),
    ...defined('leadMs', between(authoredAt, finishedAt, true)),
    ...defined('codingMs', between(authoredAt, openedAt)),
    ...defined('reviewMs', between(openedAt, mergedAt)),
    ...defined('waitingMs', between(mergedAt, startedAt)),
    ...defined('deployingMs', between(startedAt, finishedAt)),
    ...defined('ownerGroup', deployment.ownerGroup),
    ...defined('system', deployment.system),
    demo: deployment.demo,
  };
}

function countLeadTime(
  authoredAt: number | undefined,
  deployedAt: number,
  first: boolean,
): Counting {
  // The first deployment contains commits of the service's whole life before.
  if (first) return excluded('first-deployment');
  if (authoredAt === undefined) return excluded('missing-author-time');
  return deployedAt < authoredAt ? excluded('negative-time') : COUNTED;
}

/** A part that ends before it starts is left out. The total is kept, as a hint that a clock is wrong. */
function between(
  from: number | undefined,
  to: number | undefined,
  evenNegative = false,
): number | undefined {
  if (from === undefined || to === undefined) return undefined;
  return to >= from || evenNegative ? to - from : undefined;
}

export function defined<K extends string, V>(
  key: K,
  value: V | undefined,
): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
