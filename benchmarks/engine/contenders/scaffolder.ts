import { join } from 'node:path';
import { replicaConfig } from '../../lib/replicaConfig';
import type { Contender, JobStatus, StartOptions } from './contender';
import { startProcesses } from './processes';

/** Starts Backstage's Scaffolder in peer/, which must be installed. */
export async function startScaffolder(
  options: StartOptions,
): Promise<Contender> {
  const processes = await startProcesses({
    name: 'scaffolder',
    count: options.processes,
    entry: join(__dirname, '../peer/backend.mjs'),
    config: port =>
      replicaConfig({
        port,
        database: options.database,
        services: [],
        extra: {},
      }),
    path: '/api/scaffolder',
    directory: options.directory,
  });
  return {
    name: 'Scaffolder',
    processes: options.processes,
    async submit(index) {
      const { id } = await processes.api(index)<{ id: string }>(
        'POST',
        '/v2/tasks',
        { templateRef: 'template:default/five-steps', values: {} },
      );
      return id;
    },
    async status(id) {
      const { status } = await processes.api(0)<{ status: string }>(
        'GET',
        `/v2/tasks/${id}`,
      );
      return toJobStatus(status);
    },
    async isBusy() {
      const { totalTasks } = await processes.api(0)<{ totalTasks: number }>(
        'GET',
        '/v2/tasks?limit=1&status=open&status=processing',
      );
      return totalTasks > 0;
    },
    memory: processes.memory,
    stop: processes.stop,
  };
}

function toJobStatus(status: string): JobStatus {
  switch (status) {
    case 'completed':
      return 'succeeded';
    case 'open':
    case 'processing':
      return 'running';
    default:
      return 'failed';
  }
}
