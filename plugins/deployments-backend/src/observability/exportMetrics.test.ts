import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConflictError } from '@backstage/errors';
import { mockServices } from '@backstage/backend-test-utils';
import type {
  MetricAttributes,
  MetricOptions,
  MetricsService,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { TERMINAL_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentService } from '../application/deploymentService';
import type { MetricsSnapshot } from './metricsSnapshot';
import { METRICS } from './metricDefinitions';
import { createMetricCounters, exportMetrics } from './exportMetrics';

const REPOSITORY = resolve(__dirname, '../../../..');

/** Collects like an SDK: sums of counters, and values that callbacks observe. */
class Collector {
  readonly instruments = new Map<string, MetricOptions | undefined>();
  readonly values: Record<string, number> = {};
  readonly #observers = new Map<string, MetricsServiceObservableCallback[]>();

  readonly service = {
    createCounter: (name: string, options?: MetricOptions) => {
      this.instruments.set(name, options);
      return { add: this.#adder(name) };
    },
    createHistogram: (name: string, options?: MetricOptions) => {
      this.instruments.set(name, options);
      return { record: this.#adder(name) };
    },
    createObservableGauge: (name: string, options?: MetricOptions) => {
      this.instruments.set(name, options);
      const callbacks: MetricsServiceObservableCallback[] = [];
      this.#observers.set(name, callbacks);
      return {
        addCallback: (callback: MetricsServiceObservableCallback) => {
          callbacks.push(callback);
        },
        removeCallback: () => {},
      };
    },
  } as unknown as MetricsService;

  #adder = (name: string) => (value: number, attributes?: MetricAttributes) => {
    const key = toKey(name, attributes);
    this.values[key] = (this.values[key] ?? 0) + value;
  };

  async collect(): Promise<Record<string, number>> {
    const observed: Record<string, number> = {};
    for (const [name, callbacks] of this.#observers) {
      for (const callback of callbacks) {
        await callback({
          observe: (value, attributes) => {
            observed[toKey(name, attributes)] = value;
          },
        });
      }
    }
    return observed;
  }
}

function toKey(name: string, attributes: MetricAttributes = {}): string {
  return [name, ...Object.values(attributes)].join(' ');
}

const figures: MetricsSnapshot = {
  deployments: { queued: 1, running: 2, waiting: 3, rolling_back: 0 },
  finishedLastHour: { succeeded: 5, rollback_failed: 1 },
  late: 1,
  dueWork: 4,
  oldestDueMs: 2_500,
  outbox: 6,
  outboxOldestMs: 7_000,
  outboxOverdueMs: 500,
  unsealed: 8,
  sealLagMs: 1_500,
  replicas: 2,
};

const writes = () => ({
  lastSucceededAt: 1_000_500,
  lastFailedAt: 2_000,
  isFailing: false,
});

describe('metrics', () => {
  it('report the figures of the tables, in seconds, with a zero if there are none', async () => {
    const collector = new Collector();
    exportMetrics({
      metrics: collector.service,
      engineStatus: {
        figures: async () => figures,
        isPolling: () => false,
        writes,
      },
      logger: mockServices.logger.mock(),
    });
    expect(await collector.collect()).toEqual({
      'slipway.deployments.active queued': 1,
      'slipway.deployments.active running': 2,
      'slipway.deployments.active waiting': 3,
      'slipway.deployments.active rolling_back': 0,
      ...Object.fromEntries(
        TERMINAL_STATUSES.map(status => [
          `slipway.deployments.finished_last_hour ${status}`,
          0,
        ]),
      ),
      'slipway.deployments.finished_last_hour succeeded': 5,
      'slipway.deployments.finished_last_hour rollback_failed': 1,
      'slipway.deployments.late': 1,
      'slipway.queue.depth': 4,
      'slipway.queue.oldest_due_age': 2.5,
      'slipway.outbox.depth': 6,
      'slipway.outbox.oldest_age': 7,
      'slipway.outbox.overdue': 0.5,
      'slipway.audit.unsealed': 8,
      'slipway.audit.seal_lag': 1.5,
      'slipway.replicas.alive': 2,
      'slipway.database.up': 1,
      'slipway.database.last_write': 1_000.5,
      'slipway.database.last_failed_write': 2,
      'slipway.replica.polling': 0,
    });
  });

  it('continue without the database, log that once, and recover', async () => {
    const collector = new Collector();
    const logger = mockServices.logger.mock();
    let answers = false;
    exportMetrics({
      metrics: collector.service,
      engineStatus: {
        figures: async () => {
          if (!answers) {
            throw new Error('no database');
          }
          return figures;
        },
        isPolling: () => true,
        writes,
      },
      logger,
    });
    const without = {
      'slipway.database.up': 0,
      'slipway.database.last_write': 1_000.5,
      'slipway.database.last_failed_write': 2,
      'slipway.replica.polling': 1,
    };
    expect(await collector.collect()).toEqual(without);
    expect(await collector.collect()).toEqual(without);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    answers = true;
    expect(await collector.collect()).toMatchObject({
      'slipway.database.up': 1,
      'slipway.queue.depth': 4,
    });
  });

  it('count what the engine does', () => {
    const collector = new Collector();
    const { counters } = createMetricCounters(collector.service);
    counters.recovered('lock');
    counters.recovered('lock');
    counters.fencedWrite();
    counters.providerError('deploy');
    counters.stepFinished('check', 1_500, 'succeeded');
    expect(collector.values).toEqual({
      'slipway.engine.recoveries lock': 2,
      'slipway.engine.recoveries lease': 0,
      'slipway.engine.fenced_writes': 1,
      'slipway.provider.errors deploy': 1,
      'slipway.step.duration check succeeded': 1.5,
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['accepted', async () => ({ status: 'accepted' })],
    [
      'refused',
      async () => {
        throw new ConflictError('it has ended');
      },
    ],
    [
      'error',
      async () => {
        throw new Error('no database');
      },
    ],
  ])('count a command by its outcome: %s', async (outcome, command) => {
    const collector = new Collector();
    const { countCommands } = createMetricCounters(collector.service);
    const service = countCommands({ command } as unknown as DeploymentService);
    await service
      .command(
        'd1',
        { type: 'pause', commandId: 'press-0001' },
        {} as Parameters<DeploymentService['command']>[2],
      )
      .catch(() => {});
    expect(collector.values).toMatchObject({
      [`slipway.commands pause ${outcome}`]: 1,
    });
  });

  it('all have the unit and the description of their definition', () => {
    const collector = new Collector();
    createMetricCounters(collector.service);
    exportMetrics({
      metrics: collector.service,
      engineStatus: {
        figures: async () => figures,
        isPolling: () => false,
        writes,
      },
      logger: mockServices.logger.mock(),
    });
    const defined = Object.values(METRICS);
    expect([...collector.instruments.keys()].sort()).toEqual(
      defined.map(({ name }) => name).sort(),
    );
    for (const { name, unit, description } of defined) {
      expect(collector.instruments.get(name)).toMatchObject({
        unit,
        description,
      });
    }
  });

  it.each(Object.values(METRICS))(
    '$name is documented with its definition',
    ({ name, unit, description, scope, attributes = [] }) => {
      const page = readFileSync(`${REPOSITORY}/docs/how-to/observe.md`, 'utf8');
      const row = page
        .split('\n')
        .find(line => line.startsWith(`| \`${name}\``));
      expect(
        row
          ?.split('|')
          .slice(2, 6)
          .map(cell => cell.trim()),
      ).toEqual([
        `\`${unit}\``,
        attributes.map(it => `\`${it}\``).join(', '),
        scope === 'database' ? 'all: `max`' : 'each: `sum`',
        description,
      ]);
    },
  );

  it('have the names in Prometheus that the alerts use', () => {
    const known = Object.entries(METRICS).flatMap(([key, { name }]) => {
      const plain = name.replace(/[.]/g, '_');
      const isCounter = [
        'fencedWrites',
        'recoveries',
        'providerErrors',
        'commands',
      ].includes(key);
      return isCounter ? `${plain}_total` : plain;
    });
    const alerts = readFileSync(
      `${REPOSITORY}/examples/monitoring/alerts.yaml`,
      'utf8',
    );
    const asked = alerts.match(/slipway_[a-z_]+/g) ?? [];
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(name => !known.includes(name))).toEqual([]);
  });

  it('have alerts that each name an existing section of the docs', () => {
    const alerts = readFileSync(
      `${REPOSITORY}/examples/monitoring/alerts.yaml`,
      'utf8',
    );
    const runbooks = [...alerts.matchAll(/^ +runbook: (\S+)#(\S+)$/gm)];
    expect(runbooks).toHaveLength(alerts.match(/- alert: /g)?.length ?? 0);
    for (const [, page, anchor] of runbooks) {
      const headings = readFileSync(`${REPOSITORY}/${page}`, 'utf8').match(
        /^#+ .+$/gm,
      );
      const anchors = headings?.map(heading =>
        heading
          .toLowerCase()
          .replace(/[^\w\s-]/g, '')
          .trim()
          .replace(/\s+/g, '-'),
      );
      expect(anchors).toContain(anchor);
    }
  });
});
