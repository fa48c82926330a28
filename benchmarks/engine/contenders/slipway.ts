import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import { PERSON_HEADER } from '../../lib/persons';
import { replicaConfig, serviceRef } from '../../lib/replicaConfig';
import { DEPLOYED_DIRECTORY } from '../deployed';
import type { Api } from '../http';
import type { Contender, JobStatus, StartOptions } from './contender';
import type { Processes } from './processes';
import { startProcesses } from './processes';

/** Calls that only Slipway supports. */
export interface Slipway extends Contender {
  /** Requests a deployment that waits for an approval and then runs four steps. */
  submitApproved(index: number): Promise<string>;
  /** Returns the plan hash, which an approval must contain. */
  planHash(id: string): Promise<string | undefined>;
  approve(id: string, planHash: string | undefined): Promise<void>;
  /** Returns when a step started by the database's clock, epoch milliseconds; `undefined` if it has not started. */
  stepStartedAt(id: string, stepId: string): Promise<number | undefined>;
  /** CPU time of all processes, in milliseconds. Only on Linux. */
  cpuTime(): number;
}

/**
 * Number of services and environments. Each deployment uses another service environment, because deployments to the
 * same one run one after the other, and because the target does nothing.
 */
const SERVICES = 500;
const ENVIRONMENTS = 60;
/** Concurrent registrations of versions, before the measurement. */
const CONCURRENCY = 16;
const APPROVER = 'user:default/approver';

interface Deployment {
  status: string;
  planHash?: string;
  steps: { id: string; startedAt?: string }[];
}

export interface StartSlipwayOptions extends StartOptions {
  /** Names it in files and messages. Default: Slipway. */
  name?: string;
  /** Result of `bundleReplica`. Default: the sources. */
  bundle?: string;
}

/** Starts replicas of the deployments backend and registers the versions to deploy. */
export async function startSlipway(
  options: StartSlipwayOptions,
): Promise<Slipway> {
  const { name: contenderName = 'Slipway' } = options;
  const processes = await startProcesses({
    name: contenderName.toLowerCase().replaceAll(' ', '-'),
    count: options.processes,
    entry: options.bundle ?? require.resolve('../replica'),
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
    env: { [DEPLOYED_DIRECTORY]: options.directory },
  });
  await registerVersions(processes.api(0));
  const get = (id: string) =>
    processes.api(0)<Deployment>('GET', `/deployments/${id}`);

  return {
    name: contenderName,
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
    status: async id => toJobStatus((await get(id)).status),
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
    cpuTime: processes.cpuTime,
    stop: processes.stop,
  };
}

function names(prefix: string): string[] {
  return Array.from({ length: SERVICES }, (_, index) => `${prefix}-${index}`);
}

function toArtifact(name: string): string {
  return `pkg:generic/${name}@1.0.0`;
}

function deploymentsConfig(): JsonObject {
  const step = (id: string) => ({ id, use: 'nothing' });
  return {
    environments: Object.fromEntries(
      Array.from({ length: ENVIRONMENTS }, (_, index) => [
        `environment-${index}`,
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
    Array.from({ length: CONCURRENCY }, async () => {
      for (let name = all.pop(); name !== undefined; name = all.pop()) {
        await api(
          'POST',
          `/services/${encodeURIComponent(serviceRef(name))}/versions`,
          {
            name: '1.0.0',
            artifact: toArtifact(name),
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
  const environment = Math.floor(index / SERVICES);
  if (environment >= ENVIRONMENTS) {
    throw new Error(
      `There are only ${
        SERVICES * ENVIRONMENTS
      } service environments: choose smaller sizes`,
    );
  }
  const name = `${prefix}-${index % SERVICES}`;
  const { id } = await processes.api(index)<{ id: string }>(
    'POST',
    '/deployments',
    {
      service: serviceRef(name),
      environment: `environment-${environment}`,
      artifact: toArtifact(name),
    },
  );
  return id;
}

function toJobStatus(status: string): JobStatus {
  switch (status) {
    case 'succeeded':
      return 'succeeded';
    case 'queued':
    case 'running':
    case 'waiting':
      return 'running';
    default:
      return 'failed';
  }
}
