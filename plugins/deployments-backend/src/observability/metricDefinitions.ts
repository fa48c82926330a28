/** A metric that the plugin exports. Names and units follow the conventions of OpenTelemetry. */
export interface MetricDefinition {
  name: string;
  /** In UCUM notation. Counted things are in braces. */
  unit: string;
  description: string;
  /**
   * How to aggregate over replicas. `database`: every replica reports the same figure, so take the maximum. `replica`: each
   * reports its own figure, so add them up.
   */
  scope: 'database' | 'replica';
  /** Each has few values. Services, environments and people are not attributes, because there may be thousands. */
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
      'Deployments that have been waiting for a person for more than half of the time to decide, or whose outcome is unknown',
    scope: 'database',
  },
  queueDepth: {
    name: 'slipway.queue.depth',
    unit: '{deployment}',
    description: 'Deployments with overdue work that no replica has claimed',
    scope: 'database',
  },
  oldestDue: {
    name: 'slipway.queue.oldest_due_age',
    unit: 's',
    description: 'How long the oldest unclaimed work has been due',
    scope: 'database',
  },
  outboxDepth: {
    name: 'slipway.outbox.depth',
    unit: '{message}',
    description:
      'Signals, events and notifications that have not been delivered yet',
    scope: 'database',
  },
  outboxAge: {
    name: 'slipway.outbox.oldest_age',
    unit: 's',
    description: 'Age of the oldest message that has not been delivered yet',
    scope: 'database',
  },
  outboxOverdue: {
    name: 'slipway.outbox.overdue',
    unit: 's',
    description: 'How long a message has been due without a delivery attempt',
    scope: 'database',
  },
  unsealed: {
    name: 'slipway.audit.unsealed',
    unit: '{entry}',
    description: 'Audit entries that have not been sealed into the chain yet',
    scope: 'database',
  },
  sealLag: {
    name: 'slipway.audit.seal_lag',
    unit: 's',
    description:
      'Age of the oldest audit entry that has not been sealed into the chain yet',
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
    description: 'Whether the database answers this replica: 1 or 0',
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
      'When the database last rejected a write of this replica, e.g. because its disk was full, in seconds since 1970; 0 if never',
    scope: 'replica',
  },
  polling: {
    name: 'slipway.replica.polling',
    unit: '{replica}',
    description:
      'Whether this replica polls for work because it has no database session of its own: 1 or 0',
    scope: 'replica',
  },
  stepDuration: {
    name: 'slipway.step.duration',
    unit: 's',
    description:
      'How long step attempts took, including the time spent waiting for people',
    scope: 'replica',
    attributes: ['kind', 'outcome'],
  },
  fencedWrites: {
    name: 'slipway.engine.fenced_writes',
    unit: '{write}',
    description:
      'Step results of this replica that were rejected because another one had taken over',
    scope: 'replica',
  },
  recoveries: {
    name: 'slipway.engine.recoveries',
    unit: '{deployment}',
    description: 'Deployments that this replica took over from a dead one',
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
    description: 'Commands from people and services',
    scope: 'replica',
    attributes: ['type', 'outcome'],
  },
} as const satisfies Record<string, MetricDefinition>;

export const METRICS: Readonly<
  Record<keyof typeof definitions, MetricDefinition>
> = definitions;
