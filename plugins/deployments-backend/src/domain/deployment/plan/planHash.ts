import { createHash } from 'node:crypto';
import type { Snapshot } from '../snapshot';

/**
 * Computes the hash of what a person approves: golden path, settings, artifact, baseline and rollback target. It leaves out
 * the baseline's instance, because the plan is the same for another process of the same version. It also leaves out the
 * approval rules, because they are evaluated at the start, and the codes of texts that it contains.
 */
export function planHash(snapshot: Snapshot): string {
  const {
    baselineInstance: _,
    reducerVersion: __,
    approvals: ___,
    ...plan
  } = snapshot;
  return hashJson({
    ...plan,
    steps: plan.steps.map(({ skippedSentences: _____, ...step }) => step),
  });
}

/** Computes the SHA-256 of the canonical JSON (with sorted keys), in hex. */
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
