import path from 'node:path';
import type { ServiceConfig, VersionConfig } from './localConfigSchema';
import { toServiceRef } from './toServiceRef';

/** How to run one version of a service. */
export interface RunSpec {
  command: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  readiness: { path: string; timeoutMs: number };
  /** Durations in milliseconds. The process is restarted after `failures` failed probes in a row. */
  liveness: {
    path: string;
    everyMs: number;
    timeoutMs: number;
    failures: number;
  };
}

/** Finds configured services by entity ref, in any case. */
export interface DeclaredServices {
  /** Returns the versions of a service; `undefined` if it is not declared. */
  findVersions(service: string): readonly VersionConfig[] | undefined;
  /** Returns how to run an artifact; `undefined` if it is not declared for the service. */
  findRunSpec(service: string, artifact: string): RunSpec | undefined;
}

/** Indexes the services of `deployments.local.services` by entity ref. */
export function createDeclaredServices(
  services: Record<string, ServiceConfig>,
): DeclaredServices {
  const byRef = new Map<string, ServiceConfig>();
  for (const [key, service] of Object.entries(services)) {
    const ref = toServiceRef(key);
    if (ref) byRef.set(ref, service);
  }
  const find = (ref: string) => byRef.get(ref.toLocaleLowerCase('en-US'));

  return {
    findVersions: ref => find(ref)?.versions,
    findRunSpec(ref, artifact) {
      const service = find(ref);
      const version = service?.versions.find(
        candidate => candidate.artifact === artifact,
      );
      if (!service || !version) return undefined;
      return {
        command: version.command ?? service.command,
        cwd: path.resolve(version.cwd ?? service.cwd ?? '.'),
        env: { ...service.env, ...version.env },
        readiness: {
          path: service.readiness.path,
          timeoutMs: service.readiness.timeout,
        },
        liveness: {
          path: service.liveness.path ?? service.readiness.path,
          everyMs: service.liveness.every,
          timeoutMs: service.liveness.timeout,
          failures: service.liveness.failures,
        },
      };
    },
  };
}
