/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from './targetDriver';

/** Promises of `observe`. */
export function describeObserve(promise: PromiseTest): void {
  describe('observe', () => {
    promise(
      'reports no instances before the first deployment',
      async driver => {
        const before = Date.now();
        const observation = await driver.observe();
        expect(observation.instances).toEqual([]);
        expect(observation.at).toBeGreaterThanOrEqual(before - 1000);
      },
    );

    promise(
      'reports the deployed version as ready with all traffic',
      async driver => {
        await driver.deploy(driver.versions.first);
        const { instances } = await driver.observe();
        expect(instances).toMatchObject([
          {
            artifact: driver.versions.first.artifact,
            versionName: driver.versions.first.name,
            weight: 100,
            ready: true,
          },
        ]);
      },
    );

    promise('reports the same instance and URL after a crash', async driver => {
      const { id } = await driver.deploy(driver.versions.first);
      const { url } = await driver.observe();
      if (!(await driver.crash())) return;
      const handle = await driver.apply(
        driver.versions.first,
        SECOND_DEPLOYMENT,
      );
      await driver.waitForApply(handle, SECOND_DEPLOYMENT);
      const after = await driver.observe();
      expect(after.url).toBe(url);
      expect(after.instances).toMatchObject([
        { id, versionName: driver.versions.first.name, ready: true },
      ]);
    });
  });
}
