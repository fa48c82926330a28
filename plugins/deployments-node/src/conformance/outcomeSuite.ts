/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { SECOND_DEPLOYMENT, type PromiseTest } from './targetDriver';

/** Promises of the calls that end a deployment: `finalize`, `abort`, `cancel` and `remove`. */
export function describeOutcomes(promise: PromiseTest): void {
  describe('finalize', () => {
    promise(
      'leaves only the candidate, with all traffic, when it is delivered twice',
      async driver => {
        const { first, second: next } = driver.versions;
        await driver.deploy(first);
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        const call = { ...SECOND_DEPLOYMENT, idempotencyKey: 'finalize' };
        await driver.finalize(candidate, call);
        await driver.finalize(candidate, call);
        const { instances } = await driver.observe();
        expect(instances).toMatchObject([
          { versionName: next.name, weight: 100, ready: true },
        ]);
      },
    );
  });

  describe('abort', () => {
    promise(
      'returns all traffic to the baseline and stops the candidate',
      async driver => {
        if (!driver.hasCapability('side-by-side')) return;
        const { first, second: next } = driver.versions;
        const baseline = await driver.deploy(first);
        const { candidate } = await driver.deployCandidate(
          next,
          SECOND_DEPLOYMENT,
        );
        await driver.setTraffic(candidate, 100, SECOND_DEPLOYMENT);
        const call = { ...SECOND_DEPLOYMENT, idempotencyKey: 'abort' };
        await driver.abort(candidate, call);
        await driver.abort(candidate, call);
        expect((await driver.observe()).instances).toMatchObject([
          { id: baseline.id, weight: 100, ready: true },
        ]);
      },
    );

    promise('leaves no instance after a first deployment', async driver => {
      const { candidate } = await driver.deployCandidate(driver.versions.first);
      await driver.abort(candidate);
      expect((await driver.observe()).instances).toEqual([]);
    });

    promise(
      'keeps a version that was running before the deployment',
      async driver => {
        const { first } = driver.versions;
        const baseline = await driver.deploy(first);
        const { candidate } = await driver.deployCandidate(
          first,
          SECOND_DEPLOYMENT,
        );
        await driver.abort(candidate, SECOND_DEPLOYMENT);
        const { instances } = await driver.observe();
        expect(instances).toMatchObject([{ weight: 100, ready: true }]);
        if (candidate.id === baseline.id) {
          expect(instances[0]!.id).toBe(baseline.id);
        }
      },
    );
  });

  describe('cancel', () => {
    promise('stops an apply, or reports an unknown outcome', async driver => {
      const { first, second: next } = driver.versions;
      await driver.deploy(first);
      const handle = await driver.apply(next, SECOND_DEPLOYMENT);
      const outcome = await driver.target.cancel({
        ...driver.buildRequest(SECOND_DEPLOYMENT),
        handle,
      });
      expect(['cancelled', 'unknown']).toContain(outcome);
      if (outcome === 'unknown') return;
      expect(await driver.readTraffic()).toEqual({ [first.name]: 100 });
      expect((await driver.observe()).instances).toHaveLength(1);
      expect(
        await driver.waitForApply(handle, SECOND_DEPLOYMENT),
      ).toMatchObject({
        state: 'failed',
      });
    });
  });

  describe('remove', () => {
    promise(
      'stops all instances, and the next deployment is a first one',
      async driver => {
        if (!driver.hasCapability('remove')) return;
        await driver.deploy(driver.versions.first);
        await driver.remove(SECOND_DEPLOYMENT);
        expect((await driver.observe()).instances).toEqual([]);
        const { baseline } = await driver.deployCandidate(
          driver.versions.second,
          {
            deploymentId: 'third-deployment',
            fence: 3,
          },
        );
        expect(baseline).toBeUndefined();
      },
    );
  });
}
