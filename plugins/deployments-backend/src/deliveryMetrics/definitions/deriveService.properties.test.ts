import fc from 'fast-check';
import {
  MINUTE,
  atOnce,
  deployment,
} from './__testUtils__/sourceRecordBuilders';
import { referenceMetrics } from './__testUtils__/referenceImplementation';
import { sampleRecords } from './__testUtils__/sampleRecords';
import { derive } from './__testUtils__/derive';
import type { Projections } from './projections';
import { deriveService } from './deriveService';

/** Normalizes the order of the rows and of their keys. */
const sortedRows = (derived: Projections) =>
  [
    derived.deployments,
    derived.leadTimes,
    derived.recoveries,
    derived.inferredLinks,
  ].map(rows =>
    rows.map(row => JSON.stringify(Object.entries(row).sort())).sort(),
  );

it('returns the same as the definitions, evaluated one by one', () => {
  const incidentWindowMs = 20 * MINUTE;
  fc.assert(
    fc.property(sampleRecords, fc.boolean(), (all, ignoreMergeCommits) => {
      const derived = atOnce(
        deriveService(all, { incidentWindowMs, ignoreMergeCommits }),
      );
      expect(sortedRows(derived)).toEqual(
        sortedRows(referenceMetrics(all, incidentWindowMs, ignoreMergeCommits)),
      );
    }),
    { numRuns: 2000 },
  );
});

it('returns the same for any order of the records', () => {
  const shuffled = <T>(list: T[]) =>
    fc.shuffledSubarray(list, { minLength: list.length });
  fc.assert(
    fc.property(
      sampleRecords.chain(all =>
        fc.tuple(
          fc.constant(all),
          fc.record({
            deployments: shuffled(all.deployments),
            changes: shuffled(all.changes),
            incidents: shuffled(all.incidents),
            links: shuffled(all.links),
          }),
        ),
      ),
      ([all, other]) => {
        expect(sortedRows(derive(other))).toEqual(sortedRows(derive(all)));
        const { recoveries, leadTimes, inferredLinks, ...rest } = derive(all);
        // Ratios stay between 0 and 1, whatever is linked.
        expect(
          rest.deployments.filter(
            ({ rate, rework }) =>
              (rate.hit && !rate.counted) || (rework.hit && !rework.counted),
          ),
        ).toEqual([]);
        // As the database tables require.
        for (const keys of [
          recoveries.map(row => `${row.tier} ${row.id}`),
          leadTimes.map(row => `${row.tier} ${row.commit}`),
          inferredLinks.map(row => row.incident),
        ]) {
          expect(new Set(keys).size).toBe(keys.length);
        }
      },
    ),
  );
});

it('handles very large services', () => {
  const commits = Array.from({ length: 200_000 }, (_, i) => `c${i}`);
  const { leadTimes } = derive({
    deployments: [deployment('all', 10, { commits })],
  });
  expect(leadTimes).toHaveLength(commits.length);
});
