/** The troubleshooting page and the links to it. The page's text comes from docs/troubleshooting.md. */
export const troubleshootingMessages = {
  contents: 'Contents',
  link: 'Troubleshoot',
  linkName: 'Troubleshoot: {{about}} (opens in a new tab)',
  about: {
    error: 'this error',
    notPermitted: 'not permitted',
    webhook: 'webhook rejected',
    events: 'events that could not be processed',
    holdCannotBeLifted: 'hold cannot be lifted',
  },
  reason: {
    database_unreachable: 'database unreachable',
    writes_failing: 'writes fail',
    writes_failed: 'a write failed',
    work_not_picked_up: 'work not picked up',
    no_replica: 'no replica',
    outbox_stuck: 'messages not delivered',
    outbox_failing: 'messages rejected',
    audit_stuck: 'audit entries not sealed',
    polling: 'polling',
  },
} as const;
