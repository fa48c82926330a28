/** Why a deployment waits, by the code of the server's message. */
export const blockerTexts = {
  approvals_one: '{{given}} of {{count}} approval',
  approvals_other: '{{given}} of {{count}} approvals',
  condition_unknown:
    'The start condition “{{condition}}” ({{description}}) could not be checked: {{cause}}. Slipway keeps asking.',
  drift: '{{cause}} Adopt the running version or overwrite it.',
  hold: 'On hold: {{reason}}',
  paused: 'Paused by {{person}}',
  paused_reason: 'Paused by {{person}}: {{reason}}',
  promotion_drift:
    'The running version in {{source}} is not the deployed one: {{cause}}',
  promotion_error:
    '{{version}} runs in {{source}}, but its checks could not be measured there.',
  promotion_failed:
    '{{version}} runs in {{source}}, but its checks failed there.',
  promotion_hidden:
    "The version must run in another environment first, which you can't see.",
  promotion_inconclusive:
    '{{version}} runs in {{source}}, but its checks were inconclusive there.',
  promotion_not_deployed:
    '{{version}} must run in {{source}} first, where the service has not been deployed yet.',
  promotion_other_artifact:
    '{{version}} must run in {{source}} first; another artifact named {{version}} runs there.',
  promotion_other_version:
    '{{version}} must run in {{source}} first; {{running}} runs there.',
  promotion_overridden:
    '{{version}} runs in {{source}}, but a person continued there despite its checks.',
  promotion_recorded:
    'A pipeline reports that {{version}} runs in {{source}}, but nothing has looked whether it does. Set “observe” of {{sourceName}}, or “promotesFrom.allowRecorded” of {{environmentName}}.',
  promotion_unobserved:
    'Nobody has looked whether {{version}} runs in {{source}} since it was deployed there, and what runs there could not be read: {{cause}}. Slipway tries again every 30\u00a0s.',
  quarantined: '{{version}} is quarantined: {{reason}}',
  scheduled: 'Scheduled for later.',
  slot_queued:
    '{{other}} is first in the queue. Deployments ahead of this one: {{ahead}}.',
  slot_queued_next: '{{other}} is ahead of this one in the queue.',
  slot_running:
    '{{other}} is running. Deployments ahead of this one in the queue: {{ahead}}.',
  slot_running_next: '{{other}} is running. This deployment is next.',
  soak: '{{version}} must run with passed checks in {{source}} for {{required}}.',
  unobserved:
    'The running version in {{environment}} could not be read: {{cause}}. Slipway tries again every 30\u00a0s.',
  window_closed:
    'Deployments to {{environment}} can only start in these windows: {{reasons}}.',
  window_denied: 'Deployments to {{environment}} are blocked now: {{reasons}}.',
} as const;

/** Another deployment that is in the way, by its kind. */
export const otherDeploymentTexts = {
  deploy: 'The deployment of {{version}}',
  rollback: 'A rollback to {{version}}',
  restart: 'A restart',
  remove: 'A removal',
  unknown: 'Another deployment',
} as const;
