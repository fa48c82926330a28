import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** The commands that the target and the step kind `command` may run. If absent, neither can be used. */
    command?: {
      /**
       * Folder with the records of commands. Replicas of the portal must share it. Default: `command` next to the SQLite
       * files, or `.data/command`.
       */
      dataDir?: string;
      /** Commands by name. Golden paths and targets can use these only. */
      commands?: {
        [name: string]: {
          /** Absolute path of the program. */
          program: string;
          /** Its arguments. `{{ version.name }}`, `{{ parameters.<name> }}` and others are filled in; no shell is involved. */
          arguments?: string[];
          /** What golden paths and targets may choose. */
          parameters?: {
            [name: string]: {
              /** What the whole value must match, in the syntax of RE2. Default: letters from A to Z, digits and `_ . : / @ + = -`, not starting with `@`. */
              pattern?: string;
              /** The value if none is given. Default: the parameter is required. */
              default?: string;
              /** Whether the value is hidden in output. It can then be used in `environment` only. Default: false. */
              secret?: boolean;
              /** Whether the value may start with `-`, as options do. Default: false. */
              mayStartWithDash?: boolean;
            };
          };
          /** Absolute path of the folder in which it runs. Default: `/`. */
          folder?: string;
          /** Environment variables, in addition to `PATH`, `HOME`, `LANG` and `SLIPWAY_…`. Filled in as `arguments`. */
          environment?: { [name: string]: string };
          /** Environment variables with secrets, which are hidden in output. */
          secrets?: {
            /** @visibility secret */
            [name: string]: string;
          };
          /** How long it may run. Default: 30m. */
          timeout?: string | HumanDuration;
          /** How long it may take to end after SIGTERM, before it is killed. Default: 10s. */
          stopWithin?: string | HumanDuration;
          /** Names of the environments in which it may run. Default: all. */
          environments?: string[];
          /** How a step finds out whether it has run, after a crash: exit code 0 for yes, 3 for no. The target doesn't use it. */
          status?: {
            /** Arguments of the same program. */
            arguments: string[];
          };
        };
      };
    };
    /** The deployment services that the target `http` can use. If absent, the target cannot be used. */
    http?: {
      /** Deployment services by name. */
      endpoints?: {
        [name: string]: {
          /** Base address. Must be `https`, except on a loopback address. */
          url: string;
          /** Headers of each request, such as `authorization`. */
          headers?: {
            /** @visibility secret */
            [name: string]: string;
          };
          /** File with the certificates that sign the service's, PEM. Default: those that Node trusts. */
          caFile?: string;
          /** Allow `http://` for another address than a loopback one. Default: false. */
          allowPlainHttp?: boolean;
          /** How long a request may take. Default: 10s. */
          requestTimeout?: string | HumanDuration;
        };
      };
    };
  };
}
