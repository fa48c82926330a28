import { readFileSync } from 'node:fs';
import type { JsonObject } from '@backstage/types';
import { buildHeaders } from '../../lib/client';
import { createReplica } from '../../lib/replica';
import type { Replica } from '../../lib/replica';
import type { Api } from '../http';
import { createApi } from '../http';
import { residentMemory } from './memory';
import { readCpuTime } from './cpuTime';

export interface Processes {
  /** The API of process `index` modulo their number. */
  api(index: number): Api;
  memory(): number;
  /** CPU time of all processes, in milliseconds. Only on Linux. */
  cpuTime(): number;
  stop(): Promise<void>;
}

export interface ProcessesOptions {
  /** Names config and log files, e.g. `scaffolder`. */
  name: string;
  count: number;
  entry: string;
  config(port: number): JsonObject;
  /** Path of the plugin's API, e.g. `/api/scaffolder`. */
  path: string;
  directory: string;
  env?: Record<string, string>;
}

/** Starts processes of one kind, one after the other, because the first one creates the tables. */
export async function startProcesses(
  options: ProcessesOptions,
): Promise<Processes> {
  const { freePort } = await import('../../../scripts/lib/ports.mjs');
  const replicas: Replica[] = [];
  const stopAll = () => Promise.all(replicas.map(replica => replica.stop()));
  try {
    for (let index = 1; index <= options.count; index++) {
      const port = await freePort();
      const replica = createReplica({
        name: `${options.name}-${index}`,
        entry: options.entry,
        config: options.config(port),
        port,
        directory: options.directory,
        env: { LOG_LEVEL: 'warn', ...options.env },
      });
      replicas.push(replica);
      replica.start();
      if (!(await replica.waitUntilReady())) {
        throw new Error(
          `${replica.name} did not start:\n${readLastLines(replica.logFile)}`,
        );
      }
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  const clients = replicas.map(({ url }) =>
    createApi(url + options.path, buildHeaders()),
  );
  const sum = (measure: (pid: number) => number) =>
    replicas.reduce(
      (total, { pid }) => total + (pid === undefined ? 0 : measure(pid)),
      0,
    );
  return {
    api(index) {
      const client = clients[index % clients.length];
      if (!client) {
        throw new Error('There is no process');
      }
      return client.api;
    },
    memory: () => sum(residentMemory),
    cpuTime: () => sum(readCpuTime),
    async stop() {
      clients.forEach(client => client.close());
      await stopAll();
    },
  };
}

/** Reads the end of the log, whose folder is deleted when the benchmark ends. */
function readLastLines(file: string): string {
  return readFileSync(file, 'utf8').split('\n').slice(-20).join('\n');
}
