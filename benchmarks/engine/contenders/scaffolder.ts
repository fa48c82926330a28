import { join } from 'node:path';
import { replicaConfig } from '../../lib/replicaConfig';
import type { Contender, JobStatus, StartOptions } from './contender';
import { startProcesses } from './processes';

/** Backstage's Scaffolder of peer/, which is installed by then. */
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
      return getStatus(status);
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

function getStatus(status: string): JobStatus {
  switch (status) {
    case 'completed':
      return 'succeeded';
    case 'open':
    case 'processing':
      return 'under way';
    default:
      return 'failed';
  }
}
