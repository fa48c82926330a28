import { ago, driftItem } from '../src/__testUtils__/driftFixtures';
import { incident } from '../src/__testUtils__/doraFixtures';
import { PRODUCTION, stepRun } from '../src/__testUtils__/fixtures';
import { buildHistory, type Requested } from './buildHistory';
import { PATH, type PathStep } from './goldenPath';
import type { Portal, Service, VersionSummary } from './portal';

const LONG_NAME =
  'Order and payment processing for marketplaces in northern Europe';
export const LONG_MESSAGE =
  'The release managers of both regions have to approve, because the change window of the payment provider overlaps with the weekend freeze, which ends on Monday at 06:00.';
const COUNT = 40;
const STEPS = 24;
const DAY = 24 * 60;

const ENVIRONMENTS = Array.from({ length: 8 }, (_, index) => ({
  ...PRODUCTION,
  name: `production-${index + 1}`,
  title: `Production in region ${index + 1} of the second platform`,
  order: index,
  promotesFrom: undefined,
}));

const SERVICES = Array.from({ length: COUNT }, (_, index): Service => {
  const name = `order-and-payment-processing-for-marketplaces-${index + 1}`;
  return {
    entityRef: `component:default/${name}`,
    name,
    title: `${LONG_NAME} ${index + 1}`,
    owner: 'group:default/shop',
    system: 'system:default/marketplaces-in-northern-europe',
  };
});

function nameVersion(release: number): VersionSummary {
  const name = `2026.11.2${release}-release-candidate.3+build.2026112${release}.a1b2c3d4e5f6`;
  return {
    id: name,
    name,
    artifact: `registry.example.com/shop/checkout@sha256:${'0a1b'.repeat(16)}`,
    commitId: `a1b2c3d4e5f${release}`,
  };
}

/** The steps that the statuses of deployments refer to, between many others. */
const LONG_PATH = Array.from({ length: STEPS }, (_, index): PathStep => {
  const { step, ...rest } = PATH[index - STEPS / 2] ?? {
    step: stepRun({ id: `step-${index + 1}`, changes: 'none' }),
    seconds: 5,
  };
  return {
    ...rest,
    step: {
      ...step,
      title: `Step ${index + 1}: ${LONG_NAME}`,
      description: LONG_MESSAGE,
    },
  };
});

/** How the newest deployments of a service end; the previous ones succeeded. */
const STATUSES: Requested['status'][] = [
  'running',
  'waiting',
  'rolled_back',
  'succeeded',
  'failed',
];

const DEPLOYMENTS = buildHistory(
  SERVICES.flatMap(({ entityRef }, index) =>
    ENVIRONMENTS.flatMap(({ name }, region): Requested[] => {
      const common = {
        service: entityRef,
        environment: name,
        by: 'user:default/ana',
      };
      const status = STATUSES[(index + region) % STATUSES.length];
      const order = index * ENVIRONMENTS.length + region;
      const age = status === 'running' ? 3 + order / 60 : 20 + order;
      return [
        {
          ...common,
          minutesAgo: age + DAY * (2 + index),
          version: nameVersion(1),
          status: 'succeeded',
        },
        {
          ...common,
          minutesAgo: age,
          version: nameVersion(2),
          status,
          blocker: LONG_MESSAGE,
        },
      ];
    }),
  ),
  LONG_PATH,
);

/** Long texts and many rows, which must neither overflow nor hide anything. */
export const LONG_PORTAL: Portal = {
  environments: ENVIRONMENTS,
  services: SERVICES,
  path: LONG_PATH,
  deployments: DEPLOYMENTS,
  incidents: DEPLOYMENTS.filter(({ status }) => status === 'rolled_back').map(
    ({ id, service, environment, version, startedAt, finishedAt }, index) =>
      incident({
        id: `i-${id}`,
        service,
        title: `${LONG_MESSAGE} ${index + 1}`,
        startedAt,
        resolvedAt: finishedAt,
        links: [
          {
            deployment: id,
            role: 'caused',
            origin: 'inferred',
            version: version.name,
            environment,
            finishedAt,
          },
        ],
      }),
  ),
  drift: SERVICES.map((service, index) =>
    driftItem({
      service,
      environment: ENVIRONMENTS[0],
      managedBy: `Helm release ${service.name}`,
      drift: {
        id: `drift-${index}`,
        message: LONG_MESSAGE,
        expected: DEPLOYMENTS.find(
          each =>
            each.service === service.entityRef &&
            each.environment === ENVIRONMENTS[0].name &&
            each.status === 'succeeded',
        )?.version.name,
        observed: nameVersion(0).name,
      },
    }),
  ),
  otherVersions: [],
  hold: { reason: LONG_MESSAGE, by: 'user:default/ana', at: ago(1) },
};
