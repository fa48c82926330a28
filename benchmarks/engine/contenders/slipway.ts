import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { PERSON_HEADER } from '../../lib/persons';
import { replicaConfig, serviceRef } from '../../lib/replicaConfig';
import type { Api } from '../http';
import type { Contender, JobStatus, StartOptions } from './contender';
import type { Processes } from './processes';
import { startProcesses } from './processes';

/** What only a deployment has. */
export interface Slipway extends Contender {
  /** Asks for a deployment that waits for an approval, then has four steps. */
  submitApproved(index: number): Promise<string>;
  /** What an approval has to name. */
  planHash(id: string): Promise<string | undefined>;
  approve(id: string, planHash: string | undefined): Promise<void>;
  /** Epoch milliseconds by the database's clock, of the start of the step with this id; absent: not yet. */
  stepStartedAt(id: string, stepId: string): Promise<number | undefined>;
}

/**
 * Services and environments; a deployment to another pair each time, because one pair takes its deployments one after
 * the other, and because nothing stays deployed where nothing is done.
 */
const SERVICES = 500;
const ENVIRONMENTS = 60;
/** Versions that are registered at once, before anything is measured. */
const AT_ONCE = 16;
const APPROVER = 'user:default/approver';

interface Deployment {
  status: string;
  planHash?: string;
  steps: { id: string; startedAt?: string }[];
}

/** Replicas of the deployments backend, with the versions registered that are to be deployed. */
export async function startSlipway(options: StartOptions): Promise<Slipway> {
  const processes = await startProcesses({
    name: 'slipway',
    count: options.processes,
    entry: require.resolve('../replica'),
    config: port =>
      replicaConfig({
        port,
        database: options.database,
        services: [...names('five'), ...names('approved')].map(name => ({
          name,
        })),
        extra: { deployments: deploymentsConfig() },
      }),
    path: '/api/deployments',
    directory: options.directory,
  });
  await registerVersions(processes.api(0));
  const get = (id: string) =>
    processes.api(0)<Deployment>('GET', `/deployments/${id}`);

  return {
    name: 'Slipway',
    processes: options.processes,
    submit: index => submit(processes, 'five', index),
    submitApproved: index => submit(processes, 'approved', index),
    planHash: async id => (await get(id)).planHash,
    async approve(id, planHash) {
      await processes.api(0)(
        'POST',
        `/deployments/${id}/commands`,
        {
          type: 'approve',
          commandId: randomUUID(),
          stepId: 'approve',
          planHash,
        },
        { [PERSON_HEADER]: APPROVER },
      );
    },
    status: async id => getStatus((await get(id)).status),
    async isBusy() {
      const { items } = await processes.api(0)<{ items: unknown[] }>(
        'GET',
        '/deployments?limit=1&status=queued&status=running&status=rolling_back',
      );
      return items.length > 0;
    },
    async stepStartedAt(id, stepId) {
      const { steps } = await get(id);
      const startedAt = steps.find(step => step.id === stepId)?.startedAt;
      return startedAt === undefined ? undefined : Date.parse(startedAt);
    },
    memory: processes.memory,
    stop: processes.stop,
  };
}

function names(prefix: string): string[] {
  return Array.from({ length: SERVICES }, (_, index) => `${prefix}-${index}`);
}

function artifactOf(name: string): string {
  return `pkg:generic/${name}@1.0.0`;
}

function deploymentsConfig(): JsonObject {
  const step = (id: string) => ({ id, use: 'nothing' });
  return {
    environments: Object.fromEntries(
      Array.from({ length: ENVIRONMENTS }, (_, index) => [
        `place-${index}`,
        { tier: 'staging', target: { provider: 'nothing' } },
      ]),
    ),
    goldenPaths: {
      'five-steps': {
        for: { 'metadata.name': { $hasPrefix: 'five-' } },
        steps: ['one', 'two', 'three', 'four', 'five'].map(step),
      },
      'approved-steps': {
        for: { 'metadata.name': { $hasPrefix: 'approved-' } },
        steps: [
          { id: 'approve', use: 'approve', with: { from: [APPROVER] } },
          ...['one', 'two', 'three', 'four'].map(step),
        ],
      },
    },
  };
}

async function registerVersions(api: Api): Promise<void> {
  const all = [...names('five'), ...names('approved')];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let name = all.pop(); name !== undefined; name = all.pop()) {
        await api(
          'POST',
          `/services/${encodeURIComponent(serviceRef(name))}/versions`,
          {
            name: '1.0.0',
            artifact: artifactOf(name),
            createdAt: '2026-01-01T00:00:00Z',
            commits: [],
          },
        );
      }
    }),
  );
}

async function submit(
  processes: Processes,
  prefix: string,
  index: number,
): Promise<string> {
  const serviceEnvironment = Math.floor(index / SERVICES);
  if (serviceEnvironment >= ENVIRONMENTS) {
    throw new Error(
      `There are ${
        SERVICES * ENVIRONMENTS
      } places to deploy to; choose smaller sizes`,
    );
  }
  const name = `${prefix}-${index % SERVICES}`;
  const { id } = await processes.api(index)<{ id: string }>(
    'POST',
    '/deployments',
    {
      service: serviceRef(name),
      environment: `place-${serviceEnvironment}`,
      artifact: artifactOf(name),
    },
  );
  return id;
}

function getStatus(status: string): JobStatus {
  switch (status) {
    case 'succeeded':
      return 'succeeded';
    case 'queued':
    case 'running':
    case 'waiting':
      return 'under way';
    default:
      return 'failed';
  }
}
