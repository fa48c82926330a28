/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title -- A suite for other packages to call. */
import type { JsonObject } from '@backstage/types';
import type {
  AnalysisSource,
  MetricKind,
  MetricSample,
  ReadSampleRequest,
} from '../analysis';

/**
 * A source of samples, and a version whose requests are known.
 *
 * @public
 */
export interface AnalysisSourceUnderTest<TWith> {
  /** The source to test. */
  source: AnalysisSource<TWith>;
  /** Settings as written in app-config, one for each kind of sample that the source has. */
  settings: JsonObject[];
  /** A period, in epoch milliseconds, in both parts of which the version had requests. */
  period: { from: number; middle: number; to: number };
  /**
   * A request for the version's sample, or for that of a version that nobody knows. Fills in templates of the settings.
   */
  request(
    settings: TWith,
    options: {
      kind: MetricKind;
      from: number;
      to: number;
      isKnown: boolean;
    },
  ): ReadSampleRequest<TWith>;
  /** How much the counts of two parts may differ from those of the whole, relatively. Default: 0. */
  tolerance?: number;
  /** Stops and deletes everything that the test started. */
  dispose?(): Promise<void>;
}

const SAMPLE_TYPES: Record<MetricKind, readonly MetricSample['type'][]> = {
  latency: ['samples', 'histogram'],
  quantile: ['samples', 'histogram'],
  gauge: ['value'],
  amount: ['amount'],
  count: ['count'],
};

/**
 * Defines a jest suite that proves the promises of a source of samples against a real one.
 *
 * @param name - Name of the provider, which starts the names of the tests.
 * @param create - Creates a source for each test.
 * @public
 */
export function describeAnalysisSource<TWith>(
  name: string,
  create: () => Promise<AnalysisSourceUnderTest<TWith>>,
): void {
  describe(`${name} keeps the promises of a source of samples`, () => {
    let underTest: AnalysisSourceUnderTest<TWith>;
    beforeEach(async () => {
      underTest = await create();
    });
    afterEach(async () => {
      await underTest.dispose?.();
    });

    const parse = (value: JsonObject): TWith => {
      const parsed = underTest.source.schema['~standard'].validate(value);
      if (parsed instanceof Promise || parsed.issues) {
        throw new Error(`The settings are invalid: ${JSON.stringify(parsed)}`);
      }
      return parsed.value;
    };
    /** All combinations of settings and kinds. */
    const listMetrics = () =>
      underTest.settings.flatMap(written => {
        const settings = parse(written);
        return underTest.source
          .listKinds(settings)
          .map(kind => ({ settings, kind }));
      });
    const read = (
      { settings, kind }: { settings: TWith; kind: MetricKind },
      period: { from: number; to: number },
      more: { isKnown?: boolean; signal?: AbortSignal } = {},
    ) => {
      const { isKnown = true, signal } = more;
      const request = underTest.request(settings, { kind, ...period, isKnown });
      return underTest.source.readSample({
        ...request,
        ...(signal && { signal }),
      });
    };

    it('has a schema that answers synchronously and rejects unknown settings', () => {
      for (const settings of underTest.settings) {
        expect(
          underTest.source.schema['~standard'].validate({
            ...settings,
            aKeyThatNoProviderHas: true,
          }),
        ).toMatchObject({ issues: expect.anything() });
      }
    });

    it('lists at least one kind of metric for all settings', () => {
      for (const settings of underTest.settings) {
        expect(
          underTest.source.listKinds(parse(settings)).length,
        ).toBeGreaterThan(0);
      }
    });

    it('returns a sample that fits each kind that it lists', async () => {
      for (const metric of listMetrics()) {
        const sample = await read(metric, underTest.period);
        expect(SAMPLE_TYPES[metric.kind]).toContain(sample?.type);
        expect(sample && findMistake(sample)).toBeUndefined();
      }
    });

    it('reads as much from two adjoining periods as from the whole', async () => {
      const { from, middle, to } = underTest.period;
      for (const metric of listMetrics()) {
        if (metric.kind === 'gauge') continue;
        const [first, second, whole] = await Promise.all(
          [
            { from, to: middle },
            { from: middle, to },
            { from, to },
          ].map(period => read(metric, period)),
        );
        const sums = addUp([first, second]);
        const expected = addUp([whole]);
        expect(sums).toHaveLength(expected.length);
        const total = expected.reduce((a, b) => a + Math.abs(b), 0);
        const difference = expected.reduce(
          (sum, value, index) => sum + Math.abs(value - (sums[index] ?? 0)),
          0,
        );
        expect(total).toBeGreaterThan(0);
        expect(difference / total).toBeLessThanOrEqual(
          underTest.tolerance ?? 0,
        );
      }
    });

    it('returns nothing for a version that nobody knows', async () => {
      for (const metric of listMetrics()) {
        expect(
          await read(metric, underTest.period, { isKnown: false }),
        ).toBeUndefined();
      }
    });

    it('throws when the signal has aborted', async () => {
      for (const metric of listMetrics()) {
        await expect(
          read(metric, underTest.period, { signal: AbortSignal.abort() }),
        ).rejects.toThrow();
      }
    });
  });
}

/** Finds what no sample may have. */
function findMistake(sample: MetricSample): string | undefined {
  const isCount = (value: number) => Number.isFinite(value) && value >= 0;
  switch (sample.type) {
    case 'samples':
      return sample.values.every(isCount) ? undefined : 'a negative duration';
    case 'histogram': {
      const { upperBounds, counts } = sample;
      const ascending = upperBounds.every(
        (bound, index) => bound > (upperBounds[index - 1] ?? 0),
      );
      return ascending &&
        counts.length === upperBounds.length + 1 &&
        counts.every(isCount)
        ? undefined
        : 'bounds or counts that are no histogram';
    }
    case 'value':
      return Number.isFinite(sample.value) ? undefined : 'no number';
    case 'count':
      return isCount(sample.events) && sample.events <= sample.total
        ? undefined
        : 'more events than requests';
    case 'amount':
      return Number.isFinite(sample.sum) &&
        isCount(sample.events) &&
        sample.events <= sample.total
        ? undefined
        : 'more amounts than requests';
    default: {
      const unknown: never = sample;
      return `an unknown sample: ${JSON.stringify(unknown)}`;
    }
  }
}

/** Adds samples up, each as a list of numbers. */
function addUp(samples: readonly (MetricSample | undefined)[]): number[] {
  const sums: number[] = [];
  for (const sample of samples) {
    listNumbers(sample).forEach((value, index) => {
      sums[index] = (sums[index] ?? 0) + value;
    });
  }
  return sums;
}

function listNumbers(sample: MetricSample | undefined): readonly number[] {
  switch (sample?.type) {
    case undefined:
    case 'value':
      return [];
    case 'samples':
      return [
        sample.values.length,
        sample.values.reduce((sum, value) => sum + value, 0),
      ];
    case 'histogram':
      return sample.counts;
    case 'count':
      return [sample.events, sample.total];
    case 'amount':
      return [sample.sum, sample.events, sample.total];
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown sample: ${JSON.stringify(unknown)}`);
    }
  }
}
