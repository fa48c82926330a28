import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** The target that runs services as processes of this machine. Absent: it does nothing. */
    local?: {
      /**
       * Where its state and log files are. Relative paths start where the backend runs. Default: the folder `local`
       * beside the SQLite files, or `.data/local`.
       */
      dataDir?: string;
      /** Address that services and their proxies listen on. Default: 127.0.0.1. */
      host?: string;
      /** Ports to hand out, both ends included. Default: 7100 to 7299. */
      ports?: { from?: number; to?: number };
      /**
       * The ports that a service may choose with `port` in its settings, e.g. by an annotation; both ends included, none
       * below 1024. Default: 1024 to 65535.
       */
      allowedPorts?: { from?: number; to?: number };
      /** How long requests under way may take when a version is retired. Default: 5s. */
      drain?: string | HumanDuration;
      /** How long a process may take after SIGTERM before it is killed. Default: 5s. */
      stopTimeout?: string | HumanDuration;
      /** A version that says nothing to a request for this long has failed it. Default: 30s. */
      requestTimeout?: string | HumanDuration;
      logs?: {
        /** Size of a log file at which it is emptied, after a copy of it. Default: 1024. */
        maxKilobytes?: number;
      };
      /** Made-up requests to what is deployed, for demonstrations. */
      load?: {
        /** Default: false. */
        enabled?: boolean;
        /** Requests per second and place, at most 50. Default: 5. */
        requestsPerSecond?: number;
        /** Default: /. */
        path?: string;
      };
      /** By entity ref, or by name for components of the default namespace. */
      services?: {
        [service: string]: {
          /** Program and arguments; `{{ port }}` and `{{ host }}` are filled in. */
          command: string[];
          /** Folder to run it in. Relative paths start where the backend runs. */
          cwd?: string;
          /**
           * Environment variables. PORT and HOST are added.
           *
           * Not marked as secret: the logger would then remove values like `1` or `20` wherever they occur.
           */
          env?: { [name: string]: string | number | boolean };
          readiness?: {
            /** Answers 2xx when the process is ready. Default: /. */
            path?: string;
            /** Default: 30s. */
            timeout?: string | HumanDuration;
          };
          /**
           * A process that was ready and then gives no answer at all, `failures` times in a row, is ended and started
           * again. Any answer is a sign of life, whatever its status.
           */
          liveness?: {
            /** Default: the path of `readiness`. */
            path?: string;
            /** Pause between two questions. Default: 3s. */
            every?: string | HumanDuration;
            /** How long an answer may take. Default: 2s. */
            timeout?: string | HumanDuration;
            /** Default: 3. */
            failures?: number;
          };
          versions: Array<{
            name: string;
            /** Image digest, purl or URI: what makes the version unique. */
            artifact: string;
            /** Instead of the service's. */
            command?: string[];
            /** Instead of the service's. */
            cwd?: string;
            /** On top of the service's. */
            env?: { [name: string]: string | number | boolean };
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
