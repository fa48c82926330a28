import { findAnnotationProblems } from './findAnnotationProblems';

const allowed = {
  goldenPaths: ['canary', 'rolling'],
  registries: new Map([
    ['registry.example.com', undefined],
    ['docker.io', ['acme']],
  ]),
};

function check(key: string, value: string, values = allowed) {
  return findAnnotationProblems(
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'checkout', annotations: { [key]: value } },
    },
    values,
  );
}

it.each([
  ['slipway/golden-path', 'canary'],
  ['slipway/dora-name', 'checkout-svc, github=acme/checkout'],
  ['slipway/image-repository', ' registry.example.com/shop/checkout'],
  ['slipway/image-repository', 'Registry.Example.com/shop/checkout'],
  ['slipway/image-repository', 'acme/checkout'],
  ['other/annotation', ''],
])('accepts %s: %s', (key, value) => {
  expect(check(key, value)).toEqual([]);
});

it.each([
  [
    'slipway/golden-path',
    'canry',
    'names the golden path "canry", which does not exist; did you mean "canary"? Known: canary, rolling. Correct the annotation, or remove it to let the portal choose.',
  ],
  // The deployments backend compares the whole value.
  ['slipway/golden-path', ' canary', 'names the golden path " canary"'],
  [
    'slipway/goldenpath',
    'canary',
    'is unknown; did you mean "slipway/golden-path"? Known: slipway/golden-path, slipway/dora-name, slipway/image-repository. Correct it or remove it.',
  ],
  ['slipway/dora-name', '', 'has an empty name. Write names separated by'],
  ['slipway/dora-name', 'a, ,b', 'has an empty name'],
  ['slipway/dora-name', 'a, github= ', 'has "github=" without a name'],
  [
    'slipway/image-repository',
    'registry.evil.example/a',
    'names the registry registry.evil.example, which is not configured; Known: registry.example.com, docker.io. Correct',
  ],
  [
    'slipway/image-repository',
    'registry.example.com/a:1.0',
    'has "registry.example.com/a:1.0", which is not a repository',
  ],
  [
    'slipway/image-repository',
    'acmeevil/a',
    'names the repository acmeevil/a, which services may not use. Correct the annotation, or ask the platform team',
  ],
])('explains what is wrong with %s: %p', (key, value, expected) => {
  expect(check(key, value)).toEqual([
    expect.stringContaining(`The annotation ${key} ${expected}`),
  ]);
});

it('explains that a repository has no effect without registries', () => {
  expect(
    check('slipway/image-repository', 'registry.example.com/a', {
      ...allowed,
      registries: new Map(),
    }),
  ).toEqual([
    expect.stringContaining('has no effect, because no registry is configured'),
  ]);
});
