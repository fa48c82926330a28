import { isMovingTag, normalizeImage, splitRepository } from './normalizeImage';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

describe('normalizeImage', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['acme/checkout', 'docker.io/acme/checkout:latest'],
    ['index.docker.io/acme/checkout:1', 'docker.io/acme/checkout:1'],
    [`nginx@${DIGEST}`, `docker.io/library/nginx@${DIGEST}`],
    [`nginx:1.27@${DIGEST}`, `docker.io/library/nginx@${DIGEST}`],
    [`docker-pullable://nginx@${DIGEST}`, `docker.io/library/nginx@${DIGEST}`],
    [
      'registry.example.com/payments/checkout:1.4.2',
      'registry.example.com/payments/checkout:1.4.2',
    ],
    ['Registry.Example.com/checkout', 'registry.example.com/checkout:latest'],
    ['localhost/checkout', 'localhost/checkout:latest'],
    ['127.0.0.1:5050/checkout:1', '127.0.0.1:5050/checkout:1'],
    ['[::1]:5050/checkout:1', '[::1]:5050/checkout:1'],
  ])('spells %s as %s', (reference, expected) => {
    expect(normalizeImage(reference)).toBe(expected);
  });

  it.each([
    '',
    '@',
    'Checkout',
    'acme//checkout',
    'nginx:',
    'nginx:a b',
    'nginx@sha256:abc',
    `nginx@${DIGEST}@${DIGEST}`,
    'example.com/a:1:2',
    'pkg:generic/checkout@1.4.2',
    'a'.repeat(1_000),
    `sha256:${'ab'.repeat(32)}`,
  ])('does not take %p for an image', reference => {
    expect(normalizeImage(reference)).toBeUndefined();
  });

  it('changes nothing when applied to its own result', () => {
    const once = normalizeImage(`nginx:1@${DIGEST}`);
    expect(normalizeImage(once!)).toBe(once);
  });
});

describe('splitRepository', () => {
  it.each([
    [
      'registry.example.com/shop/checkout',
      'registry.example.com',
      'shop/checkout',
    ],
    ['localhost:5050/checkout', 'localhost:5050', 'checkout'],
    ['nginx', 'docker.io', 'library/nginx'],
  ])('splits %s', (reference, registry, name) => {
    expect(splitRepository(reference)).toEqual({ registry, name });
  });

  it.each(['', 'example.com/a:1', `example.com/a@${DIGEST}`, 'example.com/A'])(
    'rejects %p',
    reference => {
      expect(splitRepository(reference)).toBeUndefined();
    },
  );
});

describe('isMovingTag', () => {
  it.each(['latest', 'main', 'Nightly'])('includes %s', tag => {
    expect(isMovingTag(tag)).toBe(true);
  });

  it.each(['1.4.2', 'v1', 'main-4f2a91c', 'latest-1.4.2'])(
    'excludes %s',
    tag => {
      expect(isMovingTag(tag)).toBe(false);
    },
  );
});
