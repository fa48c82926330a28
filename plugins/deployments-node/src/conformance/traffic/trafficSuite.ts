/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from '../targetDriver';

/** Promises of `setTraffic`. */
export function describeTraffic(promise: PromiseTest): void {
  describe('traffic', () => {
    promise(
      'is split between candidate and baseline by weight',
      async driver => {
        if (!driver.hasCapability('weights')) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        await driver.setTraffic(candidate, 30, SECOND_DEPLOYMENT);
        expect(await driver.readTraffic()).toEqual({
          [first.name]: 70,
          [next.name]: 30,
        });
      },
    );

    promise(
      'goes to the candidate alone, whatever the weight, when no baseline is running',
      async driver => {
        if (!driver.hasCapability('weights')) return;
        const { first } = driver.versions;
        const { candidate } = await driver.deployCandidate(first);
        for (const weight of [20, 60, 0]) {
          await driver.setTraffic(candidate, weight);
          expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
        }
      },
    );

    promise(
      'does not change when an earlier shift is delivered again',
      async driver => {
        if (!driver.hasCapability('weights')) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        const older = { ...SECOND_DEPLOYMENT, idempotencyKey: 'older' };
        await driver.setTraffic(candidate, 10, older);
        await driver.setTraffic(candidate, 60, SECOND_DEPLOYMENT);
        await driver.setTraffic(candidate, 10, older);
        expect(await driver.readTraffic()).toEqual({
          [first.name]: 40,
          [next.name]: 60,
        });
      },
    );

    promise('has the same weights after a crash', async driver => {
      if (!driver.hasCapability('weights')) return;
      const { first, second: next } = driver.versions;
      await driver.deploy(first);
      const { candidate } = await driver.deployCandidate(
        next,
        SECOND_DEPLOYMENT,
      );
      await driver.setTraffic(candidate, 30, SECOND_DEPLOYMENT);
      if (!(await driver.crash())) return;
      expect(await driver.readTraffic()).toEqual({
        [first.name]: 70,
        [next.name]: 30,
      });
    });
  });
}
