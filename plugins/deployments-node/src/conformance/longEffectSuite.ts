/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import type { EffectRequest } from '../request';
import type { TargetHandle } from '../target';
import {
  SECOND_DEPLOYMENT,
  type PromiseTest,
  type TargetDriver,
} from './targetDriver';

/** Calls an effect that may return a handle. Returns `undefined` if it does not apply. */
type CallEffect = (
  driver: TargetDriver,
  request: EffectRequest,
  candidate: Instance | undefined,
) => Promise<void | TargetHandle> | undefined;

const EFFECTS: [name: string, call: CallEffect][] = [
  [
    'setTraffic',
    ({ target }, request, candidate) =>
      candidate && target.setTraffic?.({ ...request, candidate, weight: 100 }),
  ],
  [
    'finalize',
    ({ target }, request, candidate) =>
      candidate && target.finalize({ ...request, candidate }),
  ],
  [
    'abort',
    ({ target }, request, candidate) =>
      target.abort({ ...request, ...(candidate ? { candidate } : {}) }),
  ],
  ['remove', ({ target }, request) => target.remove?.(request)],
];

/** Promises of `setTraffic`, `finalize`, `abort` and `remove` if they return a handle. */
export function describeLongEffects(promise: PromiseTest): void {
  describe.each(EFFECTS)(
    '%s, if it takes longer than a call,',
    (name, call) => {
      /** Deploys twice and calls the effect. Returns `undefined` if it returns no handle. */
      const begin = async (driver: TargetDriver) => {
        await driver.deploy(driver.versions.first);
        const candidate = await startNext(driver, name);
        const buildRequest = () =>
          driver.buildRequest({
            ...SECOND_DEPLOYMENT,
            idempotencyKey: 'long-effect',
          });
        const send = () => call(driver, buildRequest(), candidate);
        const handle = await send();
        return handle ? { handle, send, buildRequest } : undefined;
      };

      promise(
        'returns the same handle when the same key is delivered again',
        async driver => {
          const effect = await begin(driver);
          if (!effect) return;
          const { handle, send, buildRequest } = effect;
          expect(await send()).toMatchObject({ id: handle.id });
          await driver.waitUntilDone(handle, buildRequest());
        },
      );

      promise('is done after a crash in the middle of it', async driver => {
        const effect = await begin(driver);
        if (!effect || !(await driver.crash())) return;
        const { handle, send, buildRequest } = effect;
        expect(await send()).toMatchObject({ id: handle.id });
        await driver.waitUntilDone(handle, buildRequest());
      });

      promise(
        'changes nothing more when its key is delivered after it was done',
        async driver => {
          const effect = await begin(driver);
          if (!effect) return;
          const { handle, send, buildRequest } = effect;
          await driver.waitUntilDone(handle, buildRequest());
          const before = await driver.readTraffic();
          expect(await send()).toMatchObject({ id: handle.id });
          expect(await driver.poll(handle, buildRequest())).toMatchObject({
            state: 'done',
          });
          expect(await driver.readTraffic()).toEqual(before);
        },
      );
    },
  );
}

/**
 * Starts the next version and waits until it is ready. Before an abort of a target that replaces the baseline, it does not
 * wait, because nobody aborts a candidate that is ready there.
 */
async function startNext(
  driver: TargetDriver,
  effect: string,
): Promise<Instance | undefined> {
  const { second: next } = driver.versions;
  if (effect === 'abort' && !driver.hasCapability('side-by-side')) {
    await driver.apply(next, SECOND_DEPLOYMENT);
    return undefined;
  }
  return (await driver.deployCandidate(next, SECOND_DEPLOYMENT)).candidate;
}
