import path from 'node:path';
import type { ServiceConfig, VersionConfig } from './localConfigSchema';
import { toServiceRef } from './toServiceRef';

/** How to run one version of a service. */
export interface RunSpec {
  command: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  readiness: { path: string; timeoutMs: number };
  /** Durations in milliseconds; `failures` in a row end the process. */
  liveness: {
    path: string;
    everyMs: number;
    timeoutMs: number;
    failures: number;
  };
}

export interface DeclaredServices {
  versions(service: string): readonly VersionConfig[] | undefined;
  /** `undefined` when config does not declare this artifact for the service. */
  runSpec(service: string, artifact: string): RunSpec | undefined;
}

/** The services and versions of `deployments.local.services`, by entity ref. */
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
    versions: ref => find(ref)?.versions,
    runSpec(ref, artifact) {
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
