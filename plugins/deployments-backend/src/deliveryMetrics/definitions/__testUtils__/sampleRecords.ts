import fc from 'fast-check';
import type { ServiceRecords } from '../sourceRecords';
import {
  change,
  deployment,
  records,
  incident,
  link,
} from './sourceRecordBuilders';

/** Few names and few minutes, so that many records affect the same things at the same time. */
const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
/** Complete and abbreviated ids; the shortest abbreviation fits two of them. */
const WHOLE = 'abcdef1'.padEnd(40, '0');
const ALIKE = 'abcdef1'.padEnd(40, '9');
const commits = fc.constantFrom(
  ...['a', 'b', 'c', WHOLE, ALIKE, 'abcdef1'],
  ...['abcdef100', 'abcdef10000', 'abcdef199', 'abcdef2'],
);
const minute = fc.integer({ min: 0, max: 60 });
const maybe = fc.option(minute, { nil: undefined });

const deployments = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom(...'abcdefghij'),
      finished: minute,
      kind: fc.constantFrom(
        ...['deploy', 'deploy', 'deploy', 'deploy'],
        ...['rollback', 'rollback', 'restart', 'remove'],
      ),
      tier: fc.constantFrom('production', 'production', 'staging'),
      environment: fc.constantFrom('eu', 'eu', 'us'),
      outcome: fc.constantFrom(
        ...['succeeded', 'succeeded', 'succeeded', 'succeeded'],
        ...['failed', 'rolled_back', 'rollback_failed'],
      ),
      hotfix: fc.boolean(),
      artifact: names,
      source: fc.constantFrom('portal', 'ci'),
      sourceId: fc.option(fc.constantFrom('9', '10', '100'), {
        nil: undefined,
      }),
      startedAt: minute,
      trafficAt: fc.option(minute, { nil: 'never' as const }),
      restoredAt: maybe,
      commits: fc.option(fc.uniqueArray(commits), { nil: undefined }),
      head: fc.option(commits, { nil: undefined }),
      reverts: fc.option(names, { nil: undefined }),
      ownerGroup: fc.option(names, { nil: undefined }),
      demo: fc.boolean(),
    }),
    { selector: ({ id }) => id, minLength: 3, maxLength: 10 },
  )
  .map(list =>
    list.map(({ id, finished, ...rest }) =>
      deployment(id, finished, rest as object),
    ),
  );

const changes = fc
  .uniqueArray(fc.tuple(commits, maybe, maybe, maybe, fc.boolean()), {
    selector: ([id]) => id,
    minLength: 3,
  })
  .map(list =>
    list.map(([id, authored, opened, merged, isMerge]) =>
      change(id, authored, { opened, merged, isMerge }),
    ),
  );

const incidents = fc
  .uniqueArray(
    fc.tuple(
      names,
      minute,
      maybe,
      fc.record(
        {
          environment: fc.constantFrom('eu', 'us', 'elsewhere'),
          tier: fc.constantFrom('production' as const, 'staging' as const),
        },
        { requiredKeys: [] },
      ),
    ),
    { selector: ([id]) => id },
  )
  .map(list =>
    list.map(([id, started, resolved, serviceEnvironment]) =>
      incident(id, started, resolved, serviceEnvironment),
    ),
  );

const links = fc
  .uniqueArray(
    fc.tuple(
      names,
      names,
      fc.constantFrom('caused' as const, 'fixed' as const),
      fc.constantFrom('linked' as const, 'removed' as const),
    ),
    { selector: ([i, d, role]) => `${i} ${d} ${role}`, maxLength: 6 },
  )
  .map(list => list.map(([i, d, role, stand]) => link(i, d, role, stand)));

/** Generates records of one service, including awkward ones and contradictions. */
export const sampleRecords: fc.Arbitrary<ServiceRecords> = fc
  .record({ deployments, changes, incidents, links })
  .map(records);
