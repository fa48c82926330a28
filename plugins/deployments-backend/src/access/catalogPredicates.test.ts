import type { EnvironmentModel } from '../domain/model/deploymentsModel';
import type { ServiceEnvironmentCondition } from '../domain/model/serviceEnvironment';
import { buildReadablePredicate } from './catalogPredicates';

const environments = [
  { name: 'staging', tier: 'staging' },
  { name: 'production', tier: 'production' },
] as EnvironmentModel[];

const owned = (...owners: string[]) => ({
  relations: {
    $contains: { type: 'ownedBy', targetRef: { $in: owners } },
  },
});

describe('readablePredicate', () => {
  it.each<[string, ServiceEnvironmentCondition, unknown]>([
    ['a configured environment', { environmentIn: ['staging'] }, true],
    ['an unknown environment', { environmentIn: ['moon'] }, false],
    ['a tier', { tierIn: ['production'] }, true],
    ['no tier', { tierIn: [] }, false],
    ['not a tier', { not: { tierIn: ['production'] } }, true],
    [
      'none of the configured tiers',
      { not: { tierIn: ['production', 'staging'] } },
      false,
    ],
    ['owners', { ownerIn: ['group:a'] }, { $any: [owned('group:a')] }],
    ['no owners', { ownerIn: [] }, { $any: [{ $any: [] }] }],
    [
      'owners in an environment',
      { allOf: [{ ownerIn: ['group:a'] }, { environmentIn: ['staging'] }] },
      { $any: [{ $all: [owned('group:a')] }] },
    ],
    [
      'owners, or an environment that everybody may see',
      { anyOf: [{ ownerIn: ['group:a'] }, { environmentIn: ['staging'] }] },
      true,
    ],
    [
      'all but owners',
      { not: { ownerIn: ['group:a'] } },
      { $any: [{ $not: owned('group:a') }] },
    ],
    ['an empty allOf', { allOf: [] }, true],
    ['an empty anyOf', { anyOf: [] }, false],
  ])('handles %s', (_, condition, expected) => {
    expect(
      buildReadablePredicate({ where: 'some', condition }, environments),
    ).toEqual(expected);
  });
});
