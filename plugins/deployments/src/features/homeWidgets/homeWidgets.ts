import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { loadViews } from '../../loadViews';

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
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeDora()),
    }),
    layout: WIDGET_LAYOUT,
  },
});

const homeNeedsYou = HomePageWidgetBlueprint.make({
  name: 'needs-you',
  params: {
    name: 'SlipwayNeedsYou',
    title: 'Needs you',
    description: 'Deployments that wait for your decision',
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeNeedsYou()),
    }),
    layout: WIDGET_LAYOUT,
  },
});

const homeMyServices = HomePageWidgetBlueprint.make({
  name: 'my-services',
  params: {
    name: 'SlipwayMyServices',
    title: 'My services',
    description: 'What your services run, and how they are',
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeMyServices()),
    }),
    layout: WIDGET_LAYOUT,
  },
});

const homeMyDeployments = HomePageWidgetBlueprint.make({
  name: 'my-deployments',
  params: {
    name: 'SlipwayMyDeployments',
    title: 'My deployments',
    description: 'Deployments that you requested',
    components: async () => ({
      Content: await loadViews().then(it => it.loadHomeMyDeployments()),
    }),
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
