/** How to reach a registry. */
export interface RegistryAccess {
  /** Host and port, as in image references. */
  host: string;
  /** URL of its API, without a path. */
  url: string;
  login?: { username: string; password: string };
  /** Certificates that sign the registry's, as PEM. Default: Node's own. */
  ca?: string;
  /** Paths of the repositories that may be read, each with everything below it. Default: all. */
  repositories?: readonly string[];
}
