export type DeploymentChange =
  | {
      deploymentId: string;
      service: string;
      environment: string;
      what: 'events' | 'measurements' | 'logs';
      /** Number of the last event, where that is known. */
      seq?: number;
    }
  /** Changes on other replicas may not have been told of: there may be news of anything. */
  | { what: 'missed' };
