import { expect, type Page } from '@playwright/test';

/** The people of the example company. */
export type Person = 'Ana' | 'Ben' | 'Carla' | 'Dmitri' | 'Eva';

function findCard(page: Page, person: Person) {
  return page.getByRole('button', { name: `Sign in as ${person} ` });
}

/** Opens a page of the portal as one of the people of the example company. */
export async function signInAs(page: Page, person: Person, path = '/') {
  await page.goto(path);
  await findCard(page, person).click();
  await expect(findCard(page, person)).toBeHidden();
}

/** Signs in as somebody else, on the same page. */
export async function switchTo(page: Page, person: Person) {
  await page.getByRole('button', { name: 'Switch person' }).click();
  await findCard(page, person).click();
  await expect(findCard(page, person)).toBeHidden();
}
