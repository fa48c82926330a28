/**
 * The series that are compressed separately: the deployments; of the other metrics the excluded rows by reason, and
 * the values by histogram bucket.
 */
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

/** The series with values, whose bins are histogram buckets. */
export type Valued = Extract<
  Series,
  'lead' | 'coding' | 'review' | 'waiting' | 'deploying' | 'recovery'
>;
