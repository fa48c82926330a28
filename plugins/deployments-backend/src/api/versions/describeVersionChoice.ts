import type {
  Version,
  VersionProposal,
} from '@slipway/backstage-plugin-deployments-common';
import type { ApiContext } from '../../access/apiContext';
import type { Service } from '../../access/catalogServices';
import type { Grant } from '../../access/grants';
import { hidePromotionSource } from '../../access/hidePromotionSource';
import type { EnvironmentModel } from '../../domain/model/deploymentsModel';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import { proposeVersion } from '../../domain/policy/proposeVersion';
import { toVersionOutcome } from '../../domain/serviceEnvironment/versionOutcome';
import { toTime } from '../../http/formatTime';

type ChoiceContext = Pick<
  ApiContext,
  'engine' | 'model' | 'reads' | 'versions' | 'commitCounts'
>;

/** What a version is chosen for. */
export interface VersionChoice {
  service: Service;
  environment: EnvironmentModel;
  /** Where the reader can see deployments. */
  grant: Grant;
  /** The environments that the reader can see, in promotion order. */
  readable: readonly EnvironmentModel[];
  /** The service's environments that the reader can see. */
  rows: readonly ServiceEnvironmentRow[];
}

/** Adds what each version went through, and whether it can be deployed to the environment. */
export async function describeVersions(
  { engine, model, reads, commitCounts }: ChoiceContext,
  { service, environment, grant, readable, rows }: VersionChoice,
  versions: readonly Version[],
): Promise<Version[]> {
  const running = rows.find(row => row.environment === environment.name)
    ?.current?.version;
  const [deployments, blockers, distances] = await Promise.all([
    reads.versionDeployments(
      service.ref,
      versions.map(({ artifact }) => artifact),
    ),
    engine.versionBlockers(
      { service: service.ref, environment: environment.name },
      versions,
    ),
    Promise.all(
      versions.map(async version =>
        running
          ? commitCounts.between(service.ref, running, version)
          : undefined,
      ),
    ),
  ]);
  const outcomes = deployments.map(deployment => ({
    artifact: deployment.artifact,
    outcome: toVersionOutcome(deployment),
  }));
  return versions.map((version, index) => {
    const distance = distances[index];
    return {
      ...version,
      outcomes: readable.flatMap(({ name }) =>
        outcomes
          .filter(
            ({ artifact, outcome }) =>
              artifact === version.artifact && outcome.environment === name,
          )
          .map(({ outcome }) => ({ ...outcome, at: toTime(outcome.at) })),
      ),
      blockers: hidePromotionSource(blockers.get(version.id) ?? [], {
        model,
        grant,
        service,
      }),
      ...(distance
        ? {
            sinceRunning: {
              direction: distance.direction ?? 'unknown',
              commits: distance.commits,
            },
          }
        : {}),
    };
  });
}

/**
 * Proposes one of the newest versions, or the one that is running in the environment before, which may be older.
 *
 * @param newest - described, newest first
 */
export async function proposeDescribed(
  api: ChoiceContext,
  choice: VersionChoice,
  newest: readonly Version[],
): Promise<VersionProposal> {
  const { service, environment, rows } = choice;
  const before = findEnvironmentBefore(choice);
  const promoted = rows.find(row => row.environment === before?.name)?.current
    ?.version.id;
  const isListed = newest.some(({ id }) => id === promoted);
  const older =
    promoted === undefined || isListed
      ? undefined
      : await api.versions.get(service.ref, promoted);
  const described = older ? await describeVersions(api, choice, [older]) : [];
  const proposed = proposeVersion(
    [...newest, ...described].map(version => ({
      version,
      name: version.name,
      outcomes: version.outcomes ?? [],
      blockers: version.blockers ?? [],
      direction: version.sinceRunning?.direction,
    })),
    {
      environment,
      before,
      running: rows.find(row => row.environment === environment.name)?.current
        ?.version.name,
    },
  );
  return 'version' in proposed
    ? { version: proposed.version.version }
    : proposed;
}

/** Finds the environment that versions come from: by the promotion rule, else the one before in the order. */
function findEnvironmentBefore({
  environment,
  readable,
}: VersionChoice): EnvironmentModel | undefined {
  const source = environment.promotesFrom?.environment;
  const position = readable.findIndex(({ name }) => name === environment.name);
  return source === undefined
    ? readable[position - 1]
    : readable.find(({ name }) => name === source);
}
