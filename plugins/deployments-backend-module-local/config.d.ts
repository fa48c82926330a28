import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** The target that runs services as processes on this machine. If absent, the target cannot be used. */
    local?: {
      /**
       * Folder for state and log files. Relative paths start in the backend's working directory. Default: the folder
       * `local` next to the SQLite files, or `.data/local`.
       */
      dataDir?: string;
      /** Address on which services and their proxies listen. Default: 127.0.0.1. */
      host?: string;
      /** Ports to assign, inclusive. Default: 7100 to 7299. */
      ports?: { from?: number; to?: number };
      /**
       * The ports that a service may choose with `port` in its settings, e.g. by an annotation; inclusive, none below
       * 1024. Default: 1024 to 65535.
       */
      allowedPorts?: { from?: number; to?: number };
      /** How long requests in progress may take when an instance is retired. Default: 5s. */
      drain?: string | HumanDuration;
      /** How long a process may take after SIGTERM before SIGKILL. Default: 5s. */
      stopTimeout?: string | HumanDuration;
      /** An instance that sends nothing for this long has failed the request. Default: 30s. */
      requestTimeout?: string | HumanDuration;
      logs?: {
        /** Size in kilobytes at which a log file is copied to `.1` and truncated. Default: 1024. */
        maxKilobytes?: number;
      };
      /** Generated requests to deployed versions, for demonstrations. */
      load?: {
        /** Default: false. */
        enabled?: boolean;
        /** Average requests per second and service environment, at most 50. Default: 5. */
        requestsPerSecond?: number;
        /** Default: /. */
        path?: string;
      };
      /** By entity ref, or by name for components of the default namespace. */
      services?: {
        [service: string]: {
          /** Program and arguments; `{{ port }}` and `{{ host }}` are substituted. */
          command: string[];
          /** Folder in which to run it. Relative paths start in the backend's working directory. */
          cwd?: string;
          /**
           * Environment variables. PORT and HOST are added.
           *
           * Not marked as secret, because the logger would then remove values like `1` or `20` wherever they occur.
           */
          env?: { [name: string]: string | number | boolean };
          readiness?: {
            /** Returns 2xx when the process is ready. Default: /. */
            path?: string;
            /** Default: 30s. */
            timeout?: string | HumanDuration;
          };
          /**
           * A process that was ready and then does not respond to `failures` probes in a row is restarted. Any status
           * counts as a response.
           */
          liveness?: {
            /** Default: the path of `readiness`. */
            path?: string;
            /** Interval between two probes. Default: 3s. */
            every?: string | HumanDuration;
            /** Timeout of a probe. Default: 2s. */
            timeout?: string | HumanDuration;
            /** Default: 3. */
            failures?: number;
          };
          /** Newest first. It decides which version is newer if they have no `createdAt`. */
          versions: Array<{
            name: string;
            /** Image digest, purl or URI: what makes the version unique. */
            artifact: string;
            /** Overrides the service's. */
            command?: string[];
            /** Overrides the service's. */
            cwd?: string;
            /** Added to the service's variables; overrides those of the same name. */
            env?: { [name: string]: string | number | boolean };
            /** Newest first. The version counts as built from the first one. */
            commits?: Array<{
              id: string;
              message?: string;
              author?: string;
              authoredAt?: string;
              url?: string;
            }>;
            changeUrl?: string;
            createdAt?: string;
            flags?: string[];
          }>;
        };
      };
    };
  };
}
