import { shiftsTraffic } from '../../domain/deployment/plan/shiftsTraffic';
import type { Snapshot } from '../../domain/deployment/snapshot';

/** Describes what happens if a deployment fails. */
export function describeRollback(snapshot: Snapshot): string {
  const { baseline, rollbackTarget, onFailure, kind } = snapshot;
  if (kind === 'rollback') {
    return 'If the rollback fails, nothing is rolled back. The environment is put on hold, and a person has to check it.';
  }
  if (onFailure === 'fail') {
    return 'If it fails, it stops, nothing is rolled back, and the environment is put on hold.';
  }
  const asks =
    onFailure === 'pause' ? 'If it fails, it asks for a decision. ' : '';
  const redeployed =
    rollbackTarget &&
    `${rollbackTarget.name}, the last known good version, is deployed again.`;
  if (!baseline) {
    return `${asks}Nothing is running here now, so the new version is stopped; after that, ${
      redeployed ?? 'no version is known to be good and a person decides.'
    }`;
  }
  return shiftsTraffic(snapshot)
    ? `${asks}While ${
        baseline.name
      } is still running, all traffic goes back to it; after that, ${
        redeployed ?? 'no version is known to be good and a person decides.'
      }`
    : `${asks}${baseline.name} is restored; if that is no longer possible, ${
        redeployed ?? 'a person decides.'
      }`;
}
