import { z } from 'zod';
import { positiveDuration } from '../../config/schema/durations';
import { share } from '../../config/schema/share';

const tolerated = share.refine(value => value > 0 && value < 1, {
  message: 'must be more than 0 and less than 100 %',
});

/** The settings of a shadow. */
export const shadowSchema = z.strictObject({
  /** Percent of the previous version's requests that are copied. */
  percent: z.number().gt(0).max(100).default(100),
  /** Methods to copy. Default: those that change nothing. */
  methods: z
    .array(z.string().regex(/^[A-Z]+$/))
    .min(1)
    .optional(),
  /** Names of fields of JSON bodies that may differ. */
  ignoredFields: z.array(z.string().min(1)).max(100).optional(),
  /** How long requests are copied at most. */
  for: positiveDuration,
  /** Ends earlier, once so many responses were compared and there is a verdict. */
  minCompared: z.number().int().min(1).optional(),
  /** The shares of responses that may differ. */
  tolerate: z
    .strictObject({
      status: tolerated.default(0.001),
      body: tolerated.default(0.01),
    })
    .prefault({}),
});

export type ShadowSettings = z.infer<typeof shadowSchema>;
