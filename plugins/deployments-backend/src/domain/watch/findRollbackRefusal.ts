import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import { findIrreversible } from '../deployment/plan/planRollback';
import type { Snapshot } from '../deployment/snapshot';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import { servingVersions } from '../serviceEnvironment/observedVersions';

/** What a rollback after a breach depends on, at the moment of the request. */
export interface RollbackFacts {
  /** The artifact of the watched version. */
  artifact: string;
  /** The snapshot of the watched deployment. */
  snapshot: Pick<Snapshot, 'steps'>;
  serviceEnvironment: Pick<StoredServiceEnvironment, 'lockOwner' | 'current'>;
  /** What runs there now. Absent if the target did not answer. */
  observation?: Observation;
  /** How many deployments are queued there. */
  queued: number;
  /** What would keep the rollback from starting. */
  blockers: readonly Pick<Blocker, 'message'>[];
}

/**
 * Says why a breach must not be answered by a rollback without asking a person; `undefined` if it may be. The rollback is
 * meant for the watched version alone: if anything else serves or is about to, nobody has decided to replace that. Pure.
 */
export function findRollbackRefusal(facts: RollbackFacts): string | undefined {
  const { artifact, snapshot, serviceEnvironment, observation } = facts;
  const irreversible = findIrreversible(snapshot);
  if (irreversible) {
    return `The step “${irreversible.title}” can't be undone, and the previous version may not work after it.`;
  }
  if (serviceEnvironment.lockOwner !== undefined) {
    return 'Another deployment is in progress there.';
  }
  if (facts.queued > 0) {
    return 'Another deployment is queued there.';
  }
  const serving = observation && servingVersions(observation);
  const isServingAlone =
    serving?.length === 1 && serving[0].spellings.includes(artifact);
  if (serving && !isServingAlone) {
    return 'The watched version is not the only one that is running there.';
  }
  if (serviceEnvironment.current?.version.artifact !== artifact) {
    return 'Another version was deployed there.';
  }
  return facts.blockers.length > 0
    ? facts.blockers.map(({ message }) => message).join(' ')
    : undefined;
}
