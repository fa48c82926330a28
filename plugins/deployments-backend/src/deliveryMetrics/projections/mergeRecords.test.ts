import fc from 'fast-check';
import type { IncidentRecord } from '../persistence/storedRecords';
import { incidentFields } from '../persistence/sourceRecordColumns';
import {
  change,
  deployment,
  incident,
} from '../definitions/__testUtils__/sourceRecordBuilders';
import { mergeChanges, mergeDeployments, mergeIncidents } from './mergeRecords';

const time = fc.integer({ min: 0, max: 9 });
const maybe = fc.option(time, { nil: undefined });
const reported = fc.record({
  occurredAt: time,
  eventId: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5'),
});

/** An event's id is unique, so two events with the same id have the same content. */
const distinct = <T extends { reported: { eventId: string } }>(
  one: fc.Arbitrary<T>,
) =>
  fc.uniqueArray(one, {
    minLength: 1,
    selector: record => record.reported.eventId,
  });

const records = {
  deployments: distinct(
    fc
      .record({ reported, finished: time })
      .map(({ reported: by, finished }) => ({
        sourceId: 'd',
        reported: by,
        fields: deployment('d', finished),
      })),
  ),
  changes: distinct(
    fc
      .record({ reported, authored: maybe, opened: maybe, merged: maybe })
      .map(({ reported: by, authored, ...more }) => ({
        service: 's',
        demo: false,
        reported: by,
        fields: change('c', authored, more),
      })),
  ),
  incidents: distinct(
    fc
      .record({
        reported,
        started: time,
        openAt: time,
        resolvedAt: maybe,
        serviceEnvironment: fc.record(
          {
            environment: fc.constantFrom('eu', 'us'),
            tier: fc.constantFrom('production' as const, 'staging' as const),
          },
          { requiredKeys: [] },
        ),
      })
      .map(
        ({
          reported: by,
          started,
          openAt,
          resolvedAt,
          serviceEnvironment,
        }) => ({
          service: 's',
          sourceId: 'i',
          demo: false,
          reported: by,
          openAt,
          resolvedAt,
          fields: incident('i', started, undefined, serviceEnvironment),
        }),
      ),
  ),
};

function inAnyOrder<T>(many: fc.Arbitrary<T[]>, merge: (a: T, b: T) => T) {
  const twice = many.chain(list =>
    fc.tuple(
      fc.constant(list),
      fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
    ),
  );
  return fc.check(
    fc.property(twice, ([inOrder, shuffled]) => {
      expect(shuffled.reduce(merge)).toEqual(inOrder.reduce(merge));
    }),
  );
}

describe('after events in any order, some repeated,', () => {
  const holds = { failed: false };
  it('a deployment is the same', () => {
    expect(inAnyOrder(records.deployments, mergeDeployments)).toMatchObject(
      holds,
    );
  });
  it('a change is the same', () => {
    expect(inAnyOrder(records.changes, mergeChanges)).toMatchObject(holds);
  });
  it('an incident is the same', () => {
    expect(inAnyOrder(records.incidents, mergeIncidents)).toMatchObject(holds);
  });
});

describe('an incident', () => {
  const record = (openAt: number, resolvedAt?: number): IncidentRecord => ({
    service: 's',
    sourceId: 'i',
    demo: false,
    reported: { occurredAt: resolvedAt ?? openAt, eventId: `${openAt}` },
    openAt,
    resolvedAt,
    fields: incident('i', 0),
  });

  it('is closed once it was resolved', () => {
    const merged = mergeIncidents(record(1), record(1, 5));
    expect(incidentFields(merged).resolvedAt).toBe(5);
  });

  it('is open when it was reported again after that', () => {
    const merged = [record(1), record(1, 5), record(8)].reduce(mergeIncidents);
    expect(incidentFields(merged).resolvedAt).toBeUndefined();
  });
});
