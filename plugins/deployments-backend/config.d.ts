export interface Config {
  /** Configuration of the deployments plugin. */
  deployments?: {};
}
