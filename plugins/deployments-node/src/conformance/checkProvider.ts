/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title -- A suite for other packages to call. */
import type { JsonObject } from '@backstage/types';
import type { CheckProvider, MeasureCheckRequest } from '../checks';

/**
 * A check provider, and calls whose results are known.
 *
 * @public
 */
export interface CheckProviderUnderTest<TWith> {
  /** The provider to test. */
  provider: CheckProvider<TWith>;
  /** Settings as written in app-config, for a check that finds data. */
  settings: JsonObject;
  /** A call that measures successfully. */
  request(settings: TWith): MeasureCheckRequest<TWith>;
  /** A call that fails because the source of measurements is down. */
  failing?(settings: TWith): MeasureCheckRequest<TWith>;
  /** A call for a period or an instance without data. */
  withoutData?(settings: TWith): MeasureCheckRequest<TWith>;
  /** Stops and deletes everything that the test started. */
  dispose?(): Promise<void>;
}

/**
 * Defines a jest suite that proves the promises of a check provider against a real one. Tests of optional calls pass
 * without testing anything if the call is missing.
 *
 * @param name - Name of the provider, which starts the names of the tests.
 * @param create - Creates a provider for each test.
 * @public
 */
export function describeCheckProvider<TWith>(
  name: string,
  create: () => Promise<CheckProviderUnderTest<TWith>>,
): void {
  describe(`${name} keeps the promises of a check provider`, () => {
    let underTest: CheckProviderUnderTest<TWith>;
    let settings: TWith;
    const parse = (value: JsonObject) =>
      underTest.provider.schema['~standard'].validate(value);

    beforeEach(async () => {
      underTest = await create();
      const parsed = await parse(underTest.settings);
      if (parsed.issues) {
        throw new Error(
          `The settings are invalid: ${parsed.issues
            .map(({ message }) => message)
            .join('; ')}`,
        );
      }
      settings = parsed.value;
    });
    afterEach(async () => {
      await underTest.dispose?.();
    });

    it('has a schema that answers synchronously', () => {
      expect(parse(underTest.settings)).not.toBeInstanceOf(Promise);
    });

    it('rejects unknown settings', async () => {
      const { issues } = await parse({
        ...underTest.settings,
        aKeyThatNoProviderHas: true,
      });
      expect(issues).toBeDefined();
    });

    it('describes what it measures, and whether it separates the candidate', () => {
      const { measure } = underTest.provider.describe(settings);
      expect(measure).toMatch(/\S/);
      expect(typeof underTest.provider.separatesCandidate(settings)).toBe(
        'boolean',
      );
    });

    it('returns a finite value or whether its condition is met', async () => {
      const measured = await underTest.provider.measure(
        underTest.request(settings),
      );
      expect(measured).toBeDefined();
      expect(
        Number.isFinite(measured?.value) ||
          typeof measured?.holds === 'boolean',
      ).toBe(true);
    });

    it('returns the sample size of a rate or a percentile', async () => {
      if (!underTest.provider.describe(settings).isStatistic) return;
      const measured = await underTest.provider.measure(
        underTest.request(settings),
      );
      expect(measured?.samples).toEqual(expect.any(Number));
      expect(measured?.samples).toBeGreaterThanOrEqual(0);
    });

    it('throws when the source of measurements is down', async () => {
      if (!underTest.failing) return;
      await expect(
        underTest.provider.measure(underTest.failing(settings)),
      ).rejects.toThrow();
    });

    it('returns nothing when there is no data', async () => {
      if (!underTest.withoutData) return;
      expect(
        await underTest.provider.measure(underTest.withoutData(settings)),
      ).toBeUndefined();
    });

    it('throws when the signal has aborted', async () => {
      const request = underTest.request(settings);
      await expect(
        underTest.provider.measure({ ...request, signal: AbortSignal.abort() }),
      ).rejects.toThrow();
    });
  });
}
