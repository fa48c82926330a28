import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Verifies GitHub's `X-Hub-Signature-256`: HMAC-SHA256 of the raw body. */
export function isSignedByGithub(
  body: Buffer,
  header: string | undefined,
  secret: string,
): boolean {
  return isSame(header, `sha256=${hmac(body, secret)}`);
}

/** Verifies `X-PagerDuty-Signature`: one signature or, while the secret is rotated, several. */
export function isSignedByPagerduty(
  body: Buffer,
  header: string | undefined,
  secret: string,
): boolean {
  const expected = `v1=${hmac(body, secret)}`;
  return (header ?? '')
    .split(',', 10)
    .map(signature => isSame(signature.trim(), expected))
    .includes(true);
}

/** Verifies `Authorization: Bearer …`. */
export function hasToken(header: string | undefined, token: string): boolean {
  return isSame(header?.replace(/^bearer /i, 'Bearer '), `Bearer ${token}`);
}

function hmac(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Compares in constant time, so that the duration does not reveal how much was right. */
function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return (
    timingSafeEqual(digest(given ?? ''), digest(expected)) &&
    given !== undefined
  );
}
