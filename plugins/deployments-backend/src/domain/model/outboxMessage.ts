/** A message to send after a commit. Signals carry only ids, so receivers read the data with their own permissions. */
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
      /** A later notification of the same topic replaces this one. */
      topic: string;
    };
