import type { NotificationTopic } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentEventPayload } from '@slipway/backstage-plugin-deployments-node';

/**
 * A notification about a deployment. Each person has one notification of a deployment: a later one replaces it. Texts contain
 * the placeholders `{service}`, `{environment}`, `{person}` and `{deadline}`, because titles are read when it is sent.
 */
export interface NotificationMessage {
  kind: 'notification';
  deploymentId: string;
  /** Entity refs of users and groups. */
  to: string[];
  /** Whether the owner of the service gets it too. */
  toOwner?: boolean;
  /** Entity refs of people who do not get it, even as members of a group that does. */
  except?: string[];
  title: string;
  description: string;
  severity: 'critical' | 'high' | 'normal' | 'low';
  topic: NotificationTopic;
  /** Entity ref. */
  service: string;
  /** The name in app-config. */
  environment: string;
  /** Entity ref of the person whom the texts mention. */
  person?: string;
  /**
   * Until when the reader can act, in epoch milliseconds: at a time, or as long as a deployment may stay queued after
   * `queuedAt`.
   */
  deadline?: { at: number } | { queuedAt: number };
}

/** A message to send after a commit. Signals carry only ids, so receivers read the data with their own permissions. */
export type OutboxMessage =
  | {
      kind: 'signal';
      deploymentId: string;
      seq: number;
    }
  | NotificationMessage
  | {
      kind: 'event';
      deploymentId: string;
      /** As it was at the commit, because the deployment may have changed when it is published. */
      payload: DeploymentEventPayload;
    };
