/** What is told to others after a commit. Signals carry ids only: whoever gets one reads with their own rights. */
export type OutboxMessage =
  | {
      kind: 'signal';
      deploymentId: string;
      seq: number;
    }
  | {
      kind: 'notification';
      deploymentId: string;
      /** Entity refs of users and groups. */
      to: string[];
      title: string;
      description: string;
      severity: 'critical' | 'high' | 'normal' | 'low';
      /** A later one of the same topic takes its place with the reader. */
      topic: string;
    };
