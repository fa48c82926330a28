/** A metric that the plugin tells of. Names and units follow the conventions of OpenTelemetry. */
export interface MetricDefinition {
  name: string;
  /** UCUM; what is counted stands in braces. */
  unit: string;
  description: string;
  /**
   * `database`: every replica tells the same of all, so take the maximum over replicas. `replica`: each tells of itself,
   * so add them up.
   */
  scope: 'database' | 'replica';
  /** Each with few values: neither services nor environments nor persons, whatever the size of the company. */
  attributes?: string[];
}

const definitions = {
  active: {
    name: 'slipway.deployments.active',
    unit: '{deployment}',
    description: 'Deployments that are queued or own an environment',
    scope: 'database',
    attributes: ['status'],
  },
  finished: {
    name: 'slipway.deployments.finished_last_hour',
    unit: '{deployment}',
    description: 'Deployments that ended within the last hour',
    scope: 'database',
    attributes: ['status'],
  },
  late: {
    name: 'slipway.deployments.late',
    unit: '{deployment}',
    description:
      'Deployments that wait for a person and have used up half of the time to decide, or whose outcome nobody knows',
    scope: 'database',
  },
  queueDepth: {
    name: 'slipway.queue.depth',
    unit: '{deployment}',
    description: 'Deployments with work that is due and that nobody is at',
    scope: 'database',
  },
  oldestDue: {
    name: 'slipway.queue.oldest_due_age',
    unit: 's',
    description: 'For how long the oldest work that nobody is at has been due',
    scope: 'database',
  },
  outboxDepth: {
    name: 'slipway.outbox.depth',
    unit: '{message}',
    description: 'Signals and notifications that are not delivered yet',
    scope: 'database',
  },
  outboxAge: {
    name: 'slipway.outbox.oldest_age',
    unit: 's',
    description: 'Age of the oldest message that is not delivered yet',
    scope: 'database',
  },
  outboxOverdue: {
    name: 'slipway.outbox.overdue',
    unit: 's',
    description:
      'For how long a message has been due without anybody trying to deliver it',
    scope: 'database',
  },
  unsealed: {
    name: 'slipway.audit.unsealed',
    unit: '{entry}',
    description: 'Audit entries that are not in the chain yet',
    scope: 'database',
  },
  sealLag: {
    name: 'slipway.audit.seal_lag',
    unit: 's',
    description: 'Age of the oldest audit entry that is not in the chain yet',
    scope: 'database',
  },
  replicas: {
    name: 'slipway.replicas.alive',
    unit: '{replica}',
    description: 'Replicas that work on deployments',
    scope: 'database',
  },
  databaseUp: {
    name: 'slipway.database.up',
    unit: '{database}',
    description: 'Whether the database answered this replica: 1, or 0',
    scope: 'replica',
  },
  lastWrite: {
    name: 'slipway.database.last_write',
    unit: 's',
    description:
      'When this replica last wrote to the database, in seconds since 1970; it does so every few seconds',
    scope: 'replica',
  },
  lastFailedWrite: {
    name: 'slipway.database.last_failed_write',
    unit: 's',
    description:
      'When the database last rejected a write of this replica, e.g. because its disk was full, in seconds since 1970; 0: never',
    scope: 'replica',
  },
  polling: {
    name: 'slipway.replica.polling',
    unit: '{replica}',
    description:
      'Whether this replica has to look for work because it has no session of its own on the database: 1 or 0',
    scope: 'replica',
  },
  stepDuration: {
    name: 'slipway.step.duration',
    unit: 's',
    description:
      'How long attempts of steps took, waiting for persons included',
    scope: 'replica',
    attributes: ['kind', 'outcome'],
  },
  fencedWrites: {
    name: 'slipway.engine.fenced_writes',
    unit: '{write}',
    description:
      'Reports of this replica that were refused because another one had taken over',
    scope: 'replica',
  },
  recoveries: {
    name: 'slipway.engine.recoveries',
    unit: '{deployment}',
    description:
      'Deployments that this replica took over from one that was gone',
    scope: 'replica',
    attributes: ['cause'],
  },
  providerErrors: {
    name: 'slipway.provider.errors',
    unit: '{call}',
    description: 'Calls of step kinds, targets and checks that failed',
    scope: 'replica',
    attributes: ['provider'],
  },
  commands: {
    name: 'slipway.commands',
    unit: '{command}',
    description: 'Commands of persons and services',
    scope: 'replica',
    attributes: ['type', 'outcome'],
  },
} as const satisfies Record<string, MetricDefinition>;

export const METRICS: Readonly<
  Record<keyof typeof definitions, MetricDefinition>
> = definitions;
