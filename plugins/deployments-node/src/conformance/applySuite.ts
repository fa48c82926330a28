/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from './targetDriver';

/** Promises of `apply` and `poll`. */
export function describeApply(promise: PromiseTest): void {
  describe('apply', () => {
    promise('accepts the settings under test', async driver => {
      expect(
        driver.target.validateSettings(driver.serviceEnvironment.settings),
      ).toEqual([]);
    });

    promise('reports no baseline on a first deployment', async driver => {
      const { baseline } = await driver.deployCandidate(driver.versions.first);
      expect(baseline).toBeUndefined();
    });

    promise(
      'starts the candidate next to the baseline, without traffic',
      async driver => {
        if (!driver.hasCapability('side-by-side')) return;
        const first = await driver.deploy(driver.versions.first);
        const { candidate, baseline } = await driver.deployCandidate(
          driver.versions.second,
          SECOND_DEPLOYMENT,
        );
        expect(baseline?.id).toBe(first.id);
        expect(candidate.id).not.toBe(first.id);
        expect(await driver.readTraffic()).toEqual({
          [driver.versions.first.name]: 100,
        });
      },
    );

    promise(
      'starts one instance when the same key is delivered several times',
      async driver => {
        const call = { idempotencyKey: 'one' };
        const handles = await Promise.all([
          driver.apply(driver.versions.first, call),
          driver.apply(driver.versions.first, call),
        ]);
        handles.push(await driver.apply(driver.versions.first, call));
        expect(new Set(handles.map(({ id }) => id)).size).toBe(1);
        await driver.waitForApply(handles[0]!);
        expect((await driver.observe()).instances).toHaveLength(1);
      },
    );

    promise(
      'starts one instance when the same key is delivered again after a crash',
      async driver => {
        const call = { idempotencyKey: 'one' };
        const handle = await driver.apply(driver.versions.first, call);
        if (!(await driver.crash())) return;
        const again = await driver.apply(driver.versions.first, call);
        expect(again.id).toBe(handle.id);
        expect(await driver.waitForApply(again)).toMatchObject({
          state: 'ready',
        });
        expect((await driver.observe()).instances).toHaveLength(1);
      },
    );

    promise(
      'starts no second instance when a new owner repeats the key',
      async driver => {
        const call = { idempotencyKey: 'one' };
        const handle = await driver.apply(driver.versions.first, call);
        const again = await driver.apply(driver.versions.first, {
          ...call,
          fence: 2,
        });
        expect(again.id).toBe(handle.id);
      },
    );

    promise('rejects a known key with another body', async driver => {
      const call = { idempotencyKey: 'one' };
      await driver.apply(driver.versions.first, call);
      await expect(
        driver.apply(driver.versions.second, call),
      ).rejects.toMatchObject({ retryable: false });
      await driver.crash();
      await expect(
        driver.apply(driver.versions.second, call),
      ).rejects.toMatchObject({ retryable: false });
    });

    promise(
      'fails with a reason when a version does not start, and keeps the baseline',
      async driver => {
        const { broken, first } = driver.versions;
        if (!broken) return;
        await driver.deploy(first);
        const progress = await driver.waitForApply(
          await driver.apply(broken, SECOND_DEPLOYMENT),
          SECOND_DEPLOYMENT,
        );
        expect(progress).toMatchObject({
          state: 'failed',
          message: expect.stringMatching(/\S/),
          code: expect.stringMatching(/\S/),
        });
        expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
      },
    );

    promise(
      'starts a new instance of the same version when a restart is requested',
      async driver => {
        if (!driver.hasCapability('restart')) return;
        const { first } = driver.versions;
        const before = await driver.deploy(first);
        const after = await driver.deploy(first, {
          ...SECOND_DEPLOYMENT,
          restart: true,
        });
        expect(after.id).not.toBe(before.id);
        expect((await driver.observe()).instances).toMatchObject([
          { id: after.id, weight: 100, ready: true },
        ]);
      },
    );
  });
}
