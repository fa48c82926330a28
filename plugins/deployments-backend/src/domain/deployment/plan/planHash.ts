import { createHash } from 'node:crypto';
import type { Snapshot } from '../snapshot';

/**
 * Names what a person approves: path, settings, artifact, what runs now and what a rollback would bring back. Not the
 * instance of what runs now: another process of the same version is the same plan. Nor who has to agree: that is asked
 * whenever it is about to start.
 */
export function planHash(snapshot: Snapshot): string {
  const {
    baselineInstance: _,
    reducerVersion: __,
    approvals: ___,
    ...plan
  } = snapshot;
  return hashJson(plan);
}

/** SHA-256 of the canonical JSON (keys sorted), in hex. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(
            Object.entries(part).sort(([a], [b]) => {
              if (a === b) {
                return 0;
              }
              return a < b ? -1 : 1;
            }),
          )
        : part,
    ) ?? ''
  );
}
