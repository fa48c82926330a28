/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from './targetDriver';

/** Promises of a target with the capability `fence`. */
export function describeFences(promise: PromiseTest): void {
  describe('fences', () => {
    promise(
      'are checked by every call that changes something',
      async driver => {
        if (!driver.hasCapability('fence')) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const owner = { ...SECOND_DEPLOYMENT, fence: 7 };
        const { candidate } = await driver.deployCandidate(next, owner);
        const stale = { fence: 6 };
        const fenced = { name: 'FencedError' };

        await expect(driver.apply(first, stale)).rejects.toMatchObject(fenced);
        await expect(
          driver.target.finalize({ ...driver.buildRequest(stale), candidate }),
        ).rejects.toMatchObject(fenced);
        await expect(
          driver.target.abort({ ...driver.buildRequest(stale), candidate }),
        ).rejects.toMatchObject(fenced);
        await expect(
          driver.target.cancel({
            ...driver.buildRequest(stale),
            handle: { id: candidate.id },
          }),
        ).rejects.toMatchObject(fenced);
        if (driver.target.setTraffic) {
          await expect(
            driver.setTraffic(candidate, 50, stale),
          ).rejects.toMatchObject(fenced);
        }
        if (driver.target.remove) {
          await expect(
            driver.target.remove(driver.buildRequest(stale)),
          ).rejects.toMatchObject(fenced);
        }
        // A target that runs one version at a time has already replaced the baseline.
        const isBeside = driver.hasCapability('side-by-side');
        expect(await driver.readTraffic()).toEqual({
          [isBeside ? first.name : next.name]: 100,
        });
        expect((await driver.observe()).instances).toHaveLength(
          isBeside ? 2 : 1,
        );
      },
    );

    promise('are remembered after a crash', async driver => {
      if (!driver.hasCapability('fence')) return;
      await driver.deploy(driver.versions.first, { fence: 7 });
      if (!(await driver.crash())) return;
      await expect(
        driver.apply(driver.versions.second, { fence: 6 }),
      ).rejects.toMatchObject({ name: 'FencedError' });
    });
  });
}
