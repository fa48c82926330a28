/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from './targetDriver';

/** Promises about what others do on the platform: versions, changes and gates that the target did not make. */
export function describeElsewhere(promise: PromiseTest): void {
  describe('a version that Slipway did not deploy', () => {
    promise('is observed, ready and with all traffic', async driver => {
      const existing = await driver.platform.preexisting?.();
      if (!existing) return;
      expect((await driver.observe()).instances).toMatchObject([
        { artifact: existing.artifact, weight: 100, ready: true },
      ]);
    });

    promise('is the baseline of the first deployment', async driver => {
      const existing = await driver.platform.preexisting?.();
      if (!existing || !driver.hasCapability('side-by-side')) return;
      const [before] = (await driver.observe()).instances;
      const { baseline } = await driver.deployCandidate(driver.versions.first, {
        expected: existing.artifact,
      });
      expect(baseline?.id).toBe(before?.id);
    });

    promise('takes all traffic again after an abort', async driver => {
      const existing = await driver.platform.preexisting?.();
      if (!existing) return;
      const call = { expected: existing.artifact };
      if (driver.hasCapability('side-by-side')) {
        const { candidate } = await driver.deployCandidate(
          driver.versions.first,
          call,
        );
        await driver.abort(candidate);
      } else {
        // Once its candidate is ready, the baseline is gone, and nobody calls `abort` any more.
        await driver.apply(driver.versions.first, call);
        await driver.abort(undefined);
      }
      expect((await driver.observe()).instances).toMatchObject([
        { artifact: existing.artifact, weight: 100, ready: true },
      ]);
    });
  });

  describe('a change that somebody else made', () => {
    promise('is observed', async driver => {
      if (!driver.platform.tamper) return;
      await driver.deploy(driver.versions.first);
      const { artifact } = await driver.platform.tamper();
      expect((await driver.observe()).instances).toMatchObject([
        { artifact, weight: 100, ready: true },
      ]);
    });

    promise(
      'is not overwritten by an apply that expects another version',
      async driver => {
        if (!driver.platform.tamper) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { artifact } = await driver.platform.tamper();
        await expect(
          driver.apply(next, {
            ...SECOND_DEPLOYMENT,
            expected: first.artifact,
          }),
        ).rejects.toMatchObject({ code: 'overtaken', retryable: false });
        expect((await driver.observe()).instances).toMatchObject([
          { artifact, weight: 100, ready: true },
        ]);
      },
    );

    promise(
      'is overwritten by an apply that expects it, or that expects nothing',
      async driver => {
        if (!driver.platform.tamper) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { artifact } = await driver.platform.tamper();
        await driver.deployCandidate(next, {
          ...SECOND_DEPLOYMENT,
          expected: artifact,
        });
        await driver.platform.tamper();
        await driver.deployCandidate(first, {
          deploymentId: 'third-deployment',
          fence: 3,
        });
      },
    );

    promise(
      'does not make an apply fail that is delivered again under its key',
      async driver => {
        if (!driver.platform.tamper) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const call = {
          ...SECOND_DEPLOYMENT,
          idempotencyKey: 'one',
          expected: first.artifact,
        };
        const handle = await driver.apply(next, call);
        await driver.platform.tamper();
        expect((await driver.apply(next, call)).id).toBe(handle.id);
      },
    );
  });

  describe('a gate elsewhere', () => {
    promise(
      'makes an apply wait, with a message, until somebody opens it',
      async driver => {
        if (!driver.platform.hold) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const open = await driver.platform.hold();
        const handle = await driver.apply(next, SECOND_DEPLOYMENT);
        const waiting = await driver.waitForState(
          handle,
          ['waiting'],
          SECOND_DEPLOYMENT,
        );
        expect(waiting.message).toMatch(/\S/);
        expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
        expect(await driver.poll(handle, SECOND_DEPLOYMENT)).toMatchObject({
          state: 'waiting',
        });
        await open();
        expect(
          await driver.waitForApply(handle, SECOND_DEPLOYMENT),
        ).toMatchObject({ state: 'ready' });
      },
    );

    promise(
      'does not keep an apply from being cancelled, or the outcome is unknown',
      async driver => {
        if (!driver.platform.hold) return;
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        await driver.platform.hold();
        const handle = await driver.apply(next, SECOND_DEPLOYMENT);
        await driver.waitForState(handle, ['waiting'], SECOND_DEPLOYMENT);
        const outcome = await driver.target.cancel({
          ...driver.buildRequest(SECOND_DEPLOYMENT),
          handle,
        });
        expect(['cancelled', 'unknown']).toContain(outcome);
        expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
      },
    );
  });
}
