import { COUNTED, excluded } from './derived';
import type {
  Counting,
  DerivedDeployment,
  FailureReason,
  ReworkReason,
} from './derived';
import type { DeploymentFact } from './facts';
import type { Links } from './links';

/** What the metrics make of each deployment of one tier. `ordered`: by time of their end. */
export function judgeDeployments(
  ordered: readonly DeploymentFact[],
  links: Links,
  reverts: Reverts,
): DerivedDeployment[] {
  const deployedBefore = new Set<string>();
  return ordered.map(deployment => {
    const place = JSON.stringify([deployment.environment, deployment.artifact]);
    const repeated = deployedBefore.has(place);
    const delivery = countDelivery(deployment);
    if (deployment.outcome === 'succeeded') deployedBefore.add(place);
    const failure = failureOf(deployment, links, reverts);
    const rate = countChange(deployment);
    const rework = countDeployment(deployment);
    const reworkBecause = reworkReasonOf(deployment, links);
    return {
      id: deployment.id,
      repeated,
      delivery,
      rate: { ...rate, hit: rate.counted && failure !== undefined },
      ...(rate.counted && failure ? { failure } : {}),
      rework: { ...rework, hit: rework.counted && reworkBecause !== undefined },
      ...(rework.counted && reworkBecause ? { reworkBecause } : {}),
    };
  });
}

/** By the deployment that was taken back: the successful rollback that did. */
export type Reverts = ReadonlyMap<string, DeploymentFact>;

/** A rollback whose source does not say what it takes back takes back the latest deployment there before it. */
export function findReverts(ordered: readonly DeploymentFact[]): Reverts {
  const latest = new Map<string, string>();
  const reverts = new Map<string, DeploymentFact>();
  for (const deployment of ordered) {
    if (deployment.kind === 'rollback') {
      const reverted = deployment.reverts ?? latest.get(deployment.environment);
      const takesBack = deployment.outcome === 'succeeded' && reverted;
      if (takesBack && !reverts.has(reverted)) {
        reverts.set(reverted, deployment);
      }
    } else if (deployment.kind === 'deploy') {
      latest.set(deployment.environment, deployment.id);
    }
  }
  return reverts;
}

export function tookTraffic(deployment: DeploymentFact): boolean {
  return deployment.trafficAt !== undefined;
}

function countDelivery(deployment: DeploymentFact): Counting {
  return (
    notOfKind(deployment, ['deploy']) ??
    (deployment.outcome === 'succeeded' ? COUNTED : excluded('not-successful'))
  );
}

/** A rollback is no change: counted as one it would make failing look rarer the more often it is repaired. */
function countChange(deployment: DeploymentFact): Counting {
  return notOfKind(deployment, ['deploy']) ?? unlessUnnoticed(deployment);
}

function countDeployment(deployment: DeploymentFact): Counting {
  return (
    notOfKind(deployment, ['deploy', 'rollback']) ?? unlessUnnoticed(deployment)
  );
}

function notOfKind(
  { kind }: DeploymentFact,
  counting: readonly DeploymentFact['kind'][],
): Counting | undefined {
  if (counting.includes(kind)) return undefined;
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

/** What gave up before users could notice was neither a failure for them nor a success. */
function unlessUnnoticed(deployment: DeploymentFact): Counting {
  return deployment.outcome === 'failed' && !tookTraffic(deployment)
    ? excluded('never-took-traffic')
    : COUNTED;
}

export function failureOf(
  deployment: DeploymentFact,
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

function reworkReasonOf(
  deployment: DeploymentFact,
  links: Links,
): ReworkReason | undefined {
  if (deployment.kind === 'rollback') return 'rollback';
  if (deployment.hotfix) return 'hotfix';
  return links.fixedBy.has(deployment.id) ? 'fixed-incident' : undefined;
}
