import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { withoutPeriod } from '../text/formatting';
import { toDriftParams } from '../serviceEnvironment/findDrift';
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
  sourceTitle,
}: Pick<
  StartFacts,
  'now' | 'environment' | 'version' | 'sourceEnvironment' | 'sourceTitle'
>): Blocker | undefined {
  const rule = environment.promotesFrom;
  if (!rule || !version) {
    return undefined;
  }
  const source = sourceTitle ?? rule.environment;
  const missing = (
    code: string,
    message: string,
    params?: Blocker['params'],
  ): Blocker => ({
    kind: 'promotion',
    message,
    code,
    params: { version: version.name, source, ...params },
  });

  if (!sourceEnvironment?.current) {
    return missing(
      'promotion_not_deployed',
      `${version.name} must run in ${source} first, where the service has not been deployed yet.`,
    );
  }
  const { current, drift, observed, unobserved } = sourceEnvironment;
  if (current.version.artifact !== version.artifact) {
    return current.version.name === version.name
      ? missing(
          'promotion_other_artifact',
          `${version.name} must run in ${source} first; another artifact named ${version.name} runs there.`,
        )
      : missing(
          'promotion_other_version',
          `${version.name} must run in ${source} first; ${current.version.name} runs there.`,
          { running: current.version.name },
        );
  }
  if (drift) {
    return missing(
      'promotion_drift',
      `The running version in ${source} is not the deployed one: ${drift.message}`,
      toDriftParams(drift),
    );
  }
  if (unobserved && !rule.allowRecorded) {
    const cause = withoutPeriod(unobserved.message);
    return missing(
      'promotion_unobserved',
      `Nobody has looked whether ${version.name} runs in ${source} since it was deployed there, and what runs there could not be read: ${cause}. Slipway tries again every 30 s.`,
      { cause },
    );
  }
  if (observed?.basis === 'recorded' && !rule.allowRecorded) {
    return missing(
      'promotion_recorded',
      `A pipeline reports that ${version.name} runs in ${source}, but nothing has looked whether it does. Set "observe" of ${rule.environment}, or "promotesFrom.allowRecorded" of ${environment.name}.`,
      { sourceName: rule.environment, environmentName: environment.name },
    );
  }
  if (current.verification !== 'passed' || current.verifiedAt === undefined) {
    return missing(
      `promotion_${current.verification}`,
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
      code: 'soak',
      params: { version: version.name, source, requiredMs: rule.soakMs },
      until: new Date(soakedAt).toISOString(),
    };
  }
  return undefined;
}
