import {
  expect,
  type Browser,
  type Locator,
  type Page,
} from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { signInAs, type Person } from '../signIn';

const WIDTHS = [1440, 1024, 420];
const COLOURS = ['light', 'dark'] as const;

/** CSS pixels. What a page shows further down is cut. */
const SCREEN_HEIGHT = 1000;
const CUT_AT = 1800;
const MARGIN = 24;

/** The size of a picture on a sheet, compared with the screen. */
const SCALE = 0.5;

/** Toasts that pass would lie over what is shown. */
const WITHOUT_TOASTS =
  '[role="region"][aria-label*="notification"] { display: none }';

/** A page of the portal, and what makes it complete. */
export interface Sheet {
  /** The name of its picture. */
  name: string;
  path: string;
  /** Is visible when the page is complete. */
  findContent(page: Page): Locator;
  /** Only what a screen shows, e.g. of a dialog, instead of as much as there is. */
  screenOnly?: boolean;
}

/** Somebody who is signed in, with a screen of one width in one of the themes. */
interface Viewer {
  label: string;
  width: number;
  page: Page;
}

/** Signs a person in at every width and in both themes. */
export async function openViewers(
  browser: Browser,
  person: Person,
): Promise<Viewer[]> {
  const first = await browser.newContext();
  await signInAs(await first.newPage(), person);
  const storageState = await first.storageState();
  await first.close();
  return Promise.all(
    COLOURS.flatMap(colorScheme =>
      WIDTHS.map(async width => {
        const context = await browser.newContext({
          storageState,
          colorScheme,
          reducedMotion: 'reduce',
          viewport: { width, height: SCREEN_HEIGHT },
        });
        const page = await context.newPage();
        return { label: `${width} px, ${colorScheme}`, width, page };
      }),
    ),
  );
}

export async function closeViewers(viewers: Viewer[]) {
  await Promise.all(viewers.map(({ page }) => page.context().close()));
}

/** Where the lowest text or picture beside the navigation ends, in CSS pixels. */
function findBottom(page: Page): Promise<number> {
  return page.evaluate(() => {
    const leaves = Array.from(document.querySelectorAll('body *')).filter(
      element =>
        element.childElementCount === 0 &&
        !element.closest('nav, script, style') &&
        (element.textContent?.trim() || element.closest('svg, input')),
    );
    return Math.max(
      ...leaves.map(element => element.getBoundingClientRect().bottom),
    );
  });
}

async function open({ page, width }: Viewer, sheet: Sheet) {
  const height = sheet.screenOnly ? SCREEN_HEIGHT : CUT_AT;
  await page.setViewportSize({ width, height });
  await page.goto(sheet.path);
  await expect(sheet.findContent(page)).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('progress')).toHaveCount(0);
  // A pointer on a chart would leave its tooltip in the picture.
  await page.mouse.move(0, 0);
}

async function takePicture({ page, width }: Viewer, sheet: Sheet) {
  if (!sheet.screenOnly) {
    const bottom = Math.ceil(await findBottom(page)) + MARGIN;
    const height = Math.min(CUT_AT, Math.max(SCREEN_HEIGHT, bottom));
    await page.setViewportSize({ width, height });
  }
  return page.screenshot({ animations: 'disabled', style: WITHOUT_TOASTS });
}

/** Takes a page at every width and in both themes, and writes the pictures into one file. */
export async function takeSheet(viewers: Viewer[], sheet: Sheet, file: string) {
  // All of them first, so that all pictures show the same moment; one by one, because six windows that load at once keep two
  // processors busy for longer than a page may take.
  for (const viewer of viewers) await open(viewer, sheet);
  const pictures: { label: string; width: number; src: string }[] = [];
  for (const viewer of viewers) {
    const picture = await takePicture(viewer, sheet);
    const src = `data:image/png;base64,${picture.toString('base64')}`;
    pictures.push({ label: viewer.label, width: viewer.width * SCALE, src });
  }
  await mkdir(dirname(file), { recursive: true });
  const page = await viewers[0].page.context().newPage();
  await page.setViewportSize({ width: 1600, height: 900 });
  await page.setContent(`
    <style>
      body { margin: 0; background: #9aa0a6; font: 13px sans-serif; }
      #sheet {
        display: inline-grid;
        grid-template-columns: repeat(${WIDTHS.length}, max-content);
        gap: 12px;
        padding: 12px;
      }
      figure { margin: 0; }
      figcaption { padding-bottom: 4px; }
      img { display: block; }
    </style>
    <div id="sheet">${pictures
      .map(
        ({ label, width, src }) =>
          `<figure><figcaption>${label}</figcaption><img width="${width}" src="${src}"></figure>`,
      )
      .join('')}</div>`);
  await page.locator('#sheet').screenshot({ path: file });
  await page.close();
}
