import type { HumanDuration } from '@backstage/types';

export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** Versions from container registries. If absent, no registry is read. */
    oci?: {
      /**
       * Registries by host and port, as in image references, e.g. `registry.example.com` or `docker.io`. No other host is
       * asked, whatever the annotation of a service says.
       */
      registries: {
        [host: string]: {
          /** User with permission to read; with `password`. Default: no login. */
          username?: string;
          /**
           * Password or access token of this user.
           * @visibility secret
           */
          password?: string;
          /** Certificates that sign the registry's, as PEM, e.g. `{ $file: ca.pem }`. Default: those of Node. */
          ca?: string;
          /** Use plain HTTP. Only for a loopback address. Default: false. */
          insecure?: boolean;
          /**
           * Paths of the repositories that services may use, each with everything below it: `shop` allows `shop` and `shop/checkout`, but not
           * `shopping`. Set it if the login can read repositories of several teams, because people who can edit a service's
           * entity choose its repository. Default: all.
           */
          repositories?: string[];
        };
      };
      /**
       * Repository of services without the annotation `slipway/image-repository`. `{{ service.namespace }}` and
       * `{{ service.name }}` are substituted, in lower case. Default: such services have no versions from a registry.
       */
      repository?: string;
      /** Which tags name versions. */
      tags?: {
        /**
         * Regular expression (RE2, so without lookaheads) that matches the whole tag. Tags such as `latest` and `main` never name a version. Default:
         * `v?\d+\.\d+\.\d+(?:[-._].+)?`, for tags such as `1.4.2`, `v1.4.2-rc.1` and `2026.3.1`.
         */
        match?: string;
        /** How many versions of a service are listed, 1 to 500. Default: 50. */
        newest?: number;
      };
      /** How often repositories are read again. Only those count whose versions were listed in the last hour. Default: 1m. */
      refresh?: string | HumanDuration;
    };
  };
}
