import { appendBySeq } from './appendBySeq';

const of = (...seqs: number[]) => seqs.map(seq => ({ seq }));

describe('appendBySeq', () => {
  it.each([
    ['what follows', of(1, 2), of(3, 4), of(1, 2, 3, 4)],
    ['to nothing', of(), of(1), of(1)],
    ['what was sent again only once', of(1, 2, 3), of(2, 3, 4), of(1, 2, 3, 4)],
    ['what is twice in one answer only once', of(1), of(2, 2, 3), of(1, 2, 3)],
    ['what came late in its place', of(1, 4), of(2, 3), of(1, 2, 3, 4)],
  ])('appends %s', (_name, existing, incoming, expected) => {
    expect(appendBySeq(existing, incoming)).toEqual(expected);
  });

  it('keeps the list when nothing is new, so that nothing renders again', () => {
    const existing = of(1, 2);
    expect(appendBySeq(existing, of(1, 2))).toBe(existing);
    expect(appendBySeq(existing, [])).toBe(existing);
  });
});
