/** What a request needs to be accepted, and to trust the API server. */
export interface ClusterAccess {
  /** Certificates that sign the API server's, PEM. Absent to use those of Node. */
  ca?: string;
  token?: string;
  /** PEM. */
  certificate?: string;
  /** PEM. */
  key?: string;
}

/** How to reach the API server of a cluster. */
export interface ClusterConnection {
  /** Name of the cluster in the configuration. */
  name: string;
  /** Address of the API server. */
  url: string;
  skipTLSVerify: boolean;
  /** How long a request may take, in milliseconds. */
  requestTimeoutMs: number;
  /** Page that shows a workload, with the placeholders of the configuration. */
  dashboardUrl?: string;
  /**
   * Returns what the next request needs. Files are read each time, because tokens and certificates rotate.
   *
   * @throws an error without secrets if a file can't be read.
   */
  loadAccess(): Promise<ClusterAccess>;
}
