import { deploymentSummary } from '../../__testUtils__/fixtures';
import { mergeFirstPage } from './mergeFirstPage';

const at = (minute: number, id = `d${minute}`) =>
  deploymentSummary({
    id,
    requestedAt: `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`,
  });
const page = (minutes: number[], nextCursor?: string) => ({
  items: minutes.map(minute => at(minute)),
  nextCursor,
});
const ids = (of: { items: { id: string }[] }) => of.items.map(({ id }) => id);

describe('mergeFirstPage', () => {
  it('puts new deployments before the loaded ones', () => {
    const merged = mergeFirstPage(
      page([9, 8, 7, 6], 'c6'),
      page([10, 9], 'c9'),
    );
    expect(ids(merged)).toEqual(['d10', 'd9', 'd8', 'd7', 'd6']);
    expect(merged.nextCursor).toBe('c6');
  });

  it('drops what no longer matches within the first page', () => {
    const merged = mergeFirstPage(page([9, 8, 7, 6], 'c6'), page([9, 7], 'c7'));
    expect(ids(merged)).toEqual(['d9', 'd7', 'd6']);
  });

  it('accepts a first page that is the whole list', () => {
    expect(ids(mergeFirstPage(page([9, 8], 'c8'), page([9])))).toEqual(['d9']);
  });

  it('starts over if the new page does not reach the shown items', () => {
    const merged = mergeFirstPage(page([3, 2], 'c2'), page([30, 29], 'c29'));
    expect(ids(merged)).toEqual(['d30', 'd29']);
    expect(merged.nextCursor).toBe('c29');
  });
});
