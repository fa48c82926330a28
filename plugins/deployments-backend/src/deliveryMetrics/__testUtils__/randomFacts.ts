import fc from 'fast-check';
import type {
  SourceChange,
  SourceDeployment,
  SourceIncident,
  SourceLink,
  ServiceRecords,
} from '../definitions/sourceRecords';

const DAY = 86_400_000;

/**
 * Generates records of some services over some months, including awkward ones. The same seed gives the same records.
 */
export function randomRecords(seed: number, services = 6): ServiceRecords[] {
  const [records] = fc.sample(organisation(services), { seed, numRuns: 1 });
  return records;
}

/** 2026-01-01 UTC; the records cover the following 120 days. */
export const FACTS_FROM = Date.UTC(2026, 0, 1);
export const FACTS_DAYS = 120;

const someTime = fc
  .integer({ min: 0, max: FACTS_DAYS * DAY })
  .map(ms => FACTS_FROM + ms);
const minutes = (max: number) =>
  fc.integer({ min: -2, max }).map(m => m * 60_000);
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

function organisation(services: number): fc.Arbitrary<ServiceRecords[]> {
  return fc.tuple(
    ...Array.from({ length: services }, (_, i) => serviceFacts(`s${i}`)),
  );
}

function serviceFacts(name: string): fc.Arbitrary<ServiceRecords> {
  const service = `component:default/${name}`;
  const commits = Array.from({ length: 40 }, (_, i) => commitId(name, i));
  const ids = Array.from({ length: 30 }, (_, i) => `${name}-d${i}`);
  const incidents = Array.from({ length: 8 }, (_, i) => `${name}-i${i}`);
  const commit = fc.constantFrom(...commits);

  const deployment = (id: string): fc.Arbitrary<SourceDeployment> =>
    fc
      .record({
        startedAt: someTime,
        took: minutes(300),
        traffic: maybe(minutes(100)),
        restored: maybe(minutes(200)),
        source: fc.constantFrom('portal', 'ci'),
        tier: fc.constantFrom('production', 'production', 'staging'),
        kind: fc.constantFrom(
          'deploy',
          'deploy',
          'deploy',
          'rollback',
          'restart',
          'remove',
        ),
        hotfix: fc.boolean(),
        artifact: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
        outcome: fc.constantFrom(
          'succeeded',
          'succeeded',
          'succeeded',
          'failed',
          'rolled_back',
          'rollback_failed',
        ),
        commits: maybe(fc.uniqueArray(commit, { maxLength: 5 })),
        head: maybe(commit),
        reverts: maybe(fc.constantFrom(...ids)),
        ownerGroup: maybe(
          fc.constantFrom('group:default/red', 'group:default/blue'),
        ),
        system: maybe(fc.constantFrom('system:default/shop')),
        demo: fc.boolean(),
      })
      .map(({ took, traffic, restored, ...rest }) => {
        const finishedAt = rest.startedAt + Math.abs(took);
        return dropUndefined({
          ...rest,
          id,
          service,
          environment: rest.tier,
          version: rest.artifact,
          finishedAt,
          trafficAt:
            traffic === undefined ? undefined : rest.startedAt + traffic,
          restoredAt:
            restored === undefined ? undefined : finishedAt + restored,
        }) as SourceDeployment;
      });

  const change = (id: string): fc.Arbitrary<SourceChange> =>
    fc
      .record({
        authoredAt: maybe(someTime),
        openedAt: maybe(someTime),
        mergedAt: maybe(someTime),
      })
      .map(times => dropUndefined({ ...times, commit: id }) as SourceChange);

  const incident = (id: string): fc.Arbitrary<SourceIncident> =>
    fc
      .record({
        startedAt: someTime,
        lasted: maybe(minutes(5000)),
        environment: maybe(fc.constantFrom('production', 'staging', 'prod-1')),
        tier: maybe(fc.constantFrom('production', 'staging')),
      })
      .map(
        ({ startedAt, lasted, ...serviceEnvironment }) =>
          dropUndefined({
            ...serviceEnvironment,
            id,
            source: 'pager',
            title: id,
            startedAt,
            resolvedAt: lasted === undefined ? undefined : startedAt + lasted,
          }) as SourceIncident,
      );

  const links: fc.Arbitrary<SourceLink[]> = fc.uniqueArray(
    fc.record({
      incident: fc.constantFrom(...incidents),
      deployment: fc.constantFrom(...ids),
      role: fc.constantFrom('caused', 'fixed'),
      stand: fc.constantFrom('linked', 'linked', 'removed'),
      by: fc.constant('user:default/ana'),
    }) as fc.Arbitrary<SourceLink>,
    { maxLength: 6, selector: l => `${l.incident} ${l.deployment} ${l.role}` },
  );

  return fc.record({
    service: fc.constant(service),
    deployments: fc.tuple(...ids.map(deployment)),
    // Some commits are never reported.
    changes: fc.tuple(...commits.slice(0, 30).map(change)),
    incidents: fc.tuple(...incidents.map(incident)),
    links,
  });
}

/** Some are complete ids, some are abbreviations of the same id, and one abbreviation fits two of them. */
function commitId(name: string, i: number): string {
  const whole = (n: number) => `abcde${n}7`.padEnd(40, String(n));
  if (i < 4) return whole(i);
  if (i < 8) return whole(i - 4).slice(0, 7 + i);
  return i === 8 ? 'abcde17'.padEnd(40, '8') : `${name}-c${i}`;
}

function dropUndefined(value: object): object {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  );
}
