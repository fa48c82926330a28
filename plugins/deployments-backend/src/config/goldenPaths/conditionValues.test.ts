import type { Entity } from '@backstage/catalog-model';
import {
  evaluateFilterPredicate,
  getJsonValueAtPath,
} from '@backstage/filter-predicates';
import type { FilterPredicate } from '@backstage/filter-predicates';
import { renderPhrase } from '../../domain/text/stepSentences';
import { conditionValues, explainSkip } from './conditionValues';
import { mayHoldIn, surelyHoldsIn } from './readCondition';
import { CONDITION_PATHS } from '../schema/vocabulary';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'checkout', tags: ['orders'] },
  spec: {
    type: 'service',
    lifecycle: 'production',
    owner: 'team-checkout',
    system: 'shop',
  },
};

const facts = {
  entity,
  environment: { name: 'production', tier: 'production' as const },
  version: {
    id: 'v2',
    name: '1.4.2',
    artifact: 'oci:2',
    commitId: 'abc',
    changeUrl: 'https://git.example.com/1',
    flags: ['migrations'],
  },
  inputs: { size: 'big', regions: ['eu'] },
};

describe('conditions of steps', () => {
  it('have a value for every path that config can refer to', () => {
    const values = conditionValues(facts);
    for (const path of CONDITION_PATHS) {
      expect([path, getJsonValueAtPath(values, path)]).not.toEqual([
        path,
        undefined,
      ]);
    }
  });

  it.each<[FilterPredicate, boolean, string | undefined]>([
    [{ 'version.flags': { $contains: 'migrations' } }, true, undefined],
    [
      { 'version.flags': { $contains: 'slow' } },
      false,
      'version.flags does not contain "slow"',
    ],
    [
      {
        'service.tags': { $contains: 'orders' },
        'environment.tier': 'production',
      },
      true,
      undefined,
    ],
    [
      { 'service.type': 'service', 'environment.tier': 'staging' },
      false,
      'environment.tier is "production", not "staging"',
    ],
    [
      { 'environment.name': { $in: ['dev', 'staging'] } },
      false,
      'environment.name is "production", not one of "dev", "staging"',
    ],
    [
      {
        $any: [
          { 'inputs.size': 'small' },
          { 'inputs.regions': { $contains: 'us' } },
        ],
      },
      false,
      'inputs.size is "big", not "small", and inputs.regions does not contain "us"',
    ],
    [{ 'inputs.none': 'small' }, false, 'inputs.none is not set, not "small"'],
    [
      { 'inputs.none': { $in: ['small', 2] } },
      false,
      'inputs.none is not set, not one of "small", 2',
    ],
    [{ $not: { 'inputs.size': 'big' } }, false, 'what must not hold does hold'],
    [
      { 'version.name': { $hasPrefix: '2.' } },
      false,
      'version.name does not begin with "2."',
    ],
    [{ 'inputs.none': { $exists: true } }, false, 'inputs.none is not set'],
    [{ 'inputs.size': { $exists: false } }, false, 'inputs.size is set'],
  ])('%j is true: %s', (predicate, holds, why) => {
    expect(evaluateFilterPredicate(predicate, conditionValues(facts))).toBe(
      holds,
    );
    expect(
      holds
        ? undefined
        : explainSkip(predicate, facts).map(it => renderPhrase([it])),
    ).toEqual(why?.split(', and '));
  });

  it.each<[FilterPredicate | undefined, may: boolean, surely: boolean]>([
    [undefined, true, true],
    [{ 'environment.tier': 'production' }, true, true],
    [{ 'environment.tier': 'staging' }, false, false],
    [{ 'version.flags': { $contains: 'x' } }, true, false],
    [
      { 'environment.tier': 'staging', 'version.flags': { $contains: 'x' } },
      false,
      false,
    ],
    [
      { $any: [{ 'environment.tier': 'production' }, { 'inputs.x': 1 }] },
      true,
      true,
    ],
    [
      { $any: [{ 'environment.tier': 'staging' }, { 'inputs.x': 1 }] },
      true,
      false,
    ],
    [{ $not: { 'environment.tier': 'production' } }, false, false],
    [
      {
        $not: { $all: [{ 'environment.tier': 'staging' }, { 'inputs.x': 1 }] },
      },
      true,
      true,
    ],
  ])(
    'in an environment, %j may be true: %s, is always true: %s',
    (predicate, may, surely) => {
      expect(mayHoldIn(predicate, facts.environment)).toBe(may);
      expect(surelyHoldsIn(predicate, facts.environment)).toBe(surely);
    },
  );
});
