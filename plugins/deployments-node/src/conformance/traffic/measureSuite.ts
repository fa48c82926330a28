/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import {
  CALL_TIMEOUT_MS,
  SECOND_DEPLOYMENT,
  type PromiseTest,
  type TargetDriver,
} from '../targetDriver';

/** Promises of a target with the capabilities `measure` and `distribution`. */
export function describeMeasure(promise: PromiseTest): void {
  describe('measure', () => {
    const buildPeriod = (driver: TargetDriver, from: number) => ({
      ...driver.serviceEnvironment,
      deploymentId: 'second-deployment',
      from,
      to: Date.now() + 60_000,
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });

    promise('returns no data when there were no requests', async driver => {
      if (!driver.hasCapability('measure')) return;
      const candidate = await driver.deploy(driver.versions.first);
      expect(
        await driver.target.measure?.({
          ...buildPeriod(driver, Date.now()),
          measure: 'success-rate',
          measurementTarget: 'candidate',
          artifact: driver.versions.first.artifact,
          instanceId: candidate.id,
        }),
      ).toBeUndefined();
    });

    promise(
      'measures candidate and baseline separately, with their sample sizes',
      async driver => {
        if (
          !driver.hasCapability('measure') ||
          !driver.hasCapability('weights')
        )
          return;
        const { first, second: next } = driver.versions;
        const from = Date.now();
        const baseline = await driver.deploy(first);
        if (!(await driver.sendRequests(20))) return;
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        const countRequests = (
          measurementTarget: 'candidate' | 'baseline',
          instance: Instance,
          artifact: string,
        ) =>
          driver.target.measure?.({
            ...buildPeriod(driver, from),
            measure: 'request-count',
            measurementTarget,
            artifact,
            instanceId: instance.id,
          });
        expect(
          await countRequests('candidate', candidate, next.artifact),
        ).toBeUndefined();
        await driver.setTraffic(candidate, 100, SECOND_DEPLOYMENT);
        await driver.sendRequests(10);
        expect(
          await countRequests('candidate', candidate, next.artifact),
        ).toEqual({
          value: 10,
          samples: 10,
        });
        expect(
          await countRequests('baseline', baseline, first.artifact),
        ).toEqual({
          value: 20,
          samples: 20,
        });
      },
    );

    promise('samples no failed requests when none has failed', async driver => {
      if (!driver.target.sampleFailures || !driver.hasCapability('measure'))
        return;
      const from = Date.now();
      const candidate = await driver.deploy(driver.versions.first);
      if (!(await driver.sendRequests(5))) return;
      const sample = await driver.target.sampleFailures({
        ...buildPeriod(driver, from),
        measurementTarget: 'candidate',
        artifact: driver.versions.first.artifact,
        instanceId: candidate.id,
      });
      expect(sample?.requests ?? []).toEqual([]);
    });

    promise(
      'measures the latencies of the same requests as their number',
      async driver => {
        if (!driver.hasCapability('distribution')) return;
        const { first, second: next } = driver.versions;
        const from = Date.now();
        const baseline = await driver.deploy(first);
        if (!(await driver.sendRequests(20))) return;
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        const read = (
          measurementTarget: 'candidate' | 'baseline',
          instance: Instance,
          artifact: string,
        ) =>
          driver.target.measureDistribution?.({
            ...buildPeriod(driver, from),
            measurementTarget,
            artifact,
            instanceId: instance.id,
          });
        expect(
          await read('candidate', candidate, next.artifact),
        ).toBeUndefined();
        const measured = await read('baseline', baseline, first.artifact);
        expect(measured).toMatchObject({ requests: 20, errors: 0 });
        const { upperBoundsMs = [], counts = [] } = measured?.latency ?? {};
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
        expect(upperBoundsMs).toEqual([...upperBoundsMs].sort((a, b) => a - b));
        expect(counts).toHaveLength(upperBoundsMs.length);
      },
    );
  });
}
