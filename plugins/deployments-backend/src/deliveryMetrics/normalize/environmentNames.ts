import { createHash } from 'node:crypto';
import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';

/** Environment names of sources, which GitHub and others compare case-insensitively. */
export interface EnvironmentNames {
  /** Returns the name as app-config writes it, or in lower case if app-config lacks it. */
  getName(reported: string): string;
  /** Returns undefined if app-config lacks the environment. */
  getTier(reported: string): EnvironmentTier | undefined;
  /** Changes when one of the results does. */
  version: string;
}

/** @param known - environments of app-config by priority: the first of those that only differ in case wins */
export function createEnvironmentNames(
  known: readonly { name: string; tier: EnvironmentTier }[],
): EnvironmentNames {
  const byName = new Map<string, { name: string; tier: EnvironmentTier }>();
  for (const environment of known) {
    const key = toKey(environment.name);
    if (!byName.has(key)) byName.set(key, environment);
  }
  const content = [...byName].map(([key, { name, tier }]) => [key, name, tier]);
  return {
    getName: reported => byName.get(toKey(reported))?.name ?? toKey(reported),
    getTier: reported => byName.get(toKey(reported))?.tier,
    version: createHash('sha256')
      .update(JSON.stringify(content.sort()))
      .digest('hex')
      .slice(0, 12),
  };
}

function toKey(name: string): string {
  return name.toLocaleLowerCase('en-US');
}
