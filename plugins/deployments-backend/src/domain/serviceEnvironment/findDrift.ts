import type {
  EnvironmentState,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { StoredServiceEnvironment } from '../model/serviceEnvironment';
import { renderSentences } from '../text/renderSentences';
import { say } from '../text/say';
import { hashJson } from '../deployment/plan/planHash';
import { servingVersions } from './observedVersions';
import type { ObservedVersion } from './observedVersions';

/**
 * Compares an observation with the version that should be running. Returns `undefined` if they agree, or if a person
 * accepted the difference. Pure.
 *
 * @param deploymentId - the deployment that would overwrite the drift, because a consent may be for one deployment only
 */
export function findDrift(
  serviceEnvironment: Pick<
    StoredServiceEnvironment,
    'current' | 'driftAccepted'
  >,
  observed: Observation | undefined,
  deploymentId?: string,
): EnvironmentState['drift'] {
  if (!observed) {
    return undefined;
  }
  const serving = servingVersions(observed);
  const current = serviceEnvironment.current?.version;
  const unexpected = serving.filter(
    ({ spellings }) => !current || !spellings.includes(current.artifact),
  );
  const expected = current?.name;
  const isAsExpected =
    unexpected.length === 0 && (serving.length > 0 || !expected);
  if (isAsExpected || isAccepted(serviceEnvironment, serving, deploymentId)) {
    return undefined;
  }
  const shown = listNames(serving);
  return {
    id: hashJson([
      current?.artifact ?? null,
      serving.map(({ artifact }) => artifact).sort(),
    ]).slice(0, 16),
    message: renderSentences([sayDrift({ expected, observed: shown })]),
    ...(expected ? { expected } : {}),
    ...(shown ? { observed: shown } : {}),
  };
}

/** What a blocker says about drift, for translations. `cause` is for portals that don't know the other two. */
export function toDriftParams({
  message,
  expected,
  observed,
}: NonNullable<EnvironmentState['drift']>): Record<string, string> {
  return {
    cause: message,
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
  };
}

interface DriftVersions {
  expected?: string;
  observed?: string;
}

/** Says which version should run, and which one does. */
function sayDrift({ expected, observed = '' }: DriftVersions): Sentence {
  if (expected === undefined) {
    return say('drift_unknown_runs', { observed });
  }
  return observed === ''
    ? say('drift_nothing_runs', { expected })
    : say('drift_other_runs', { expected, observed });
}

/** Says that a rollback overwrites drift: what should run, what does, and what happens to it. */
export function sayOverwritten(versions: DriftVersions): Sentence[] {
  return [sayDrift(versions), say('rollback_overwrites_drift')];
}

function isAccepted(
  { driftAccepted }: Pick<StoredServiceEnvironment, 'driftAccepted'>,
  serving: ObservedVersion[],
  deploymentId: string | undefined,
): boolean {
  return (
    driftAccepted !== undefined &&
    (driftAccepted.deploymentId === undefined ||
      driftAccepted.deploymentId === deploymentId) &&
    serving.length === driftAccepted.observed.length &&
    serving.every(({ spellings }) =>
      driftAccepted.observed.some(artifact => spellings.includes(artifact)),
    )
  );
}

function listNames(versions: ObservedVersion[]): string | undefined {
  const found = [...new Set(versions.map(({ versionName }) => versionName))];
  return found.length > 0 ? found.join(', ') : undefined;
}
