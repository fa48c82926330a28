import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';

/** In the columns and rows of the home page's grid. */
const WIDGET_LAYOUT = {
  width: { minColumns: 3, defaultColumns: 6 },
  height: { minRows: 4, defaultRows: 7 },
};

const homeDora = HomePageWidgetBlueprint.make({
  name: 'dora',
  params: {
    name: 'SlipwayDelivery',
    title: "My team's delivery",
    description: 'The delivery metrics of one of your teams',
    components: async () => {
      const { HomeDora } = await import('../deliveryMetrics/summary/HomeDora');
      return { Content: HomeDora };
    },
    layout: WIDGET_LAYOUT,
  },
});

const homeNeedsYou = HomePageWidgetBlueprint.make({
  name: 'needs-you',
  params: {
    name: 'SlipwayNeedsYou',
    title: 'Needs you',
    description: 'Deployments that wait for your decision',
    components: async () => {
      const { HomeNeedsYou } = await import('../needsYou/HomeNeedsYou');
      return { Content: HomeNeedsYou };
    },
    layout: WIDGET_LAYOUT,
  },
});

const homeMyServices = HomePageWidgetBlueprint.make({
  name: 'my-services',
  params: {
    name: 'SlipwayMyServices',
    title: 'My services',
    description: 'What your services run, and how they are',
    components: async () => {
      const { HomeMyServices } = await import('./HomeMyServices');
      return { Content: HomeMyServices };
    },
    layout: WIDGET_LAYOUT,
  },
});

const homeMyDeployments = HomePageWidgetBlueprint.make({
  name: 'my-deployments',
  params: {
    name: 'SlipwayMyDeployments',
    title: 'My deployments',
    description: 'Deployments that you requested',
    components: async () => {
      const { HomeMyDeployments } = await import('./HomeMyDeployments');
      return { Content: HomeMyDeployments };
    },
    layout: WIDGET_LAYOUT,
  },
});

/** Widgets for the portal's home page, if it has one. */
export const homeWidgets = [
  homeNeedsYou,
  homeMyServices,
  homeMyDeployments,
  homeDora,
];
