import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  search?: {
    collators?: {
      /** What of the deployments plugin can be found. */
      deployments?: {
        /** When the index is built. Default: every 10 minutes. */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /** How many days deployments can be found after they were requested. Default: 90. */
        deploymentsForDays?: number;
        /** How many of the newest versions of each service can be found, at most 500. Default: 100. */
        versionsPerService?: number;
      };
    };
  };
}
