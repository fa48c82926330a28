import { hasToken, isSignedByGithub, isSignedByPagerduty } from './signatures';

const SECRET = "It's a Secret to Everybody";
const BODY = Buffer.from('Hello, World!');
/** GitHub's own test example. */
const DIGEST =
  '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

describe('webhook authentication', () => {
  it.each<[string, boolean, string | undefined]>([
    ['with a valid signature', true, `sha256=${DIGEST}`],
    ['with nothing', false, undefined],
    ['with an empty header', false, ''],
    ['with the old kind of signature', false, `sha1=${DIGEST}`],
    ['with another signature', false, `sha256=${DIGEST.replace('7', '8')}`],
    ['with a longer signature', false, `sha256=${DIGEST}0`],
  ])('of GitHub, %s: %s', (_, expected, header) => {
    expect(isSignedByGithub(BODY, header, SECRET)).toBe(expected);
    expect(isSignedByGithub(Buffer.from('Hello!'), header, SECRET)).toBe(false);
    expect(isSignedByGithub(BODY, header, 'another secret')).toBe(false);
  });

  it.each<[string, boolean, string | undefined]>([
    ['with one signature', true, `v1=${DIGEST}`],
    ['with several', true, `v1=${'0'.repeat(64)}, v1=${DIGEST}`],
    ['without a matching signature', false, `v1=${'0'.repeat(64)}`],
    ['with another version', false, `v0=${DIGEST}`],
    ['with nothing', false, undefined],
  ])('of PagerDuty, %s: %s', (_, expected, header) => {
    expect(isSignedByPagerduty(BODY, header, SECRET)).toBe(expected);
  });

  it.each<[string, boolean, string | undefined]>([
    ['with its token', true, 'Bearer a-token'],
    ['with a lower-case scheme', true, 'bearer a-token'],
    ['with another', false, 'Bearer b-token'],
    ['with a part of the token', false, 'Bearer a-tok'],
    ['with nothing', false, undefined],
    ['with another scheme', false, 'Basic a-token'],
  ])('%s: %s', (_, expected, header) => {
    expect(hasToken(header, 'a-token')).toBe(expected);
  });
});
