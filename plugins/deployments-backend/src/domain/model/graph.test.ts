import { ancestors, findCycles } from './graph';

/** `a: 'b c'`: `a` waits for `b` and `c`. */
const listEdges = (graph: Record<string, string>) => (name: string) =>
  (graph[name] ?? '').split(' ').filter(Boolean);

describe('findCycles', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['finds none in a chain', { a: 'b', b: 'c', c: '' }, []],
    [
      'finds none where two branches join',
      { a: 'b c', b: 'd', c: 'd', d: '' },
      [],
    ],
    ['finds a name that depends on itself', { a: 'a' }, ['a']],
    [
      'starts a cycle with the name that is declared first',
      { a: 'b', b: 'a' },
      ['a b'],
    ],
    [
      'leaves out names that only lead to a cycle',
      { a: 'b', b: 'c', c: 'b' },
      ['b c'],
    ],
    [
      'finds two separate cycles, each once',
      { a: 'b', b: 'a', c: 'd', d: 'c' },
      ['a b', 'c d'],
    ],
    [
      'finds two cycles that share a name',
      { a: 'b c', b: 'a', c: 'a' },
      ['a b', 'a c'],
    ],
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
    ['are empty without dependencies', { a: '' }, ''],
    ['include direct and indirect ones', { a: 'b', b: 'c', c: '' }, 'b c'],
    ['are listed once', { a: 'b c', b: 'd', c: 'd', d: '' }, 'b c d'],
    ['include the name itself on a cycle', { a: 'b', b: 'a' }, 'a b'],
    ['leave out dependents', { a: 'b', b: '', c: 'a' }, 'b'],
  ])('%s', (_, graph, names) => {
    expect([...ancestors('a', listEdges(graph))].sort().join(' ')).toBe(names);
  });
});
