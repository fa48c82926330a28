import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { withoutPeriod } from '../deployment/messages/formatting';
import type { StartFacts } from './policyFacts';

/**
 * Finds why a version can't be promoted yet; `undefined` if it can. The same artifact must have been running in the source
 * environment, with passed checks, for the soak time, and something must have looked that it does. Versions are compared by artifact, because a rebuilt version with the
 * same name is another version.
 */
export function findPromotionBlocker({
  now,
  environment,
  version,
  sourceEnvironment,
}: Pick<StartFacts, 'now' | 'environment' | 'version' | 'sourceEnvironment'>):
  | Blocker
  | undefined {
  const rule = environment.promotesFrom;
  if (!rule || !version) {
    return undefined;
  }
  const source = rule.environment;
  const missing = (message: string): Blocker => ({
    kind: 'promotion',
    message,
  });

  if (!sourceEnvironment?.current) {
    return missing(
      `${version.name} must run in ${source} first, where the service has not been deployed yet.`,
    );
  }
  const { current, drift, observed, unobserved } = sourceEnvironment;
  if (current.version.artifact !== version.artifact) {
    const running =
      current.version.name === version.name
        ? `another artifact named ${version.name}`
        : current.version.name;
    return missing(
      `${version.name} must run in ${source} first; ${running} runs there.`,
    );
  }
  if (drift) {
    return missing(
      `The running version in ${source} is not the deployed one: ${drift.message}`,
    );
  }
  if (unobserved && !rule.allowRecorded) {
    return missing(
      `Nobody has looked whether ${
        version.name
      } runs in ${source} since it was deployed there, and what runs there could not be read: ${withoutPeriod(
        unobserved.message,
      )}. Slipway tries again every 30 s.`,
    );
  }
  if (observed?.basis === 'recorded' && !rule.allowRecorded) {
    return missing(
      `A pipeline reports that ${version.name} runs in ${source}, but nothing has looked whether it does. Set "observe" of ${source}, or "promotesFrom.allowRecorded" of ${environment.name}.`,
    );
  }
  if (current.verification !== 'passed' || current.verifiedAt === undefined) {
    return missing(
      `${version.name} runs in ${source}, but its checks did not pass there (${current.verification}).`,
    );
  }
  const soakedAt = current.verifiedAt + rule.soakMs;
  if (now < soakedAt) {
    return {
      kind: 'soak',
      message: `${
        version.name
      } has run with passed checks in ${source} for ${formatDuration(
        Math.max(0, now - current.verifiedAt),
      )} of ${formatDuration(rule.soakMs)}.`,
      until: new Date(soakedAt).toISOString(),
    };
  }
  return undefined;
}
