import fc from 'fast-check';
import { derive } from './__testUtils__/derive';
import { deployment, incident } from './__testUtils__/sourceRecordBuilders';
import { compareSourceIds } from './sourceOrder';

describe('source ids', () => {
  it.each([
    ['numbers as numbers', ['9', '10', '99', '100']],
    [
      'numbers that exceed a double',
      ['9007199254740992', '9007199254740993', '90071992547409930'],
    ],
    ['parts that are numbers', ['deployment_status/9', 'deployment_status/10']],
    ['ULIDs by code point', ['01CHP10', '01CHP9X']],
    ['numbers with leading zeros by value', ['007', '0008', '9']],
    ['equal numbers by their spelling', ['007', '07', '7']],
    ['fewer parts first', ['9', '9/1']],
  ])('are ordered: %s', (_, ordered) => {
    expect([...ordered].reverse().sort(compareSourceIds)).toEqual(ordered);
  });

  it('have a total order for any three', () => {
    const id = fc.string({
      unit: fc.constantFrom('0', '1', '9', 'a', '/'),
      maxLength: 5,
    });
    fc.assert(
      fc.property(id, id, id, (a, b, c) => {
        expect(Math.sign(compareSourceIds(a, b)) + 0).toBe(
          -Math.sign(compareSourceIds(b, a)) + 0,
        );
        const [first, second, third] = [a, b, c].sort(compareSourceIds);
        expect(compareSourceIds(first, second)).toBeLessThanOrEqual(0);
        expect(compareSourceIds(second, third)).toBeLessThanOrEqual(0);
        expect(compareSourceIds(first, third)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('deployments of the same second', () => {
  const of = (id: string, sourceId: string, more: object = {}) =>
    deployment(id, 60, { source: 'hub', sourceId, ...more });

  it("deliver a commit in their source's order", () => {
    const { leadTimes } = derive({
      deployments: [
        deployment('zero', 10, { source: 'hub', sourceId: '1' }),
        of('a', '10', { commits: ['c'] }),
        of('b', '9', { commits: ['c'] }),
      ],
    });
    expect(leadTimes).toMatchObject([{ commit: 'c', deployment: 'b' }]);
  });

  it('are attributed an incident in that order', () => {
    const { inferredLinks } = derive({
      deployments: [of('a', '10'), of('b', '9')],
      incidents: [incident('i', 70)],
    });
    expect(inferredLinks).toEqual([{ incident: 'i', deployment: 'a' }]);
  });
});
