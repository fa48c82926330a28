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
import {
  explainCaution,
  proposeVersion,
  type ProposalContext,
} from '../../domain/policy/proposeVersion';
import { findEnvironmentBefore } from '../../domain/serviceEnvironment/findEnvironmentBefore';
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
  choice: VersionChoice,
  versions: readonly Version[],
): Promise<Version[]> {
  const { service, environment, grant, readable, rows } = choice;
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
  const at = findProposalContext(choice);
  return versions.map((version, index) => {
    const distance = distances[index];
    const known = outcomes.filter(
      ({ artifact }) => artifact === version.artifact,
    );
    const visible = readable.flatMap(({ name }) =>
      known
        .filter(({ outcome }) => outcome.environment === name)
        .map(({ outcome }) => ({ ...outcome, at: toTime(outcome.at) })),
    );
    const neverDeployed = known.length === 0 && !version.environments?.length;
    return {
      ...version,
      outcomes: visible,
      neverDeployed,
      caution: explainCaution(
        {
          name: version.name,
          outcomes: visible,
          direction: distance?.direction,
          neverDeployed,
        },
        at,
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
  const { service, rows } = choice;
  const at = findProposalContext(choice);
  const promoted = rows.find(row => row.environment === at.before?.name)
    ?.current?.version.id;
  const isListed = newest.some(({ id }) => id === promoted);
  const older =
    promoted === undefined || isListed
      ? undefined
      : await api.versions.get(service.ref, promoted);
  const described = older ? await describeVersions(api, choice, [older]) : [];
  const { version: proposed, ...explained } = proposeVersion(
    [...newest, ...described].map(version => ({
      version,
      name: version.name,
      outcomes: version.outcomes ?? [],
      blockers: version.blockers ?? [],
      direction: version.sinceRunning?.direction,
    })),
    at,
  );
  return { version: proposed?.version, ...explained };
}

function findProposalContext({
  environment,
  readable,
  rows,
}: VersionChoice): ProposalContext {
  return {
    environment,
    before: findEnvironmentBefore(environment, readable),
    running: rows.find(row => row.environment === environment.name)?.current
      ?.version.name,
  };
}
