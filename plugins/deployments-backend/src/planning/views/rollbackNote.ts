import type { Snapshot } from '../../domain/deployment/snapshot';

/** What happens when a deployment fails, in words. */
export function rollbackNote(snapshot: Snapshot): string {
  const { baseline, rollbackTarget, onFailure, kind } = snapshot;
  if (kind === 'rollback') {
    return 'A rollback is not rolled back: if it fails, it is put on hold and somebody has to look.';
  }
  if (onFailure === 'fail') {
    return 'If it fails it stops where it is, and the environment is put on hold.';
  }
  const stays = baseline
    ? `While ${baseline.name} still runs, all traffic goes back to it`
    : 'Nothing runs here now, so what was brought in is stopped';
  const later = rollbackTarget
    ? `; after that ${rollbackTarget.name}, the last known good, is brought in again.`
    : '; after that nothing is known to be good, and a person decides.';
  return `${
    onFailure === 'pause' ? 'If it fails it asks for a decision. ' : ''
  }${stays}${later}`;
}
