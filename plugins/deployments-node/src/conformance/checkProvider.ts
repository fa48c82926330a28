/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title -- A suite for other packages to call. */
import type { JsonObject } from '@backstage/types';
import type { CheckProvider, MeasureCheckRequest } from '../checks';

/** @public */
export interface CheckProviderUnderTest<TWith> {
  provider: CheckProvider<TWith>;
  /** Settings as a golden path writes them, for a check that finds what it measures. */
  settings: JsonObject;
  /** A call that has an answer. */
  request(settings: TWith): MeasureCheckRequest<TWith>;
  /** A call that cannot be answered because the source of measurements is down. */
  failing?(settings: TWith): MeasureCheckRequest<TWith>;
  /** A call for a period or subject without any data. */
  withoutData?(settings: TWith): MeasureCheckRequest<TWith>;
  dispose?(): Promise<void>;
}

/**
 * The promises that every check provider makes, as a jest suite against a real one.
 *
 * @public
 */
export function describeCheckProvider<TWith>(
  name: string,
  create: () => Promise<CheckProviderUnderTest<TWith>>,
): void {
  describe(`${name} keeps the promises of a check provider`, () => {
    let subject: CheckProviderUnderTest<TWith>;
    let settings: TWith;

    beforeEach(async () => {
      subject = await create();
      settings = subject.provider.schema.parse(subject.settings);
    });
    afterEach(async () => {
      await subject.dispose?.();
    });

    it('refuses settings that it does not know', () => {
      const { success } = subject.provider.schema.safeParse({
        ...subject.settings,
        aKeyThatNoProviderHas: true,
      });
      expect(success).toBe(false);
    });

    it('says in words what it measures, and of whom', () => {
      const { measure } = subject.provider.describe(settings);
      expect(measure).toMatch(/\S/);
      expect(typeof subject.provider.separatesCandidate(settings)).toBe(
        'boolean',
      );
    });

    it('answers with a finite value, or says whether its condition holds', async () => {
      const measured = await subject.provider.measure(
        subject.request(settings),
      );
      expect(measured).toBeDefined();
      expect(
        Number.isFinite(measured?.value) ||
          typeof measured?.holds === 'boolean',
      ).toBe(true);
    });

    it('says of how many samples a rate or a percentile is', async () => {
      if (!subject.provider.describe(settings).isStatistic) return;
      const measured = await subject.provider.measure(
        subject.request(settings),
      );
      expect(measured?.samples).toEqual(expect.any(Number));
      expect(measured?.samples).toBeGreaterThanOrEqual(0);
    });

    it('throws when it cannot measure: an error is not a measurement', async () => {
      if (!subject.failing) return;
      await expect(
        subject.provider.measure(subject.failing(settings)),
      ).rejects.toThrow();
    });

    it('answers nothing when there is no data', async () => {
      if (!subject.withoutData) return;
      expect(
        await subject.provider.measure(subject.withoutData(settings)),
      ).toBeUndefined();
    });

    it('gives up when it is told to', async () => {
      const request = subject.request(settings);
      await expect(
        subject.provider.measure({ ...request, signal: AbortSignal.abort() }),
      ).rejects.toThrow();
    });
  });
}
