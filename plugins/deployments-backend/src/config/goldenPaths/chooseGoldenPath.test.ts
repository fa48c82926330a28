import type { Entity } from '@backstage/catalog-model';
import { chooseGoldenPath } from './chooseGoldenPath';
import type { GoldenPathModel } from '../../domain/model/deploymentsModel';

function path(name: string, applies?: GoldenPathModel['for']): GoldenPathModel {
  return {
    name,
    title: name,
    order: 0,
    ...(applies && { for: applies }),
    steps: [],
    onFailure: 'rollback',
    decideWithinMs: 1,
  };
}

function entity(type: string, annotations?: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'checkout', annotations },
    spec: { type },
  };
}

const model = {
  goldenPaths: [
    path('web-service', { kind: 'component', 'spec.type': 'service' }),
    path('any', { kind: 'component' }),
    path('special'),
  ],
};

const annotation = (value: string) => ({ 'slipway/golden-path': value });

describe('the golden path of a service', () => {
  it.each<[string, Entity, string]>([
    ['is the first that it matches', entity('service'), 'web-service'],
    ['is a later one where the first does not match', entity('library'), 'any'],
    [
      'is the one that it names, matching or not',
      entity('service', annotation('special')),
      'special',
    ],
  ])('%s', (_, service, expected) => {
    expect(chooseGoldenPath(model, service)).toMatchObject({
      result: 'chosen',
      path: { name: expected },
    });
  });

  it.each<[string, { goldenPaths: GoldenPathModel[] }, Entity, RegExp]>([
    [
      'a name that does not exist, though one matches',
      model,
      entity('service', annotation('web-servce')),
      /names the golden path "web-servce", which does not exist; did you mean "web-service"\? Known: web-service, any, special\. Correct the annotation/,
    ],
    [
      'a hostile name',
      model,
      entity('service', annotation('__proto__'.repeat(100_000))),
      /which does not exist/,
    ],
    [
      'nothing that matches',
      { goldenPaths: [path('special')] },
      entity('service'),
      /No golden path is meant for it\. Choose one with the annotation slipway\/golden-path \(special\)/,
    ],
    [
      'nothing at all',
      { goldenPaths: [] },
      entity('service'),
      /No golden path is configured yet/,
    ],
  ])('%s gets a reason that says what to do', (_, given, service, reason) => {
    expect(chooseGoldenPath(given, service)).toEqual({
      result: 'none',
      reason: expect.stringMatching(reason),
    });
  });
});
