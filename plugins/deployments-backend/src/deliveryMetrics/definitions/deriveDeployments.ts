import { COUNTED, excluded } from './projections';
import type {
  Counting,
  DeploymentProjection,
  FailureReason,
  ReworkReason,
} from './projections';
import type { SourceDeployment } from './sourceRecords';
import { append } from './links';
import type { Links } from './links';

/** Computes how each deployment of one tier counts. `ordered`: by finish time. */
export function* classifyDeployments(
  ordered: readonly SourceDeployment[],
  links: Links,
  reverts: Reverts,
): Generator<void, DeploymentProjection[]> {
  const deployedBefore = new Set<string>();
  const classified: DeploymentProjection[] = [];
  for (const deployment of ordered) {
    yield;
    const serviceEnvironment = JSON.stringify([
      deployment.environment,
      deployment.artifact,
    ]);
    const repeated = deployedBefore.has(serviceEnvironment);
    const delivery = countDelivery(deployment);
    if (deployment.outcome === 'succeeded')
      deployedBefore.add(serviceEnvironment);
    const failure = toFailure(deployment, links, reverts);
    const rate = countChange(deployment, links);
    const rework = countDeployment(deployment, links);
    const reworkBecause = getReworkReason(deployment, links);
    classified.push({
      id: deployment.id,
      repeated,
      delivery,
      rate: { ...rate, hit: rate.counted && failure !== undefined },
      ...(rate.counted && failure ? { failure } : {}),
      rework: { ...rework, hit: rework.counted && reworkBecause !== undefined },
      ...(rework.counted && reworkBecause ? { reworkBecause } : {}),
    });
  }
  return classified;
}

/** The successful rollbacks, by the id of the deployment that they reverted. */
export type Reverts = ReadonlyMap<string, SourceDeployment>;

/**
 * Finds what rollbacks reverted. If a rollback's source does not name the reverted deployment, it is the one that users
 * had there.
 */
export function* findReverts(
  ordered: readonly SourceDeployment[],
): Generator<void, Reverts> {
  /** The versions that users had, by environment, the latest last. */
  const usedVersions = new Map<string, SourceDeployment[]>();
  const reverts = new Map<string, SourceDeployment>();
  for (const deployment of ordered) {
    yield;
    const { environment, kind, outcome } = deployment;
    if (kind === 'deploy' && hasStayed(deployment)) {
      append(usedVersions, environment, deployment);
    } else if (kind === 'rollback' && outcome === 'succeeded') {
      const before = usedVersions.get(environment) ?? [];
      const reverted =
        deployment.reverts ?? findReverted(deployment, before)?.id;
      if (reverted !== undefined && !reverts.has(reverted)) {
        reverts.set(reverted, deployment);
      }
      restoreVersion(before, deployment, reverted);
    }
  }
  return reverts;
}

/** Whether users still had the version when the deployment finished. */
function hasStayed(deployment: SourceDeployment): boolean {
  const { outcome } = deployment;
  return (
    outcome === 'succeeded' ||
    (outcome !== 'rolled_back' && tookTraffic(deployment))
  );
}

/**
 * Returns what a rollback reverted. It is nothing if the rollback's version already runs, because it was reported or
 * done twice.
 */
function findReverted(
  rollback: SourceDeployment,
  usedVersions: readonly SourceDeployment[],
): SourceDeployment | undefined {
  const latest = usedVersions[usedVersions.length - 1];
  return latest?.artifact === rollback.artifact ? undefined : latest;
}

/** Makes the version that the rollback restored the latest again, if it is known. */
function restoreVersion(
  usedVersions: SourceDeployment[],
  rollback: SourceDeployment,
  reverted: string | undefined,
): void {
  const left = findLatestIndex(usedVersions, ({ id }) => id === reverted);
  if (left !== -1) usedVersions.splice(left, 1);
  const goal = findLatestIndex(
    usedVersions,
    ({ artifact }) => artifact === rollback.artifact,
  );
  if (goal !== -1) usedVersions.length = goal + 1;
}

/** Searches from the end, because reverted deployments are recent. Returns -1 if there is none. */
function findLatestIndex(
  usedVersions: readonly SourceDeployment[],
  isIt: (deployment: SourceDeployment) => boolean,
): number {
  let at = usedVersions.length - 1;
  while (at >= 0 && !isIt(usedVersions[at])) at -= 1;
  return at;
}

export function tookTraffic(deployment: SourceDeployment): boolean {
  return deployment.trafficAt !== undefined;
}

function countDelivery(deployment: SourceDeployment): Counting {
  return (
    excludeNonDelivery(deployment) ??
    (deployment.outcome === 'succeeded' ? COUNTED : excluded('not-successful'))
  );
}

/** A rollback is not a change: counting it would lower the fail rate the more often failures are repaired. */
function countChange(deployment: SourceDeployment, links: Links): Counting {
  return excludeNonDelivery(deployment) ?? excludeUnnoticed(deployment, links);
}

function countDeployment(deployment: SourceDeployment, links: Links): Counting {
  const left =
    deployment.kind === 'rollback' ? undefined : excludeNonDelivery(deployment);
  return left ?? excludeUnnoticed(deployment, links);
}

function excludeNonDelivery({ kind }: SourceDeployment): Counting | undefined {
  switch (kind) {
    case 'rollback':
      return excluded('rollback');
    case 'restart':
      return excluded('restart');
    case 'remove':
      return excluded('removal');
    case 'deploy':
      return undefined;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}

/**
 * A deployment that failed before users could notice is neither a failure for them nor a success. If somebody linked
 * it to an incident as its cause, they did notice.
 */
function excludeUnnoticed(
  deployment: SourceDeployment,
  links: Links,
): Counting {
  return deployment.outcome === 'failed' &&
    !tookTraffic(deployment) &&
    !links.causedBy.has(deployment.id)
    ? excluded('never-took-traffic')
    : COUNTED;
}

export function toFailure(
  deployment: SourceDeployment,
  links: Links,
  reverts: Reverts,
): FailureReason | undefined {
  switch (deployment.outcome) {
    case 'rolled_back':
      return 'rolled-back';
    case 'rollback_failed':
      return 'rollback-failed';
    case 'failed':
      if (tookTraffic(deployment)) return 'failed-in-traffic';
      break;
    case 'succeeded':
      break;
    default: {
      const unknown: never = deployment.outcome;
      throw new Error(`Unknown outcome ${unknown}`);
    }
  }
  if (reverts.has(deployment.id)) return 'reverted';
  return links.causedBy.has(deployment.id) ? 'incident' : undefined;
}

function getReworkReason(
  deployment: SourceDeployment,
  links: Links,
): ReworkReason | undefined {
  if (deployment.kind === 'rollback') return 'rollback';
  if (deployment.hotfix) return 'hotfix';
  return links.fixedBy.has(deployment.id) ? 'fixed-incident' : undefined;
}
