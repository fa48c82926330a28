import { expect, type Locator, type Page } from '@playwright/test';

/** Whether an element is on the screen, and not hidden by the frame in which it scrolls. */
function isOnScreen(locator: Locator): Promise<boolean> {
  return locator.evaluate(
    element =>
      new Promise<boolean>(resolve => {
        new IntersectionObserver(([{ intersectionRatio }], observer) => {
          observer.disconnect();
          resolve(intersectionRatio > 0.9);
        }).observe(element);
      }),
  );
}

/** A person who knows the portal. Counts what they press until they can read the answer. */
export class Visitor {
  readonly page: Page;
  readonly #steps: string[] = [];

  constructor(page: Page) {
    this.page = page;
  }

  /** Every press so far, in the words of the docs. */
  get steps(): string[] {
    return [...this.#steps];
  }

  /**
   * Presses the pointer.
   *
   * @param what - The docs' name for it, in Markdown.
   */
  async click(locator: Locator, what: string) {
    await locator.click();
    this.#steps.push(what);
  }

  /** Reads an answer. Scrolling down to it counts as one press. */
  async read(locator: Locator) {
    await expect(locator).toBeVisible();
    if (await isOnScreen(locator)) return;
    await locator.scrollIntoViewIfNeeded();
    this.#steps.push('scroll down');
  }
}
