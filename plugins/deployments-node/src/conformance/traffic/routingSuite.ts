/// <reference types="jest" />
/* eslint-disable jest/no-standalone-expect, jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CALL_TIMEOUT_MS,
  SECOND_DEPLOYMENT,
  type PromiseTest,
  type TargetDriver,
} from '../targetDriver';

const USERS = 100;

/** Starts a candidate beside a baseline. */
async function deployBoth(driver: TargetDriver) {
  const { first, second } = driver.versions;
  await driver.deploy(first);
  const { candidate } = await driver.deployCandidate(second, SECOND_DEPLOYMENT);
  return { candidate, first: first.name, second: second.name };
}

/** Promises of a target with the capabilities `sticky`, `match` and `mirror`. */
export function describeRouting(promise: PromiseTest): void {
  describe('routing', () => {
    promise(
      'keeps users on the candidate while its weight increases, and moves them all back at 0',
      async driver => {
        if (!driver.hasCapability('sticky')) return;
        const { candidate, first, second } = await deployBoth(driver);
        const users = Array.from({ length: USERS }, () => ({ cookie: '' }));
        const routing = { sticky: { cookie: 'slipway-version' } };
        const seen: string[][] = users.map(() => []);
        for (const weight of [30, 40, 90, 100]) {
          await driver.setTraffic(candidate, weight, {
            ...SECOND_DEPLOYMENT,
            routing,
          });
          for (const [index, user] of users.entries()) {
            seen[index]?.push(await driver.visitAs(user));
          }
        }
        // All visits on the baseline come before all on the candidate, which has all users in the end.
        expect(
          seen.filter(
            names =>
              names.at(-1) !== second ||
              names.indexOf(second) <= names.lastIndexOf(first),
          ),
        ).toEqual([]);
        await driver.setTraffic(candidate, 0, SECOND_DEPLOYMENT);
        for (const user of users)
          expect(await driver.visitAs(user)).toBe(first);
      },
    );

    promise(
      'sends requests with a matching header to the candidate without traffic, and no others',
      async driver => {
        if (!driver.hasCapability('match')) return;
        const { candidate, first, second } = await deployBoth(driver);
        await driver.setTraffic(candidate, 0, {
          ...SECOND_DEPLOYMENT,
          routing: { match: [{ header: 'X-Tester', value: 'yes' }] },
        });
        const tester = { 'X-Tester': 'yes' };
        expect(await driver.visitAs({}, tester)).toBe(second);
        expect(await driver.visitAs({}, { 'X-Tester': 'no' })).toBe(first);
        expect(await driver.visitAs({})).toBe(first);
        if (await driver.crash()) {
          expect(await driver.visitAs({}, tester)).toBe(second);
        }
        await driver.abort(candidate, SECOND_DEPLOYMENT);
        expect(await driver.visitAs({}, tester)).toBe(first);
      },
    );

    promise(
      'compares mirrored requests, whose responses users never get',
      async driver => {
        if (!driver.hasCapability('mirror')) return;
        const { candidate, first } = await deployBoth(driver);
        const compare = () =>
          driver.target.compareMirrored?.({
            ...driver.serviceEnvironment,
            candidate,
            signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
          });
        expect(await compare()).toBeUndefined();
        await driver.setTraffic(candidate, 0, {
          ...SECOND_DEPLOYMENT,
          routing: { mirror: { percent: 100 } },
        });
        for (let n = 0; n < 10; n++) {
          expect(await driver.visitAs({})).toBe(first);
        }
        const end = Date.now() + CALL_TIMEOUT_MS;
        let counted = 0;
        while (counted < 10 && Date.now() < end) {
          await sleep(50);
          const comparison = await compare();
          counted = (comparison?.compared ?? 0) + (comparison?.dropped ?? 0);
        }
        expect(counted).toBe(10);
      },
    );
  });
}
