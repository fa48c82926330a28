import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Version 2.2 of the guidelines, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What else screen readers navigate by. */
const OUTLINE = [
  'empty-heading',
  'empty-table-header',
  'heading-order',
  'landmark-main-is-top-level',
  'landmark-no-duplicate-main',
  'landmark-unique',
  'page-has-heading-one',
];

/** What Backstage's shell does wrong around our pages: the rule, the elements, and who knows of it. */
const EXCEPTIONS = [
  {
    rule: 'aria-valid-attr-value',
    elements: '[role="tablist"][class*="bui-"] [role="tab"]',
    upstream: 'https://github.com/backstage/backstage/issues/35180',
  },
];

/** Nothing keeps anybody from using the page; what does is named with where it is and why. */
export async function expectAccessible(page: Page) {
  // What fades in has less contrast meanwhile. Skeletons of what loads never stop.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(animation => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page })
    .options({
      runOnly: { type: 'tag', values: WCAG },
      rules: Object.fromEntries(OUTLINE.map(rule => [rule, { enabled: true }])),
    })
    .analyze();
  const mistakes: unknown[] = [];
  for (const { id, nodes } of violations) {
    const exceptions = EXCEPTIONS.filter(({ rule }) => rule === id);
    for (const { html, target, failureSummary } of nodes) {
      const isKnown = await page.evaluate(
        ([selector, known]) =>
          known.some(elements =>
            document.querySelector(selector)?.matches(elements),
          ),
        [
          String(target.at(-1)),
          exceptions.map(({ elements }) => elements),
        ] as const,
      );
      if (!isKnown) mistakes.push([id, html, failureSummary]);
    }
  }
  expect(mistakes).toEqual([]);
}

/**
 * Nothing is cut off or must be scrolled sideways in a window of 1280 pixels at 200 %, which is as wide as one of 640 at
 * 100 %; and the page's own part not even at 400 %. The tabs above it are the shell's.
 */
export async function expectToFitWhenZoomed(page: Page) {
  const before = page.viewportSize();
  for (const width of [640, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(
        () =>
          page.evaluate(() => {
            const limit = document.documentElement.clientWidth;
            const isScrolled = (element: Element) =>
              /auto|scroll/.test(getComputedStyle(element).overflowX) &&
              element.scrollWidth > element.clientWidth + 1;
            const isInScrolled = (element: Element) =>
              element.parentElement?.closest('pre') !== null;
            return [...document.querySelectorAll('main, main *')]
              .filter(element => !isInScrolled(element))
              .filter(
                element =>
                  element.getBoundingClientRect().right > limit + 1 ||
                  isScrolled(element),
              )
              .map(element => element.outerHTML.slice(0, 200))
              .slice(0, 3);
          }),
        { message: `${page.url()} in a window of ${width} pixels` },
      )
      .toEqual([]);
    if (width === 640) {
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
        .toBeLessThanOrEqual(width);
    }
  }
  if (before) await page.setViewportSize(before);
}
