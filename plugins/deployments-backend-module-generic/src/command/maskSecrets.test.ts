import { randomBytes } from 'node:crypto';
import {
  listSecretPatterns,
  redactText,
} from '@slipway/backstage-plugin-deployments-node';
import { createMask } from '../../runner/maskSecrets.cjs';

const PASSWORD = 'p@ss/w&rd?>~ö';
const KEY = randomBytes(600)
  .toString('base64')
  .match(/.{1,64}/g)!
  .join('\n');
const SECRETS = [PASSWORD, KEY, 'p@ss/w'];

const toBase64 = (text: string) => Buffer.from(text).toString('base64');

describe('the mask of the process that runs commands', () => {
  it.each([
    ['no secret', 'deployment.apps/checkout-production configured'],
    ['a secret', `a ${PASSWORD} b`],
    ['a secret that starts with another one', `a ${PASSWORD}${PASSWORD} b`],
    ['a JSON string', `a ${JSON.stringify(PASSWORD)} b`],
    ['a JSON string of Go', 'a p@ss/w\\u0026rd?\\u003e~ö b'],
    ['a URL', `a ${encodeURIComponent(PASSWORD)} b`],
    ['base64', `a ${toBase64(`eva:${PASSWORD}`)} b`],
    ['base64url', `a ${Buffer.from(PASSWORD).toString('base64url')} b`],
    ['base64 in a URL', `a ${encodeURIComponent(toBase64(PASSWORD))} b`],
    ['base64 in JSON', `a ${toBase64(PASSWORD).replaceAll('/', '\\/')} b`],
    ['hexadecimal', `a ${Buffer.from(PASSWORD).toString('hex')} b`],
    ['lines of a key', KEY],
    ['a key in base64', `a ${toBase64(KEY).slice(5, 81)} b`],
  ])('masks the same as the backend: %s', (_, text) => {
    const mask = createMask(listSecretPatterns(SECRETS));
    expect(mask(text)).toBe(redactText(text, SECRETS));
  });

  it('masks a secret that ends behind what is shown', () => {
    const mask = createMask(listSecretPatterns(['correct-horse']));
    expect(mask('see correct-horse', 8)).toBe('see ***');
    expect(mask('see correct-horse', 4)).toBe('see ');
  });

  it('looks up each character at most once, however long the secrets are', () => {
    const text = randomBytes(7_500).toString('base64');
    const countLookUps = (bytes: number) => {
      const secret = randomBytes(bytes).toString('base64');
      const mask = createMask(listSecretPatterns([secret]));
      const get = jest.spyOn(Map.prototype, 'get');
      try {
        expect(mask(text)).toBe(text);
        return get.mock.calls.filter(([key]) => text.includes(key)).length;
      } finally {
        get.mockRestore();
      }
    };
    const short = countLookUps(30);
    expect(short).toBeGreaterThan(0);
    expect(short).toBeLessThanOrEqual(text.length);
    expect(countLookUps(6_000)).toBe(short);
  });
});
