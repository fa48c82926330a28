import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import { addSeconds, ago, driftItem } from '../src/__testUtils__/driftFixtures';
import { incident } from '../src/__testUtils__/doraFixtures';
import {
  PRODUCTION,
  STAGING,
  V143,
  version,
} from '../src/__testUtils__/fixtures';
import { buildHistory, type Requested } from './buildHistory';
import { PATH } from './goldenPath';
import type { Portal, Service, VersionSummary } from './portal';

function buildService(title: string, owner: string, system: string): Service {
  const name = title.toLocaleLowerCase();
  return {
    entityRef: `component:default/${name}`,
    name,
    title,
    owner: `group:default/${owner}`,
    system: `system:default/${system}`,
  };
}

const CHECKOUT = buildService('Checkout', 'shop', 'sales');
const STOREFRONT = buildService('Storefront', 'web', 'sales');
const INVOICES = buildService('Invoices', 'shop', 'money');
const PAYMENTS = buildService('Payments', 'shop', 'money');
/** It was never deployed. */
const SEARCH = buildService('Search', 'web', 'sales');

const SERVICES = [CHECKOUT, INVOICES, PAYMENTS, SEARCH, STOREFRONT];

const HOUR = 60;
const DAY = 24 * HOUR;
/** Each service has a release every week. */
const RELEASES = 23;

/** The version of a release, of which the first is 0. */
function nameVersion(
  service: Service,
  major: number,
  release: number,
): VersionSummary {
  const name = `${major}.${Math.floor(release / 5)}.${release % 5}`;
  const commitId = (0x9e3779b1 * (release + 1) * major)
    .toString(16)
    .padStart(12, '0')
    .slice(-7);
  return {
    id: `${service.entityRef}@${name}`,
    name,
    artifact: `registry.example.com/${service.name}:${name}`,
    commitId,
    changeUrl: `https://git.example.com/${service.name}/commit/${commitId}`,
  };
}

/** The releases of a service: each to staging, and to production a day later. */
function listReleases(
  of: Service,
  options: {
    major: number;
    /** Minutes since the newest release reached staging. */
    age: number;
    /** The deployment of the newest release to production. Absent if it can be promoted. */
    newest?: Pick<Requested, 'minutesAgo' | 'status' | 'blocker'>;
    /** Every how many releases one is rolled back, and repaired by the next. */
    badEvery: number;
  },
): Requested[] {
  const { major, age, newest, badEvery } = options;
  const isBad = (index: number) => index % badEvery === badEvery - 1;
  return Array.from({ length: RELEASES }, (_, index): Requested[] => {
    const staged = age + (RELEASES - 1 - index) * 7 * DAY;
    const common = {
      service: of.entityRef,
      version: nameVersion(of, major, index),
      by: index % 2 ? 'user:default/ana' : 'user:default/bo',
    };
    const isNewest = index === RELEASES - 1;
    const promotion: Requested = {
      ...common,
      environment: PRODUCTION.name,
      minutesAgo: staged - DAY - (index % 4) * 90,
      status: isBad(index) ? 'rolled_back' : 'succeeded',
      hotfix: isBad(index - 1),
      ...(isNewest && newest),
    };
    return [
      {
        ...common,
        environment: STAGING.name,
        minutesAgo: staged,
        status: 'succeeded',
      },
      ...(isNewest && !newest ? [] : [promotion]),
    ];
  }).flat();
}

const DEPLOYMENTS = buildHistory(
  [
    ...listReleases(CHECKOUT, {
      major: 1,
      age: 2 * DAY + 4 * HOUR,
      newest: { minutesAgo: 3, status: 'running' },
      badEvery: 9,
    }),
    ...listReleases(STOREFRONT, {
      major: 2,
      age: 3 * HOUR + 30,
      newest: {
        minutesAgo: 45,
        status: 'waiting',
        blocker: '0 of 1 approval from release-managers.',
      },
      badEvery: 11,
    }),
    ...listReleases(INVOICES, { major: 5, age: 30 * HOUR, badEvery: 13 }),
    ...listReleases(PAYMENTS, {
      major: 3,
      age: 4 * DAY + 5 * HOUR,
      newest: { minutesAgo: 20 * HOUR + 30, status: 'succeeded' },
      badEvery: 8,
    }),
    {
      minutesAgo: 22 * HOUR + 30,
      service: PAYMENTS.entityRef,
      environment: PRODUCTION.name,
      version: nameVersion(PAYMENTS, 3, RELEASES - 1),
      status: 'failed',
      by: 'user:default/bo',
    },
  ],
  PATH,
);

/** Rolled-back deployments caused one each, and the newest deployment of Payments one that is open. */
function listIncidents(): Incident[] {
  const broken = DEPLOYMENTS.find(
    each => each.service === PAYMENTS.entityRef && each.status === 'succeeded',
  );
  return DEPLOYMENTS.flatMap((deployment, index): Incident[] => {
    const isOpen = deployment === broken;
    if (deployment.status !== 'rolled_back' && !isOpen) {
      return [];
    }
    const { id, environment, finishedAt = '' } = deployment;
    return [
      incident({
        id: `i-${id}`,
        service: deployment.service,
        title: isOpen ? 'Payments fail' : 'Slow responses',
        startedAt: isOpen ? ago(120) : addSeconds(finishedAt, -80),
        resolvedAt: isOpen ? undefined : addSeconds(finishedAt, index * 9),
        links: [
          {
            deployment: id,
            role: 'caused',
            origin: isOpen ? 'inferred' : 'explicit',
            version: deployment.version.name,
            environment,
            finishedAt,
          },
        ],
      }),
    ];
  });
}

/** An ordinary day: one deployment runs, one waits for an approval, and somebody has changed a service by hand. */
export const FULL_PORTAL: Portal = {
  environments: [STAGING, PRODUCTION],
  services: SERVICES,
  path: PATH,
  deployments: DEPLOYMENTS,
  incidents: listIncidents(),
  drift: [
    driftItem({
      service: PAYMENTS,
      since: ago(110),
      managedBy: 'Helm release payments',
      changedBy: { name: 'kubectl-edit', at: ago(110) },
      drift: {
        id: 'drift-1',
        message: '3.4.2 should run here, but 3.4.1 does.',
        expected: '3.4.2',
        observed: '3.4.1',
      },
    }),
  ],
  otherVersions: [
    version({
      ...V143,
      createdAt: ago(HOUR),
      quarantined: {
        by: 'user:default/ana',
        at: ago(40),
        reason: 'loses orders',
      },
    }),
  ],
};

/** A new portal: it has environments, and nothing has happened yet. */
export const EMPTY_PORTAL: Portal = {
  ...FULL_PORTAL,
  services: [],
  deployments: [],
  incidents: [],
  drift: [],
  otherVersions: [],
};
