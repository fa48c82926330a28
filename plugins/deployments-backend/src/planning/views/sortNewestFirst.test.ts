import { sortNewestFirst } from './sortNewestFirst';

const at = (id: string, authoredAt?: string) => ({ id, authoredAt });

describe('the order of commits', () => {
  it.each([
    [
      'listed oldest first',
      [at('a', '2026-01-01T00:00:00Z'), at('b', '2026-01-02T00:00:00Z')],
      ['b', 'a'],
    ],
    [
      'listed newest first',
      [at('b', '2026-01-02T00:00:00Z'), at('a', '2026-01-01T00:00:00Z')],
      ['b', 'a'],
    ],
    [
      'with equal times in different zones: the one listed last comes first',
      [at('a', '2026-01-01T01:00:00+01:00'), at('b', '2026-01-01T00:00:00Z')],
      ['b', 'a'],
    ],
    ['without times: the last listed first', [at('a'), at('b')], ['b', 'a']],
    [
      'without times come last',
      [at('a'), at('b', '2026-01-01T00:00:00Z'), at('c', 'yesterday')],
      ['b', 'c', 'a'],
    ],
    ['none', [], []],
  ])('%s', (_, commits, ids) => {
    expect(sortNewestFirst(commits).map(({ id }) => id)).toEqual(ids);
  });
});
