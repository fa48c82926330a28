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

describe('chooseGoldenPath', () => {
  it.each<[string, Entity, string]>([
    ['chooses the first path that matches', entity('service'), 'web-service'],
    [
      'chooses a later path if the first does not match',
      entity('library'),
      'any',
    ],
    [
      'chooses the annotated path even if it does not match',
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
      'an annotation with an unknown name, although another path matches',
      model,
      entity('service', annotation('web-servce')),
      /names the golden path "web-servce", which does not exist; did you mean "web-service"\? Known: web-service, any, special\. Correct the annotation/,
    ],
    [
      'an annotation with a hostile name',
      model,
      entity('service', annotation('__proto__'.repeat(100_000))),
      /which does not exist/,
    ],
    [
      'a service that no path matches',
      { goldenPaths: [path('special')] },
      entity('service'),
      /No golden path matches this service\. Choose one with the annotation slipway\/golden-path \(special\)/,
    ],
    [
      'a portal without golden paths',
      { goldenPaths: [] },
      entity('service'),
      /No golden path is configured yet/,
    ],
  ])('%s: gives a reason and what to do', (_, given, service, reason) => {
    expect(chooseGoldenPath(given, service)).toEqual({
      result: 'none',
      reason: expect.stringMatching(reason),
    });
  });
});
