import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** `X-Hub-Signature-256` of GitHub: HMAC-SHA256 of the body as it came. */
export function isSignedByGithub(
  body: Buffer,
  header: string | undefined,
  secret: string,
): boolean {
  return isSame(header, `sha256=${hmac(body, secret)}`);
}

/** `X-PagerDuty-Signature`: one signature or, while the secret is being changed, several. */
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

/** `Authorization: Bearer …` */
export function hasToken(header: string | undefined, token: string): boolean {
  return isSame(header?.replace(/^bearer /i, 'Bearer '), `Bearer ${token}`);
}

function hmac(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

/** Takes as long whatever is given: how long it takes must not tell how much of it was right. */
function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return (
    timingSafeEqual(digest(given ?? ''), digest(expected)) &&
    given !== undefined
  );
}
