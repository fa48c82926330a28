import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * Backstage's own tabs of a page name panels that are not there: react-aria renders a page's tabs as links to other pages.
 */
const TABS_OF_BACKSTAGE = '[role="tablist"][class*="bui-"]';

/** Nothing keeps anybody from using the page; what does is named with where it is and why. */
export async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .exclude(TABS_OF_BACKSTAGE)
    .analyze();
  const grave = violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );
  expect(
    grave.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => [id, html, failureSummary]),
    ),
  ).toEqual([]);
}
