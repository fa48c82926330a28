import type { Snapshot } from '../snapshot';

/**
 * Whether the deployment runs two versions side by side and shifts traffic between them. If not, the new version takes
 * the place of the previous one, and the target may have no traffic at all.
 */
export function shiftsTraffic({ steps }: Pick<Snapshot, 'steps'>): boolean {
  return steps.some(
    ({ use, with: { strategy }, skipped }) =>
      skipped === undefined &&
      (use === 'traffic' ||
        use === 'shadow' ||
        use === 'canary' ||
        (use === 'deploy' &&
          (strategy === 'canary' || strategy === 'blue-green'))),
  );
}
