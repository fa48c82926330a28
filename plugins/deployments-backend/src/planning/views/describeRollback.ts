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
  const stays = baseline
    ? `While ${baseline.name} is still running, all traffic goes back to it`
    : 'Nothing is running here now, so the new version is stopped';
  const later = rollbackTarget
    ? `; after that, ${rollbackTarget.name}, the last known good version, is deployed again.`
    : '; after that, no version is known to be good and a person decides.';
  return `${
    onFailure === 'pause' ? 'If it fails, it asks for a decision. ' : ''
  }${stays}${later}`;
}
