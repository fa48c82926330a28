import { expect, test, type Locator, type Page } from '@playwright/test';
import { apiAs, cancelWaiting } from './api';
import { DEPLOYMENT_MS, expectStatus, titleOfDeployment } from './portal';

test.describe.configure({ timeout: 4 * DEPLOYMENT_MS });
test.use({ actionTimeout: 30_000, reducedMotion: 'reduce' });

/** More stops than any page has. */
const MAX_STOPS = 200;

/** Moves the focus with Tab until it is on the element, as somebody without a pointer does. */
async function tabTo(page: Page, target: Locator) {
  await target.waitFor();
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    if (await target.evaluate(element => element === document.activeElement)) {
      await expectVisibleFocus(page);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${target}`);
}

/** The focused element of our pages is on the screen, and not behind another one. */
async function expectVisibleFocus(page: Page) {
  await expect
    .poll(() =>
      page.evaluate(() => {
        const focused = document.activeElement!;
        if (!focused.closest('main, [role="dialog"]')) return undefined;
        const { x, y, width, height } = focused.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return focused.contains(top) || top?.contains(focused)
          ? undefined
          : { focused: focused.outerHTML, top: top?.outerHTML };
      }),
    )
    .toBeUndefined();
}

async function press(page: Page, target: Locator, key = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function signIn(page: Page, person: string) {
  await press(
    page,
    page.getByRole('button', { name: `Sign in as ${person} ` }),
  );
  await expect(
    page.getByRole('button', { name: 'Switch person' }),
  ).toBeVisible();
}

// Runs last: others expect a Production of Payments that nobody has just rolled back.
test('a version is deployed, approved and rolled back without a pointer', async ({
  page,
}) => {
  const ana = await apiAs('Ana');
  await cancelWaiting(ana, 'component:default/payments', 'production');
  const { environments } = await ana(
    'GET',
    '/services/component:default%2Fpayments/overview',
  );
  const [before] = environments.flatMap((state: any) =>
    state.environment.name === 'production' && state.current
      ? [state.current.version.name]
      : [],
  );
  expect(before).toMatch(/^2\.3\.[01]$/);
  const wanted = before === '2.3.0' ? '2.3.1' : '2.3.0';

  await page.goto('/');
  await signIn(page, 'Ana');
  await press(page, page.getByRole('link', { name: 'Payments', exact: true }));
  const main = page.getByRole('main');
  await press(
    page,
    main.getByRole('link', { name: 'Deployments', exact: true }),
  );
  const deploy = main.getByRole('button', { name: 'Deploy…', exact: true });
  await press(page, deploy);

  // The dialog takes the focus, keeps it, and gives it back.
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(deploy).toBeFocused();
  await page.keyboard.press('Enter');
  await press(
    page,
    dialog.getByRole('button', { name: /^Environment/ }),
    'Space',
  );
  await page.keyboard.type('Production');
  await page.keyboard.press('Enter');
  await expect(
    dialog.getByText(/^built|^No version is proposed/).first(),
  ).toBeVisible();
  const version = dialog.getByRole('textbox', { name: 'Version' });
  await tabTo(page, version);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(wanted);
  await expect(
    page.getByRole('option').filter({ hasText: wanted }),
  ).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Change ticket' }));
  await page.keyboard.type('CHG-1042');
  const request = dialog.getByRole('button', {
    name: `Deploy ${wanted} to Production`,
  });
  await expect(request).toBeEnabled();
  await press(page, request);
  await expect(titleOfDeployment(page, wanted, 'Production')).toBeVisible();
  await expectStatus(page, 'Waiting');
  const address = page.url();

  await press(page, page.getByRole('button', { name: 'Switch person' }));
  await signIn(page, 'Carla');
  await press(page, page.getByRole('link', { name: /^Needs you/ }));
  const item = page.getByRole('article', {
    name: `Payments ${wanted} → Production`,
  });
  await press(page, item.getByRole('button', { name: /^Approve/ }));
  await expect(item).toContainText('Approved by you');
  // Not lost with the button.
  await expect(item).toBeFocused();

  await press(page, page.getByRole('button', { name: 'Switch person' }));
  await signIn(page, 'Ana');
  await page.goto(address);
  const rollBack = page.getByRole('button', { name: `Roll back to ${before}` });
  await press(page, rollBack);
  const confirmation = page.getByRole('dialog');
  const reason = confirmation.getByRole('textbox', { name: 'Reason' });
  await tabTo(page, reason);
  await page.keyboard.type('Not today');
  await press(page, confirmation.getByRole('button', { name: /^Roll back/ }));
  await expectStatus(page, 'Rolled back');
});
