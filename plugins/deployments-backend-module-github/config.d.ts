export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {
    /** Workflows of GitHub Actions. The credentials are those of `integrations.github`. */
    github?: {
      /**
       * Hosts of `integrations.github` whose workflows targets and steps may use. Set it if settings can come from a service's entity,
       * because people who can edit the entity then choose the repository. Default: all hosts with all repositories that a
       * credential can access.
       */
      hosts?: {
        [host: string]: {
          /** Owners (`acme`) with all their repositories, and single repositories (`acme/checkout`). */
          repositories: string[];
        };
      };
    };
  };
}
