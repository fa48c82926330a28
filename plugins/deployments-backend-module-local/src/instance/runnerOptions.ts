import type { LoggerService } from '@backstage/backend-plugin-api';
import type { RunSpec } from '../config/declaredServices';
import type { PortAllocator } from '../ports/portAllocator';
import type { LogFiles } from '../process/logFiles';
import type {
  InstanceFailure,
  InstanceRecord,
  ReplicaRecord,
} from '../state/serviceEnvironmentState';
import type { ProbeWitness } from './probeWitness';

/** One process of a version, with what it has in common with the others. */
type RunRecord = ReplicaRecord &
  Pick<InstanceRecord, 'versionName' | 'env' | 'readyTimeoutMs' | 'since'>;

/** What running a replica needs: where it runs, how its state is read and stored, and who is notified. */
export interface RunnerOptions {
  /** Id of the replica. */
  id: string;
  /** Absolute path; part of the tag of its processes. */
  dataDir: string;
  /** Slug of its service environment; part of the tag of its processes and the name of the log folder. */
  slug: string;
  /** Address on which it listens. */
  host: string;
  ports: PortAllocator;
  logs: LogFiles;
  /** Shared by all service environments. */
  witness: ProbeWitness;
  logger: LoggerService;
  /** Returns the replica as currently stored. */
  record(): RunRecord | undefined;
  /** Returns how to run it; `undefined` if the configuration no longer declares its version. */
  spec(): RunSpec | undefined;
  /** Whether it is restarted when it exits: it has traffic or is the baseline. */
  isKeptRunning(): boolean;
  /** Stores a change. Durable when it resolves. */
  save(
    patch: Partial<
      Pick<ReplicaRecord, 'port' | 'process' | 'startedAt' | 'restarts'>
    >,
  ): Promise<void>;
  /** Stores why it will not be restarted. Durable when it resolves. */
  saveFailure(failure: InstanceFailure): Promise<void>;
  /** Called when it exited, stopped responding, or responds again. */
  onChange(): void;
  /** Called as soon as its process has exited, before it is known why. */
  onExit(): void;
}

/** Names a replica in messages. */
export function describeInstance({ id, record }: RunnerOptions): string {
  const versionName = record()?.versionName;
  return versionName === undefined
    ? `Instance ${id}`
    : `Version ${versionName}`;
}
