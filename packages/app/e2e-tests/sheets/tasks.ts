import type { Visitor } from './Visitor';
import { environmentCard, titleOfDeployment } from '../portal';
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

async function openDeploymentsTab(visitor: Visitor) {
  const tab = visitor.page
    .getByRole('main')
    .getByRole('link', { name: 'Deployments', exact: true });
  await visitor.click(tab, 'tab **Deployments**');
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
          .getByRole('row', { name: /^Checkout/ })
          // After the service, Development and Staging.
          .getByRole('cell')
          .nth(3)
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
      await visitor.click(
        visitor.page
          .getByRole('table', { name: 'Deployments' })
          .getByRole('link', { name: 'Rolled back 3.10.0' }),
        '**Rolled back 3.10.0** on the card **Deployments**',
      );
      await visitor.read(
        visitor.page
          .getByRole('alert')
          .getByText(/3\.10\.0 exceeded the limit of 10 %/),
      );
    },
  },
  {
    name: 'Roll back',
    person: 'Ana',
    rounds: 1,
    async perform(visitor) {
      await openService(visitor, 'Checkout');
      await openDeploymentsTab(visitor);
      await visitor.click(
        environmentCard(visitor.page, 'Production').getByRole('button', {
          name: 'Roll back Production…',
        }),
        '**Roll back…** on the card **Production**',
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
        page.getByRole('link', { name: /^Notifications/ }),
        '**Notifications** in the sidebar',
      );
      const title =
        'Deployment of payments 2.3.1 to production is waiting for your approval';
      await visitor.click(
        page.getByRole('link', { name: title }),
        `**${title}**`,
      );
      const approve = { name: /^Approve “Release approval”/ };
      await visitor.click(
        page
          .getByRole('region', { name: "Why it's waiting" })
          .getByRole('button', approve),
        '**Approve “Release approval”**',
      );
      await visitor.click(
        page.getByRole('dialog').getByRole('button', approve),
        '**Approve “Release approval”** in the dialog',
      );
      await visitor.read(
        page
          .getByRole('region', { name: 'Approvals' })
          .getByText('Approved by Carla Nilsson'),
      );
    },
  },
  {
    name: 'Compare staging with production',
    person: 'Carla',
    rounds: 3,
    note: 'The list of services shows both versions side by side; the commits between them are only listed in the dialog that deploys the version from staging. No page compares settings, health or history.',
    async perform(visitor) {
      await openService(visitor, 'Storefront');
      await openDeploymentsTab(visitor);
      const card = environmentCard(visitor.page, 'Production');
      await card.waitFor();
      const deploy = card.getByRole('button', {
        name: 'Deploy to Production…',
      });
      if (await deploy.isVisible()) {
        await visitor.click(deploy, '**Deploy…** on the card **Production**');
      } else {
        await visitor.click(
          card.getByRole('button', { name: 'More actions for Production' }),
          'the menu of the card **Production**',
        );
        await visitor.click(
          visitor.page.getByRole('menuitem', { name: 'Deploy…' }),
          '**Deploy…**',
        );
      }
      const dialog = visitor.page.getByRole('dialog');
      await visitor.click(
        dialog.getByRole('textbox', { name: 'Version' }),
        'field **Version**',
      );
      await visitor.click(
        visitor.page.getByRole('option', { name: /running in staging/ }),
        'the version with the mark _running in staging_',
      );
      await visitor.read(dialog.getByText('Fix contrast of the delivery note'));
    },
  },
];
