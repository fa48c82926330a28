import type { Visitor } from './Visitor';
import { titleOfDeployment } from '../portal';
import type { Person } from '../signIn';

/** Something that people do every day, from the catalog's front page to the answer. */
export interface Task {
  name: string;
  person: Person;
  /** Times that it can be done on the same portal. */
  rounds: number;
  /** What the answer leaves out. */
  note?: string;
  /** Takes the shortest way of somebody who knows the portal. Update it in the commit that makes the portal's way shorter. */
  perform(visitor: Visitor): Promise<void>;
}

/** Opens the page of a service of the person's team. */
async function openService(visitor: Visitor, title: string) {
  const link = visitor.page.getByRole('link', { name: title, exact: true });
  await visitor.click(link, `**${title}** in the catalog`);
}

/** An environment on the card Deployments of a service's overview. */
function overviewRow({ page }: Visitor, environment: string) {
  return page
    .getByRole('table', { name: 'Deployments' })
    .getByRole('row', { name: new RegExp(`^${environment} `) });
}

export const TASKS: readonly Task[] = [
  {
    name: 'Find what runs in production',
    person: 'Ana',
    rounds: 3,
    async perform(visitor) {
      await visitor.click(
        visitor.page.getByRole('link', { name: 'Deployments', exact: true }),
        '**Deployments** in the sidebar',
      );
      await visitor.read(
        visitor.page
          .getByRole('table', { name: 'Services by environment' })
          .getByRole('row')
          .filter({
            has: visitor.page.getByRole('link', {
              name: 'Checkout',
              exact: true,
            }),
          })
          // After Development and Staging. The service heads the row.
          .getByRole('cell')
          .nth(2)
          .getByText('1.4.2', { exact: true }),
      );
    },
  },
  {
    name: 'See why the last deployment failed',
    person: 'Ben',
    rounds: 3,
    async perform(visitor) {
      await openService(visitor, 'Catalog API');
      await visitor.read(
        overviewRow(visitor, 'Production').getByText(
          /3\.10\.0 exceeded the limit of 10\s%/,
        ),
      );
    },
  },
  {
    name: 'Roll back',
    person: 'Ana',
    rounds: 1,
    async perform(visitor) {
      await openService(visitor, 'Checkout');
      await visitor.click(
        overviewRow(visitor, 'Production').getByRole('link', {
          name: 'Roll back Production…',
        }),
        '**Roll back…** on the card **Deployments**',
      );
      await visitor.click(
        visitor.page.getByRole('button', {
          name: 'Roll back Production to 1.4.1',
        }),
        '**Roll back Production to 1.4.1**',
      );
      await visitor.read(
        titleOfDeployment(visitor.page, '1.4.1', 'Production'),
      );
    },
  },
  {
    name: 'Approve',
    person: 'Carla',
    rounds: 1,
    async perform(visitor) {
      const { page } = visitor;
      await visitor.click(
        page.getByRole('link', { name: /^Needs you/ }),
        '**Needs you** in the sidebar',
      );
      await visitor.click(
        page
          .getByRole('article', { name: 'Payments 2.3.1 → Production' })
          .getByRole('button', { name: /^Approve 2\.3\.1/ }),
        '**Approve 2.3.1**',
      );
      await visitor.read(page.getByText(/^Approve 2\.3\.1: accepted/));
    },
  },
  {
    name: 'Compare staging with production',
    person: 'Carla',
    rounds: 3,
    async perform(visitor) {
      await openService(visitor, 'Storefront');
      await visitor.read(
        overviewRow(visitor, 'Production').getByText(
          'Fix contrast of the delivery note',
        ),
      );
    },
  },
];
