import { renderSentences } from '../../text/renderSentences';
import { judgeShadow } from './judgeShadow';

const latency = {
  baseline: { upperBoundsMs: [10, 20], counts: [94, 6] },
  candidate: { upperBoundsMs: [10, 50], counts: [94, 6] },
};
const judge = (
  compared: number,
  status: number,
  body: number,
  dropped = 0,
  tolerance = { status: 0.01, body: 0.05 },
) =>
  judgeShadow(
    {
      compared,
      equalStatus: compared - status,
      equalBody: compared - status - body,
      dropped,
      latency,
    },
    tolerance,
  );

const say = (...args: Parameters<typeof judge>) =>
  renderSentences(judge(...args).sentences);

describe('the verdict about mirrored requests', () => {
  it.each<[string, number, number, number, number, string]>([
    ['all responses are equal', 1_000, 0, 0, 0, 'pass'],
    ['few statuses differ among many', 5_000, 20, 0, 0, 'pass'],
    ['there are too few', 100, 0, 0, 0, 'inconclusive'],
    ['there are none', 0, 0, 0, 0, 'inconclusive'],
    ['the status differs too often', 1_000, 60, 0, 0, 'fail'],
    ['the body differs too often', 1_000, 0, 120, 0, 'fail'],
    ['all statuses differ', 300, 300, 0, 0, 'fail'],
    ['a fifth was dropped', 1_000, 0, 0, 250, 'pass'],
    ['more than a fifth was dropped', 1_000, 0, 0, 260, 'inconclusive'],
  ])('if %s', (_, compared, status, body, dropped, verdict) => {
    expect(judge(compared, status, body, dropped).verdict).toBe(verdict);
  });

  it('says the figures, and that latencies do not count', () => {
    expect(say(1_000, 0, 5, 1)).toBe(
      "The status differs in 0 of 1000 responses (0 %): less than the tolerated 1 %, with 95 % confidence. The body differs in 5 of 1000 responses (0.5 %): less than the tolerated 5 %, with 99 % confidence. The p95 latency is 50 ms, 2.5 times the previous version's. Latency does not affect the verdict. Requests that were not compared: 1.",
    );
  });

  it('says how much may be wrong if it is not known', () => {
    expect(say(100, 0, 12, 100)).toMatch(
      /^The status differs in 0 of 100 responses \(0 %\): too few to say whether it is less than the tolerated 1 %\. It may be up to \d+(\.\d+)? %; the confidence is \d+ %\. .* Requests that were not compared: 100, which is too many to pass\.$/,
    );
  });

  it('says only what failed if that is known', () => {
    expect(say(1_000, 0, 120)).toBe(
      'The body differs in 120 of 1000 responses (12 %): more than the tolerated 5 %.',
    );
  });
});
