import fc from 'fast-check';
import type { Demand } from './assignApprovers';
import { assignPeople } from './assignApprovers';

const rule = (count: number, people: string, isSettled?: boolean): Demand => ({
  count,
  people: people.split('').filter(person => person !== ' '),
  ...(isSettled ? { isSettled } : {}),
});

const met = (demands: readonly Demand[], seated: string[][]) =>
  demands.filter(({ count }, index) => seated[index].length >= count).length;

describe('assignPeople', () => {
  const cases: Record<string, { demands: Demand[]; seated: string[] }> = {
    'one person counts once': {
      demands: [rule(1, 'a'), rule(1, 'a')],
      seated: ['a', ''],
    },
    'the one with a choice makes room for the one without': {
      demands: [rule(1, 'ab'), rule(1, 'a')],
      seated: ['b', 'a'],
    },
    'over a chain of three rules': {
      demands: [rule(1, 'ab'), rule(1, 'bc'), rule(1, 'a')],
      seated: ['b', 'c', 'a'],
    },
    'a rule takes no more than it needs': {
      demands: [rule(1, 'abc'), rule(2, 'abc')],
      seated: ['a', 'bc'],
    },
    'two small rules rather than a large one that comes first': {
      demands: [rule(2, 'ab'), rule(1, 'a'), rule(1, 'b')],
      seated: ['', 'a', 'b'],
    },
    'two rules rather than one of their size that takes a person from each': {
      demands: [rule(2, 'ab'), rule(2, 'ac'), rule(2, 'bd')],
      seated: ['', 'ac', 'bd'],
    },
    'people who cannot meet any rule still count': {
      demands: [rule(3, 'ab'), rule(1, 'a')],
      seated: ['b', 'a'],
    },
    'a settled rule keeps its people': {
      demands: [rule(2, 'ab'), rule(1, 'a', true)],
      seated: ['b', 'a'],
    },
    'a settled rule may swap its people': {
      demands: [rule(1, 'a'), rule(1, 'ab', true)],
      seated: ['a', 'b'],
    },
    'a settled rule takes precedence over meeting more rules': {
      demands: [rule(1, 'a'), rule(1, 'b'), rule(2, 'ab', true)],
      seated: ['', '', 'ab'],
    },
    nobody: { demands: [rule(1, '')], seated: [''] },
    'no rules': { demands: [], seated: [] },
  };
  it.each(Object.entries(cases))('%s', (_, { demands, seated }) => {
    expect(assignPeople(demands).map(people => people.join(''))).toEqual(
      seated,
    );
  });

  const demands = fc.array(
    fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      people: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')),
    }),
    { maxLength: 4 },
  );

  it('meets as many rules as an exhaustive search, and never counts a person twice', () => {
    fc.assert(
      fc.property(demands, given => {
        const seated = assignPeople(given);
        const everybody = seated.flat();
        expect(new Set(everybody).size).toBe(everybody.length);
        seated.forEach((people, index) => {
          expect(people.length).toBeLessThanOrEqual(given[index].count);
          people.forEach(person =>
            expect(given[index].people).toContain(person),
          );
        });
        expect(met(given, seated)).toBe(mostByTrying(given));
      }),
      { numRuns: 300 },
    );
  });

  // The first of three rules takes a person from each of the other two; all further rules have their own people.
  it.each([
    [12, 11],
    [13, 11],
  ])(
    'of %d rules it meets %d, because more than 12 are not combined',
    (size, most) => {
      const many = [
        rule(2, 'ab'),
        rule(2, 'ac'),
        rule(2, 'bd'),
        ...[...'efghijklmn'].slice(0, size - 3).map(people => rule(1, people)),
      ];
      expect(met(many, assignPeople(many))).toBe(most);
    },
  );

  it('with too many rules to combine, prefers those that need few people', () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      index === 0 ? rule(13, 'abcdefghijklm') : rule(1, 'abcdefghijklm'),
    );
    expect(met(many, assignPeople(many))).toBe(12);
  });
});

/** Every assignment of people to rules that name them, or to none. */
function mostByTrying(given: readonly Demand[]): number {
  const people = [...new Set(given.flatMap(demand => demand.people))];
  const seated = given.map(() => [] as string[]);
  const from = (index: number): number => {
    if (index === people.length) {
      return met(given, seated);
    }
    let best = from(index + 1);
    given.forEach((demand, at) => {
      if (demand.people.includes(people[index])) {
        seated[at].push(people[index]);
        best = Math.max(best, from(index + 1));
        seated[at].pop();
      }
    });
    return best;
  };
  return from(0);
}
