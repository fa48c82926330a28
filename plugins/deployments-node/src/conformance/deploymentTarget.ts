/// <reference types="jest" />
/* eslint-disable jest/no-export, jest/valid-title, jest/expect-expect -- A suite for other packages to call. */
import { describeApply } from './applySuite';
import { describeElsewhere } from './elsewhereSuite';
import { describeFences } from './fenceSuite';
import { describeLongEffects } from './longEffectSuite';
import { describeObserve } from './observeSuite';
import { describeOutcomes } from './outcomeSuite';
import {
  TargetDriver,
  type PromiseTest,
  type TargetPatience,
  type TargetUnderTest,
} from './targetDriver';
import { describeFreshBaseline } from './traffic/freshBaselineSuite';
import { describeMeasure } from './traffic/measureSuite';
import { describeRouting } from './traffic/routingSuite';
import { describeTraffic } from './traffic/trafficSuite';

export type { TargetPatience, TargetUnderTest } from './targetDriver';

/**
 * Options of the conformance kit for targets.
 *
 * @public
 */
export interface DescribeDeploymentTargetOptions extends TargetPatience {
  /** Time limit of one test in milliseconds. Default: 60,000, or four times `patienceMs` if that is longer. */
  timeoutMs?: number;
}

/**
 * Defines a jest suite that proves the promises of a target provider against a real one. Tests of a capability pass
 * without testing anything if the target does not have it.
 *
 * @param name - Name of the target, which starts the names of the tests.
 * @param create - Creates a target for each test.
 * @public
 */
export function describeDeploymentTarget(
  name: string,
  create: () => Promise<TargetUnderTest>,
  options: DescribeDeploymentTargetOptions = {},
): void {
  const { patienceMs = 0 } = options;
  const { timeoutMs = Math.max(60_000, 4 * patienceMs) } = options;

  describe(`${name} keeps the promises of a deployment target`, () => {
    let underTest: TargetUnderTest;
    let driver: TargetDriver;

    beforeEach(async () => {
      underTest = await create();
      driver = new TargetDriver(underTest, options);
    }, timeoutMs);
    afterEach(() => underTest.dispose(), timeoutMs);

    const promise: PromiseTest = (text, test) =>
      it(text, () => test(driver), timeoutMs);

    describeObserve(promise);
    describeApply(promise);
    describeFences(promise);
    describeTraffic(promise);
    describeRouting(promise);
    describeFreshBaseline(promise);
    describeOutcomes(promise);
    describeLongEffects(promise);
    describeElsewhere(promise);
    describeMeasure(promise);
  });
}
