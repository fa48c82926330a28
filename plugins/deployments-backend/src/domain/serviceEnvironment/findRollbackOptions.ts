import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import { say } from '../text/say';
import type { DeploymentState } from '../deployment/state';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import type { Served } from '../model/servedVersion';
import { UNCONFIRMED_STATES } from '../watch/storedWatch';
import { servingVersions } from './observedVersions';
import type { ObservedVersion } from './observedVersions';
import type { RollbackVersion, RollbackOptions } from './rollbackVersions';

/** The facts of a service environment that rollback options depend on. */
export interface RollbackHistory {
  serviceEnvironment: Pick<
    StoredServiceEnvironment,
    'current' | 'lastKnownGood'
  >;
  /** The latest observation. */
  observation?: Observation;
  /** Newest first. */
  served: Served[];
  /** The most recent deployment that changed the environment and was not rolled back. */
  latest?: DeploymentState;
  /**
   * The version that ran before the current one, as the current version's deployment observed it. `bad`: that version's own
   * deployment did not succeed.
   */
  before?: { version: VersionSummary; bad?: boolean };
}

/**
 * Lists the versions that a service environment can be rolled back to, and proposes one: the rollback target. That is the
 * baseline while it is running; otherwise, the newest last known good version whose artifact isn't the running one, of
 * those that a watch confirmed or that had none; otherwise, the newest one that no watch has confirmed; otherwise, for a
 * person to confirm, the newest version that ran here. Versions that were rolled back are not proposed. Pure.
 */
export function findRollbackOptions(history: RollbackHistory): RollbackOptions {
  const left = findReplaced(history);
  const known = [...listServedVersions(history), ...listOtherVersions(history)];
  const versions = keepNewestOfEach(known).filter(
    ({ version }) => !left.leaves.includes(version.artifact),
  );
  return {
    ...left,
    versions,
    target: chooseTarget(history, left.leaves, known),
  };
}

function findReplaced({
  serviceEnvironment: { current },
  observation,
  served,
  latest,
}: RollbackHistory): Pick<RollbackOptions, 'leaves' | 'reverts'> {
  const running = observation && servingVersions(observation);
  const mixed = latest && endedBadly(latest) ? latest : undefined;
  const isMixed =
    mixed &&
    (running?.some(({ spellings }) =>
      spellings.includes(mixed.version.artifact),
    ) ??
      true) &&
    (current?.deploymentId === mixed.id ||
      (current?.since ?? 0) < (mixed.firstChangeAt ?? 0));
  if (isMixed) {
    return {
      leaves: listSpellings(mixed.version.artifact, running),
      reverts: mixed.id,
    };
  }
  const expected = current?.version.artifact;
  const unexpected =
    running?.filter(
      ({ spellings }) =>
        expected === undefined || !spellings.includes(expected),
    ) ?? [];
  if (unexpected.length > 0) {
    return { leaves: unexpected.flatMap(({ spellings }) => spellings).sort() };
  }
  if (running?.length === 0) {
    return {
      leaves: [],
      ...(!current && latest?.kind === 'remove' ? { reverts: latest.id } : {}),
    };
  }
  if (expected === undefined) {
    return latest?.kind === 'remove'
      ? { leaves: [], reverts: latest.id }
      : { leaves: [] };
  }
  // A restart deploys no version, so the rollback reverts the deployment before it.
  const reverted =
    served.find(
      ({ kind, version }) =>
        kind !== 'restart' && version.artifact === expected,
    ) ?? served.find(({ version }) => version.artifact === expected);
  return {
    leaves: listSpellings(expected, running),
    ...(reverted ? { reverts: reverted.deploymentId } : {}),
  };
}

/** Lists an artifact and the other spellings that running instances report for it. */
function listSpellings(
  artifact: string,
  running: ObservedVersion[] | undefined,
): string[] {
  const others = running?.find(({ spellings }) => spellings.includes(artifact));
  return [...new Set([artifact, ...(others?.spellings ?? [])])];
}

function endedBadly({ status }: DeploymentState): boolean {
  return status === 'failed' || status === 'rollback_failed';
}

/** `isGood`: its checks passed, and nothing has spoken against it since. */
type HistoricVersion = RollbackVersion & { isGood: boolean };

function listServedVersions({ served }: RollbackHistory): HistoricVersion[] {
  return served.map(it => ({
    version: it.version,
    deploymentId: it.deploymentId,
    by: it.requestedBy,
    at: it.finishedAt,
    ...(it.verification ? { verification: it.verification } : {}),
    ...(it.revertedBy ? { revertedBy: it.revertedBy } : {}),
    ...(it.watch ? { watch: it.watch } : {}),
    ...(it.quarantined
      ? {
          refusal: `It is quarantined: ${it.quarantined.reason}`,
          refusalSentence: say('rollback_refused_quarantined', {
            reason: it.quarantined.reason,
          }),
        }
      : {}),
    isGood:
      it.verification === 'passed' &&
      !it.revertedBy &&
      !it.quarantined &&
      it.watch !== 'breached',
  }));
}

/** Versions that ran here but were not deployed with Slipway. */
function listOtherVersions({
  serviceEnvironment,
  served,
  before,
}: RollbackHistory): HistoricVersion[] {
  const { current, lastKnownGood } = serviceEnvironment;
  const deployed = new Set(served.map(({ version }) => version.artifact));
  const others: HistoricVersion[] = [];
  if (lastKnownGood) {
    others.push({
      version: lastKnownGood.version,
      at: lastKnownGood.at,
      verification: 'passed',
      isGood: true,
    });
  }
  if (current && current.verification !== 'failed') {
    others.push({
      version: current.version,
      by: current.by,
      at: current.since,
      verification: current.verification,
      isGood: false,
    });
  }
  if (before) {
    others.push({
      version: before.version,
      ...(before.bad
        ? {
            refusal: 'Its deployment did not succeed',
            refusalSentence: say('rollback_refused_failed'),
          }
        : {}),
      isGood: false,
    });
  }
  return others.filter(({ version }) => !deployed.has(version.artifact));
}

function keepNewestOfEach(known: HistoricVersion[]): RollbackVersion[] {
  const seen = new Set<string>();
  return known.flatMap(({ isGood: _, ...it }) => {
    if (seen.has(it.version.artifact)) {
      return [];
    }
    seen.add(it.version.artifact);
    return [it];
  });
}

function chooseTarget(
  { latest }: RollbackHistory,
  leaves: string[],
  known: HistoricVersion[],
): string | undefined {
  const options = known.filter(
    ({ version, refusal }) =>
      refusal === undefined && !leaves.includes(version.artifact),
  );
  const baseline =
    latest && endedBadly(latest) && !latest.baselineRetired
      ? latest.snapshot?.baseline?.artifact
      : undefined;
  const chosen =
    options.find(
      ({ version, revertedBy }) => version.artifact === baseline && !revertedBy,
    ) ??
    options.find(({ isGood, watch }) => isGood && !isUnconfirmed(watch)) ??
    options.find(({ isGood }) => isGood) ??
    options.find(
      ({ revertedBy, watch }) => !revertedBy && watch !== 'breached',
    );
  return chosen?.version.artifact;
}

function isUnconfirmed(watch: RollbackVersion['watch']): boolean {
  return watch !== undefined && UNCONFIRMED_STATES.includes(watch);
}
