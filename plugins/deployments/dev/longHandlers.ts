import type {
  DriftItem,
  EnvironmentState,
  LogLine,
  ServiceOverview,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import { http, HttpResponse, type RequestHandler } from 'msw';
import { incident, row, rows } from '../src/__testUtils__/doraFixtures';
import { ago, driftItem } from '../src/__testUtils__/driftFixtures';
import {
  comparedService,
  deploymentSummary,
  overview,
  plan,
  PRODUCTION,
  PRODUCTION_STATE,
  stepRun,
  VERSIONS,
  version,
} from '../src/__testUtils__/fixtures';
import { answers, BASE_URL } from '../src/__testUtils__/handlers';
import {
  LIST,
  listDeployments,
  showComparison,
  showDeployment,
} from './deploymentHandlers';

const LONG_NAME =
  'Order and payment processing for marketplaces in northern Europe';
const LONG_VERSION = {
  id: 'v-long',
  name: '2026.11.21-release-candidate.3+build.20261121.a1b2c3d4e5f6',
  artifact: `registry.example.com/shop/checkout@sha256:${'0a1b'.repeat(16)}`,
  commitId: 'a1b2c3d4e5f6',
};
const LONG_MESSAGE =
  'The release managers of both regions have to approve, because the change window of the payment provider overlaps with the weekend freeze, which ends on Monday at 06:00.';
const COUNT = 40;

/** Long texts and many rows, which must neither overflow nor hide anything. */
export function longHandlers(): RequestHandler[] {
  const environments = Array.from({ length: 8 }, (_, index) => ({
    ...PRODUCTION,
    name: `production-${index + 1}`,
    title: `Production in region ${index + 1} of the second platform`,
    order: index,
  }));
  const states = environments.map(
    (environment, index): EnvironmentState => ({
      ...PRODUCTION_STATE,
      environment,
      current: {
        version: LONG_VERSION,
        since: ago(60 * index),
        by: 'user:default/ana',
        deploymentId: 'd1',
      },
      traffic: [{ versionName: LONG_VERSION.name, weight: 100 }],
      hold: { reason: LONG_MESSAGE, by: 'user:default/ana', at: ago(60) },
    }),
  );
  const services = Array.from(
    { length: COUNT },
    (_, index): ServiceOverview => {
      const name = `order-and-payment-processing-for-marketplaces-${index + 1}`;
      return {
        ...overview({ environments: states }),
        service: {
          entityRef: `component:default/${name}`,
          name,
          title: `${LONG_NAME} ${index + 1}`,
          owner: 'group:default/shop',
        },
      };
    },
  );
  const list = Array.from({ length: COUNT }, (_, index) =>
    deploymentSummary({
      ...LIST[index % LIST.length],
      id: `d${index + 1}`,
      environment: environments[index % environments.length].name,
      version: LONG_VERSION,
      blockers: [{ kind: 'approval', message: LONG_MESSAGE }],
    }),
  );
  const steps = Array.from({ length: 24 }, (_, index) =>
    stepRun({
      id: `step-${index + 1}`,
      title: `Step ${index + 1}: ${LONG_NAME}`,
      needs: index === 0 ? [] : [`step-${index}`],
      description: LONG_MESSAGE,
    }),
  );
  return [
    answers('/environments', { items: environments }),
    answers('/services', { items: services, totalItems: COUNT }),
    answers('/services/:ref/overview', {
      ...overview({ environments: states }),
    }),
    answers('/services/:ref/versions', {
      items: [version({ ...LONG_VERSION }), ...VERSIONS] satisfies Version[],
    }),
    listDeployments(list),
    answers('/deployments/:id/logs', {
      truncated: true,
      items: Array.from(
        { length: 300 },
        (_, index): LogLine => ({
          seq: index + 1,
          at: ago(2),
          stepId: 'step-1',
          line: `${index + 1} ${LONG_MESSAGE}`,
        }),
      ),
    }),
    showDeployment(list, {
      steps,
      progress: { total: 24, finished: 24 },
    }),
    answers('/drift', {
      items: Array.from({ length: COUNT }, (_, index) =>
        driftItem({
          service: services[index].service,
          drift: {
            ...driftItem().drift,
            id: `drift-${index}`,
            message: LONG_MESSAGE,
          },
        }),
      ) satisfies DriftItem[],
    }),
    showComparison(services.map(({ service }) => comparedService({ service }))),
    answers('/dora/metrics/:metric/rows', {
      ...rows({
        items: Array.from({ length: COUNT }, (_, index) =>
          row({
            id: `d${index + 1}`,
            deployment: `d${index + 1}`,
            version: LONG_VERSION.name,
          }),
        ),
      }),
    }),
    answers('/dora/incidents', {
      items: Array.from({ length: COUNT }, (_, index) =>
        incident({
          id: `i${index + 1}`,
          title: `${LONG_MESSAGE} ${index + 1}`,
        }),
      ),
    }),
    http.post(`${BASE_URL}/deployments/plan`, () =>
      HttpResponse.json(
        plan({
          environment: environments[0],
          version: version({ ...LONG_VERSION }),
          steps,
          warnings: [],
        }),
      ),
    ),
  ];
}
