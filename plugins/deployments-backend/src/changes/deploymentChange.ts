export type DeploymentChange =
  | {
      deploymentId: string;
      service: string;
      environment: string;
      what: 'events' | 'measurements' | 'logs';
      /** The number of the last event, if it is known. */
      seq?: number;
    }
  /** Changes from other replicas may have been missed, so any deployment may have changed. */
  | { what: 'missed' };
