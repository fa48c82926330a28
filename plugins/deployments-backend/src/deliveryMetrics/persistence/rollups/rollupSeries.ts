/** What is packed by itself: the deployments, and of the others what is left out, by reason, and the values, by range. */
export const SERIES = [
  'deployments',
  'change-left-out',
  'lead',
  'coding',
  'review',
  'waiting',
  'deploying',
  'recovery-left-out',
  'recovery',
] as const;

export type Series = (typeof SERIES)[number];

/** In which values stand, and bins are ranges of them. */
export type Valued = Extract<
  Series,
  'lead' | 'coding' | 'review' | 'waiting' | 'deploying' | 'recovery'
>;
