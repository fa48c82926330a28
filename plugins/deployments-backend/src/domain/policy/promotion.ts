import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import type { StartFacts } from './policyFacts';

/**
 * The same artifact must run in the environment before, verified there by checks that passed, for the soak. Names are
 * not compared: a rebuilt version with the same name is another version.
 */
export function promotionBlocker({
  now,
  environment,
  version,
  environmentOfSource,
}: Pick<
  StartFacts,
  'now' | 'environment' | 'version' | 'environmentOfSource'
>): Blocker | undefined {
  const rule = environment.promotesFrom;
  if (!rule || !version) {
    return undefined;
  }
  const source = rule.environment;
  const missing = (message: string): Blocker => ({
    kind: 'promotion',
    message,
  });

  if (!environmentOfSource?.current) {
    return missing(
      `${version.name} must run in ${source} first, where the service has not been deployed yet.`,
    );
  }
  const { current, drift } = environmentOfSource;
  if (current.version.artifact !== version.artifact) {
    const running =
      current.version.name === version.name
        ? `another artifact of the name ${version.name}`
        : current.version.name;
    return missing(
      `${version.name} must run in ${source} first; ${running} runs there.`,
    );
  }
  if (drift) {
    return missing(
      `What runs in ${source} is not what was deployed there: ${drift.message}`,
    );
  }
  if (current.verification !== 'passed' || current.verifiedAt === undefined) {
    return missing(
      `${version.name} runs in ${source}, but its checks there did not pass (${current.verification}).`,
    );
  }
  const soakedAt = current.verifiedAt + rule.soakMs;
  if (now < soakedAt) {
    return {
      kind: 'soak',
      message: `${
        version.name
      } has run verified in ${source} for ${formatDuration(
        Math.max(0, now - current.verifiedAt),
      )} of ${formatDuration(rule.soakMs)}.`,
      until: new Date(soakedAt).toISOString(),
    };
  }
  return undefined;
}
