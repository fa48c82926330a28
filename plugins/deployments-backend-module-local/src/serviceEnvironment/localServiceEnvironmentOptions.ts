import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ServiceEnvironmentRef } from '@slipway/backstage-plugin-deployments-node';
import type { DeclaredServices } from '../config/declaredServices';
import type { SettingsLimits } from '../config/targetSettings';
import type { ProbeWitness } from '../instance/probeWitness';
import type { TrafficRecorder } from '../measure/trafficRecorder';
import type { PortAllocator } from '../ports/portAllocator';
import type { LogFiles } from '../process/logFiles';
import type { CompletedRequest } from '../proxy/trafficProxy';
import type { InstanceRecord } from '../state/serviceEnvironmentState';
import type { StateFiles } from '../state/stateFiles';

/** What all service environments of a data directory share. */
export interface LocalServiceEnvironmentOptions {
  /** Absolute path. */
  dataDir: string;
  /** Address on which instances and proxies listen. */
  host: string;
  /** How long requests of a retired instance may take. */
  drainMs: number;
  /** Time between SIGTERM and SIGKILL. */
  stopMs: number;
  /** A request fails if the instance sends nothing for this long. */
  requestTimeoutMs: number;
  services: DeclaredServices;
  ports: PortAllocator;
  /** What the configuration allows settings of services to say. */
  settingsLimits: SettingsLimits;
  files: StateFiles;
  logs: LogFiles;
  witness: ProbeWitness;
  recorder: TrafficRecorder;
  logger: LoggerService;
  /** Called when an instance exited, stopped responding, or responds again. */
  onChange(ref: ServiceEnvironmentRef): void;
  /** Called after each request through the stable URL, with the instance that handled it. */
  onRequestCompleted(
    ref: ServiceEnvironmentRef,
    instance: InstanceRecord | undefined,
    completed: CompletedRequest,
  ): void;
}
