import type {
  DeploymentSummary,
  DriftItem,
  Environment,
  EnvironmentState,
  Incident,
  ServiceOverview,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { addSeconds } from '../src/__testUtils__/driftFixtures';
import type { PathStep } from './goldenPath';

export type Service = ServiceOverview['service'];
export type VersionSummary = DeploymentSummary['version'];

/** What has happened in a portal. Everything that the pages show is derived from it, so that they agree. */
export interface Portal {
  environments: Environment[];
  services: Service[];
  /** The only golden path. */
  path: PathStep[];
  /** Newest first. */
  deployments: DeploymentSummary[];
  incidents: Incident[];
  drift: DriftItem[];
  /** Versions that were never deployed. */
  otherVersions: Version[];
  /** Blocks new deployments in all environments. */
  hold?: EnvironmentState['hold'];
}

const HOUR = 3_600_000;

const COMMITS = [
  'Round totals to cents',
  'Show the delivery date',
  'Retry payments once',
  'Remember the last address',
  'Load pictures later',
];

/** The versions of a service, newest first. Those that were deployed have a commit each. */
export function listVersions(portal: Portal, service: string): Version[] {
  const own = portal.deployments.filter(each => each.service === service);
  const firsts = own.filter(
    ({ version }, index) =>
      own.findLastIndex(other => other.version.id === version.id) === index,
  );
  const deployed = firsts.map(({ version, requestedAt }, index): Version => {
    const age = firsts.length - index;
    const createdAt = addSeconds(requestedAt, -1_200);
    const written = Date.parse(createdAt) - (2 + ((age * 7) % 40)) * HOUR;
    return {
      ...version,
      service,
      commits: [
        {
          id: version.commitId ?? version.id,
          message: COMMITS[age % COMMITS.length],
          author: 'Ana',
          authoredAt: new Date(written).toISOString(),
        },
      ],
      createdAt,
      flags: [],
      source: 'api',
      environments: portal.environments
        .map(({ name }) => name)
        .filter(
          name =>
            listSucceeded(portal, service, name)[0]?.version.id === version.id,
        ),
    };
  });
  return [
    ...portal.otherVersions.filter(each => each.service === service),
    ...deployed,
  ];
}

/** The deployments that succeeded in an environment, newest first. The version of the first one is running. */
export function listSucceeded(
  { deployments }: Portal,
  service: string,
  environment: string,
): DeploymentSummary[] {
  return deployments.filter(
    each =>
      each.service === service &&
      each.environment === environment &&
      each.status === 'succeeded',
  );
}

/** The commits of a version that an older one does not have, newest first. */
export function listCommits(
  portal: Portal,
  service: string,
  span: { from?: VersionSummary; to: VersionSummary },
): Version['commits'] {
  const versions = listVersions(portal, service);
  const find = (id?: string) => versions.findIndex(each => each.id === id);
  const end = find(span.from?.id);
  if (find(span.to.id) < 0) return [];
  return versions
    .slice(find(span.to.id), end < 0 ? undefined : end)
    .flatMap(({ commits }) => commits);
}
