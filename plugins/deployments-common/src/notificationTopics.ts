/**
 * The topics of Slipway's notifications. People choose them in Backstage's notification settings, which show a topic as it is.
 *
 * @public
 */
export const NOTIFICATION_TOPICS = {
  /** Approvals and decisions, and that they are no longer needed. */
  waiting: 'Waiting for me',
  /** How the deployments that a person requested end. */
  own: 'My deployments',
  /** Rollbacks and breaches of what a person's team owns. */
  rollbacks: 'Rollbacks of my services',
} as const;

/**
 * A topic of Slipway's notifications, as people see it in their notification settings.
 *
 * @public
 */
export type NotificationTopic =
  (typeof NOTIFICATION_TOPICS)[keyof typeof NOTIFICATION_TOPICS];
