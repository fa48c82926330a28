import { createHash } from 'node:crypto';
import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';

/** What sources call environments, which GitHub and others compare without upper and lower case. */
export interface EnvironmentNames {
  /** As app-config writes the name; in lower case where app-config does not know it. */
  getName(reported: string): string;
  /** Undefined: app-config does not know the environment. */
  getTier(reported: string): EnvironmentTier | undefined;
  /** Changes when one of the answers does. */
  version: string;
}

/**
 * @param known - environments of app-config in the order in which they count: of two that are equal but for case the first
 */
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
