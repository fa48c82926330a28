import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunSpec } from '../config/declaredServices';
import type { PortAllocator } from '../ports/portAllocator';
import type { LogFiles } from '../process/logFiles';
import type {
  InstanceFailure,
  InstanceRecord,
} from '../state/serviceEnvironmentState';

/** What running an instance needs: where it runs, how its state is read and stored, and who is notified. */
export interface RunnerOptions {
  /** Id of the instance. */
  id: string;
  /** Absolute path; part of the tag of its processes. */
  dataDir: string;
  /** Slug of its service environment; part of the tag of its processes and the name of the log folder. */
  slug: string;
  /** Address on which it listens. */
  host: string;
  ports: PortAllocator;
  logs: LogFiles;
  logger: LoggerService;
  /** Returns the instance as currently stored. */
  record(): InstanceRecord | undefined;
  /** Returns how to run it; `undefined` if the configuration no longer declares its version. */
  spec(): RunSpec | undefined;
  /** Whether it is restarted when it exits: it has traffic or is the baseline. */
  isKeptRunning(): boolean;
  /** Stores a change. Durable when it resolves. */
  save(
    patch: Partial<
      Pick<InstanceRecord, 'port' | 'process' | 'startedAt' | 'restarts'>
    >,
  ): Promise<void>;
  /** Stores why it will not be restarted. Durable when it resolves. */
  saveFailure(failure: InstanceFailure): Promise<void>;
  /** Called when it exited, stopped responding, or responds again. */
  onChange(): void;
}

/** Names an instance in messages. */
export function describeInstance({ id, record }: RunnerOptions): string {
  const versionName = record()?.versionName;
  return versionName === undefined
    ? `Instance ${id}`
    : `Version ${versionName}`;
}
