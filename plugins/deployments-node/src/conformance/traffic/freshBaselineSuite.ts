/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import type { ApplyRequest } from '../../target';
import {
  CALL_TIMEOUT_MS,
  SECOND_DEPLOYMENT,
  type PromiseTest,
  type TargetDriver,
} from '../targetDriver';

const WITH_FRESH_BASELINE = { ...SECOND_DEPLOYMENT, freshBaseline: true };

/** Promises of a target with the capability `fresh-baseline`. */
export function describeFreshBaseline(promise: PromiseTest): void {
  describe('a fresh baseline', () => {
    /** Deploys a baseline, and a candidate with a fresh baseline. */
    const deployBoth = async (driver: TargetDriver) => {
      const { first, second } = driver.versions;
      await driver.deploy(first);
      return driver.deployCandidate(second, WITH_FRESH_BASELINE);
    };

    /** What `observe` reports about each instance. */
    const readInstances = async (driver: TargetDriver) => {
      const { instances } = await driver.observe();
      return instances
        .map(({ id, weight, ready }) => ({ id, weight, ready }))
        .sort((a, b) => a.id.localeCompare(b.id));
    };

    promise(
      'is observed as a part of the baseline, also after a crash',
      async driver => {
        if (!driver.hasCapability('fresh-baseline')) return;
        const { candidate, baseline } = await deployBoth(driver);
        await driver.setTraffic(candidate, 30, SECOND_DEPLOYMENT);
        const expected = [
          { id: baseline?.id ?? '', weight: 70, ready: true },
          { id: candidate.id, weight: 30, ready: true },
        ].sort((a, b) => a.id.localeCompare(b.id));
        expect(await readInstances(driver)).toEqual(expected);
        if (!(await driver.crash())) return;
        expect(await readInstances(driver)).toEqual(expected);
      },
    );

    promise(
      'gets as many requests as the candidate while its weight is below half, and is measured as the baseline',
      async driver => {
        if (
          !driver.hasCapability('fresh-baseline') ||
          !driver.hasCapability('measure')
        )
          return;
        const { first, second } = driver.versions;
        const from = Date.now();
        const { candidate, baseline } = await deployBoth(driver);
        await driver.setTraffic(candidate, 20, SECOND_DEPLOYMENT);
        if (!(await driver.sendRequests(100))) return;
        const countRequests = async (
          measurementTarget: 'candidate' | 'baseline',
          deploymentId: string,
        ) =>
          (
            await driver.target.measure?.({
              ...driver.serviceEnvironment,
              deploymentId,
              measure: 'request-count',
              measurementTarget,
              artifact:
                measurementTarget === 'candidate'
                  ? second.artifact
                  : first.artifact,
              instanceId:
                (measurementTarget === 'candidate' ? candidate : baseline)
                  ?.id ?? '',
              from,
              to: Date.now() + 60_000,
              signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
            })
          )?.value;
        const { deploymentId } = SECOND_DEPLOYMENT;
        expect(await countRequests('candidate', deploymentId)).toBe(20);
        expect(await countRequests('baseline', deploymentId)).toBe(20);
      },
    );

    promise(
      'ends with the abort of its candidate, after which the baseline has all the traffic',
      async driver => {
        if (!driver.hasCapability('fresh-baseline')) return;
        const { first } = driver.versions;
        const { candidate, baseline } = await deployBoth(driver);
        await driver.setTraffic(candidate, 30, SECOND_DEPLOYMENT);
        await driver.abort(candidate, SECOND_DEPLOYMENT);
        expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
        expect(await readInstances(driver)).toContainEqual({
          id: baseline?.id,
          weight: 100,
          ready: true,
        });
      },
    );

    promise(
      'ends with the finalize of its candidate, which then is the only version',
      async driver => {
        if (!driver.hasCapability('fresh-baseline')) return;
        const { candidate } = await deployBoth(driver);
        await driver.setTraffic(candidate, 30, SECOND_DEPLOYMENT);
        await driver.finalize(candidate, SECOND_DEPLOYMENT);
        expect(await readInstances(driver)).toEqual([
          { id: candidate.id, weight: 100, ready: true },
        ]);
      },
    );

    promise(
      'is not started twice when the apply is delivered again, and belongs to its key',
      async driver => {
        if (!driver.hasCapability('fresh-baseline')) return;
        const { first, second } = driver.versions;
        await driver.deploy(first);
        const request: Partial<ApplyRequest> = {
          ...WITH_FRESH_BASELINE,
          idempotencyKey: 'with-fresh-baseline',
        };
        const handle = await driver.apply(second, request);
        expect(await driver.apply(second, request)).toEqual(handle);
        await expect(
          driver.apply(second, { ...request, freshBaseline: false }),
        ).rejects.toThrow();
      },
    );

    promise('is not needed for a first version', async driver => {
      if (!driver.hasCapability('fresh-baseline')) return;
      const { candidate, baseline } = await driver.deployCandidate(
        driver.versions.first,
        { freshBaseline: true },
      );
      expect(baseline).toBeUndefined();
      await driver.finalize(candidate);
      expect(await readInstances(driver)).toEqual([
        { id: candidate.id, weight: 100, ready: true },
      ]);
    });
  });
}
