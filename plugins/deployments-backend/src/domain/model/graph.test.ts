import { ancestors, findCycles } from './graph';

/** `a: 'b c'`: `a` waits for `b` and `c`. */
const listEdges = (graph: Record<string, string>) => (name: string) =>
  (graph[name] ?? '').split(' ').filter(Boolean);

describe('cycles', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['none in a line', { a: 'b', b: 'c', c: '' }, []],
    ['none where two ways meet', { a: 'b c', b: 'd', c: 'd', d: '' }, []],
    ['one with itself', { a: 'a' }, ['a']],
    ['one, from the name that is declared first', { a: 'b', b: 'a' }, ['a b']],
    ['one, without what only leads to it', { a: 'b', b: 'c', c: 'b' }, ['b c']],
    [
      'two apart, each named once',
      { a: 'b', b: 'a', c: 'd', d: 'c' },
      ['a b', 'c d'],
    ],
    ['two with a name in common', { a: 'b c', b: 'a', c: 'a' }, ['a b', 'a c']],
  ])('%s', (_, graph, cycles) => {
    expect(
      findCycles(Object.keys(graph), listEdges(graph)).map(cycle =>
        cycle.join(' '),
      ),
    ).toEqual(cycles);
  });
});

describe('ancestors', () => {
  it.each<[string, Record<string, string>, string]>([
    ['are none of what waits for nothing', { a: '' }, ''],
    ['are near and far', { a: 'b', b: 'c', c: '' }, 'b c'],
    ['are named once', { a: 'b c', b: 'd', c: 'd', d: '' }, 'b c d'],
    ['hold the name itself on a cycle', { a: 'b', b: 'a' }, 'a b'],
    ['leave out what does not come before', { a: 'b', b: '', c: 'a' }, 'b'],
  ])('%s', (_, graph, names) => {
    expect([...ancestors('a', listEdges(graph))].sort().join(' ')).toBe(names);
  });
});
