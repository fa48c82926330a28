import { randomBytes } from 'node:crypto';
import { findEncoded, indexPieces } from './maskSecrets';
import { listSecretPatterns } from './secretPatterns';

/** Counts look-ups in the pieces of a secret while it is searched for. */
function search(text: string, secret: string) {
  const pieces = indexPieces(listSecretPatterns([secret]).pieces);
  const counts = { lookUps: 0, compared: 0 };
  const found = findEncoded(text, {
    get(first) {
      counts.lookUps += 1;
      const candidates = pieces.get(first);
      counts.compared += candidates?.length ?? 0;
      return candidates;
    },
  });
  return { ...counts, found };
}

describe('findEncoded', () => {
  const createSecret = (bytes: number) => randomBytes(bytes).toString('base64');

  it.each([
    ['a log', 'deployment.apps/checkout-production configured\n'.repeat(2_000)],
    ['base64', randomBytes(75_000).toString('base64')],
    ['one letter', 'y'.repeat(100_000)],
  ])(
    'looks up each character of %s at most once, however long the secret is',
    (_, text) => {
      const [short, long, longest] = [30, 6_000, 24_000].map(bytes =>
        search(text, createSecret(bytes)),
      );
      expect(short).toEqual({
        lookUps: expect.any(Number),
        compared: 0,
        found: [],
      });
      expect(short!.lookUps).toBeGreaterThan(0);
      expect(short!.lookUps).toBeLessThanOrEqual(text.length);
      expect(long).toEqual(short);
      expect(longest).toEqual(short);
    },
  );

  it('finds any part of a long secret of 23 or more bytes', () => {
    const secret = createSecret(6_000);
    for (const start of [0, 1, 2, 3, 1_000, secret.length - 23]) {
      const part = Buffer.from(secret.slice(start, start + 23));
      for (const encoded of [part.toString('base64'), part.toString('hex')]) {
        expect(search(`see ${encoded} here`, secret).found).toEqual([
          { start: 4, end: 4 + encoded.length },
        ]);
      }
    }
  });
});
