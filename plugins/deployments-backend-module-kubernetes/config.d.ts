import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** The target that deploys to Kubernetes. If absent, the target cannot be used. */
    kubernetes?: {
      /**
       * Clusters by name. A name that `kubernetes.clusterLocatorMethods` (type `config`) also has takes its address and
       * certificates from there, but never its credential, unless `credentials` is `shared`.
       */
      clusters?: {
        [name: string]: {
          /** Address of the API server. Must be `https`, except on a loopback address. */
          url?: string;
          /** Certificates that sign the API server's, PEM in base64. */
          caData?: string;
          /** File with these certificates, PEM. */
          caFile?: string;
          /** Don't check the API server's certificate. Only for tests: a token can then be stolen. Default: false. */
          skipTLSVerify?: boolean;
          /**
           * Token of a service account that may deploy.
           * @visibility secret
           */
          token?: string;
          /** File with this token. It is read for each request, so that a rotated token is used. */
          tokenFile?: string;
          /** File in the format of `kubectl`, instead of the keys above. */
          kubeconfig?: string;
          /** Which context of `kubeconfig`. Default: its current context. */
          context?: string;
          /** Use the service account of the pod in which the portal runs, instead of the keys above. Default: false. */
          inCluster?: boolean;
          /**
           * `own`: only a credential that is configured here. `shared`: the one of the Kubernetes plugin if none is here.
           * People with access to that plugin's proxy could then change the cluster. Default: own.
           */
          credentials?: 'own' | 'shared';
          /** Pages that show a workload. `{{ namespace }}`, `{{ kind }}` and `{{ name }}` are substituted. */
          dashboardUrl?: string;
          /** How long a request may take. Default: 10s. */
          requestTimeout?: string | HumanDuration;
        };
      };
    };
  };
}
