/** How a service of the example company was delivered, a year ago and now. */
export interface Profile {
  name: string;
  /** Its owner in the first days; afterwards the owner in the catalog. */
  before?: { ownerGroup: string; days: number };
  /** Deployments to production per working day. */
  perDay: Trend;
  /** Median hours from a commit to production. */
  leadHours: Trend;
  /** Share of deployments that cause an incident or are rolled back, 0 to 1. */
  failureRate: Trend;
  /** Median minutes until service is restored. */
  minutesToRestore: Trend;
  /** Topics of its commits and incidents. */
  topics: readonly string[];
}

/** A value that changes linearly over the year. */
export interface Trend {
  from: number;
  to: number;
  /** A period with another value: first and last day, counted from the start. */
  except?: { days: readonly [number, number]; value: number };
}

/** The services of the example company. */
export const PROFILES: readonly Profile[] = [
  {
    name: 'storefront',
    perDay: { from: 0.9, to: 1.9 },
    leadHours: { from: 40, to: 15 },
    failureRate: { from: 0.13, to: 0.06 },
    minutesToRestore: { from: 55, to: 22 },
    topics: [
      'the product page',
      'the search box',
      'the basket icon',
      'pictures on small screens',
      'the newsletter form',
      'the size guide',
    ],
  },
  {
    name: 'checkout',
    perDay: { from: 0.5, to: 1.1 },
    leadHours: { from: 90, to: 34 },
    failureRate: {
      from: 0.17,
      to: 0.09,
      // The new order form.
      except: { days: [150, 185], value: 0.3 },
    },
    minutesToRestore: { from: 80, to: 35 },
    topics: [
      'line totals',
      'the delivery date',
      'voucher codes',
      'expired sessions',
      'the order summary',
      'addresses abroad',
    ],
  },
  {
    name: 'payments',
    perDay: { from: 0.2, to: 0.35 },
    leadHours: { from: 190, to: 110 },
    failureRate: { from: 0.12, to: 0.1 },
    minutesToRestore: { from: 60, to: 50 },
    topics: [
      'partial refunds',
      'card tokens',
      'the settlement report',
      'time limits of the card network',
      'duplicate charges',
    ],
  },
  {
    name: 'catalog-api',
    perDay: { from: 0.75, to: 0.8 },
    leadHours: { from: 36, to: 44, except: { days: [220, 260], value: 95 } },
    failureRate: { from: 0.08, to: 0.1 },
    minutesToRestore: { from: 40, to: 45 },
    topics: [
      'price rounding',
      'filters by colour',
      'the index of products',
      'cached categories',
      'the import of suppliers',
    ],
  },
  {
    name: 'inventory',
    before: { ownerGroup: 'group:default/team-platform', days: 170 },
    perDay: { from: 0.25, to: 0.55 },
    leadHours: { from: 150, to: 60 },
    failureRate: { from: 0.2, to: 0.12 },
    minutesToRestore: { from: 140, to: 60 },
    topics: [
      'stock of the second warehouse',
      'reservations that expire',
      'counting at night',
      'returned goods',
    ],
  },
];

/** First words of commit titles. */
export const COMMIT_VERBS: readonly string[] = [
  'Fix',
  'Simplify',
  'Speed up',
  'Test',
  'Rework',
  'Log',
  'Cache',
  'Check',
];

/** Calculates the value on a day, counted from the start of `days` days. */
export function interpolate(trend: Trend, day: number, days: number): number {
  const { from, to, except } = trend;
  if (except && day >= except.days[0] && day <= except.days[1]) {
    return except.value;
  }
  return from + ((to - from) * day) / days;
}
