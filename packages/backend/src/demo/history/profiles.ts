/** How a service of the example company was worked on: what it was like a year ago, and what it is like now. */
export interface Profile {
  name: string;
  /** Whose it was for the first so many days; after that it is as the catalog says. */
  before?: { ownerGroup: string; days: number };
  /** Deployments to production of a working day. */
  perDay: Trend;
  /** Hours from a commit to production, half of them less. */
  leadHours: Trend;
  /** Share of deployments that hurt. */
  failing: Trend;
  /** Minutes that it hurt, half of them less. */
  minutesToRestore: Trend;
  /** What its commits are about. */
  matters: readonly string[];
}

export interface Trend {
  from: number;
  to: number;
  /** For some time in between it was another: first and last day, counted from the beginning. */
  except?: { days: readonly [number, number]; value: number };
}

export const PROFILES: readonly Profile[] = [
  {
    name: 'storefront',
    perDay: { from: 0.9, to: 1.9 },
    leadHours: { from: 40, to: 15 },
    failing: { from: 0.13, to: 0.06 },
    minutesToRestore: { from: 55, to: 22 },
    matters: [
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
    failing: {
      from: 0.17,
      to: 0.09,
      // The new order form.
      except: { days: [150, 185], value: 0.3 },
    },
    minutesToRestore: { from: 80, to: 35 },
    matters: [
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
    failing: { from: 0.12, to: 0.1 },
    minutesToRestore: { from: 60, to: 50 },
    matters: [
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
    failing: { from: 0.08, to: 0.1 },
    minutesToRestore: { from: 40, to: 45 },
    matters: [
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
    failing: { from: 0.2, to: 0.12 },
    minutesToRestore: { from: 140, to: 60 },
    matters: [
      'stock of the second warehouse',
      'reservations that expire',
      'counting at night',
      'returned goods',
    ],
  },
];

export const DOINGS: readonly string[] = [
  'Fix',
  'Simplify',
  'Speed up',
  'Test',
  'Rework',
  'Log',
  'Cache',
  'Check',
];

/** Of a day, counted from the beginning of `days` days. */
export function valueOf(trend: Trend, day: number, days: number): number {
  const { from, to, except } = trend;
  if (except && day >= except.days[0] && day <= except.days[1]) {
    return except.value;
  }
  return from + ((to - from) * day) / days;
}
