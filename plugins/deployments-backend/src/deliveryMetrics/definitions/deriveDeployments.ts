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

/** What the metrics make of each deployment of one tier. `ordered`: by time of their end. */
export function* judgeDeployments(
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

/** By the deployment that was taken back: the successful rollback that did. */
export type Reverts = ReadonlyMap<string, SourceDeployment>;

/** A rollback whose source does not say what it takes back takes back what users had there. */
export function* findReverts(
  ordered: readonly SourceDeployment[],
): Generator<void, Reverts> {
  /** By environment: what users had, the latest last. */
  const lived = new Map<string, SourceDeployment[]>();
  const reverts = new Map<string, SourceDeployment>();
  for (const deployment of ordered) {
    yield;
    const { environment, kind, outcome } = deployment;
    if (kind === 'deploy' && hasStayed(deployment)) {
      append(lived, environment, deployment);
    } else if (kind === 'rollback' && outcome === 'succeeded') {
      const before = lived.get(environment) ?? [];
      const reverted = deployment.reverts ?? takenBack(deployment, before)?.id;
      if (reverted !== undefined && !reverts.has(reverted)) {
        reverts.set(reverted, deployment);
      }
      goBack(before, deployment, reverted);
    }
  }
  return reverts;
}

/** Whether users had it when it ended. */
function hasStayed(deployment: SourceDeployment): boolean {
  const { outcome } = deployment;
  return (
    outcome === 'succeeded' ||
    (outcome !== 'rolled_back' && tookTraffic(deployment))
  );
}

/** Nothing, by a rollback to what runs already: one that was told or done twice. */
function takenBack(
  rollback: SourceDeployment,
  lived: readonly SourceDeployment[],
): SourceDeployment | undefined {
  const latest = lived[lived.length - 1];
  return latest?.artifact === rollback.artifact ? undefined : latest;
}

/** The version that it goes back to, where that is known, is the latest again. */
function goBack(
  lived: SourceDeployment[],
  rollback: SourceDeployment,
  reverted: string | undefined,
): void {
  const left = getLast(lived, ({ id }) => id === reverted);
  if (left !== -1) lived.splice(left, 1);
  const goal = getLast(lived, ({ artifact }) => artifact === rollback.artifact);
  if (goal !== -1) lived.length = goal + 1;
}

/** Found soon: what is taken back is among the latest. -1: there is none. */
function getLast(
  lived: readonly SourceDeployment[],
  isIt: (deployment: SourceDeployment) => boolean,
): number {
  let at = lived.length - 1;
  while (at >= 0 && !isIt(lived[at])) at -= 1;
  return at;
}

export function tookTraffic(deployment: SourceDeployment): boolean {
  return deployment.trafficAt !== undefined;
}

function countDelivery(deployment: SourceDeployment): Counting {
  return (
    notADelivery(deployment) ??
    (deployment.outcome === 'succeeded' ? COUNTED : excluded('not-successful'))
  );
}

/** A rollback is no change: counted as one it would make failing look rarer the more often it is repaired. */
function countChange(deployment: SourceDeployment, links: Links): Counting {
  return notADelivery(deployment) ?? unlessUnnoticed(deployment, links);
}

function countDeployment(deployment: SourceDeployment, links: Links): Counting {
  const left =
    deployment.kind === 'rollback' ? undefined : notADelivery(deployment);
  return left ?? unlessUnnoticed(deployment, links);
}

function notADelivery({ kind }: SourceDeployment): Counting | undefined {
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
 * What gave up before users could notice was neither a failure for them nor a success. Where somebody says that it caused
 * an incident, they noticed.
 */
function unlessUnnoticed(deployment: SourceDeployment, links: Links): Counting {
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
