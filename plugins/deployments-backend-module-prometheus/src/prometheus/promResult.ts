import { z } from 'zod';

/** One series of a result, with its samples in order of time. */
export interface Series {
  labels: Record<string, string>;
  samples: Sample[];
}

export interface Sample {
  /** Epoch milliseconds. */
  at: number;
  /** May be NaN or infinite. */
  value: number;
}

/** What a query results in. */
export interface PromResult {
  series: Series[];
  /** Whether the result is a single number, which has no labels and no age. */
  isScalar: boolean;
  /** What Prometheus says about the query, e.g. that its result is incomplete. */
  warnings: string[];
}

/** Numbers are written as text, because JSON has neither NaN nor infinity. */
const numberSchema = z.string().transform((text, ctx): number => {
  const special: Record<string, number> = {
    NaN: Number.NaN,
    Inf: Infinity,
    '+Inf': Infinity,
    '-Inf': -Infinity,
  };
  const value =
    special[text] ?? (text.trim() === '' ? undefined : Number(text));
  if (value === undefined || (Number.isNaN(value) && text !== 'NaN')) {
    ctx.addIssue({ code: 'custom', message: 'expected a number' });
    return z.NEVER;
  }
  return value;
});

const sampleSchema = z
  .tuple([z.number(), numberSchema])
  .transform(([seconds, value]): Sample => ({ at: seconds * 1000, value }));

const labelsSchema = z.record(z.string(), z.string());

const textsSchema = z.array(z.string()).default([]);

const successSchema = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric: labelsSchema, value: sampleSchema })),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(
        z.object({ metric: labelsSchema, values: z.array(sampleSchema) }),
      ),
    }),
    z.object({ resultType: z.literal('scalar'), result: sampleSchema }),
    z.object({ resultType: z.literal('string'), result: z.unknown() }),
  ]),
  warnings: textsSchema,
  infos: textsSchema,
});

const errorSchema = z.object({
  status: z.literal('error'),
  errorType: z.string(),
  error: z.string(),
});

const MAX_MESSAGE = 300;

/**
 * Parses the body of a response to an instant or range query.
 *
 * @param kind - What was asked for. A range as the result of an instant query has no single value.
 * @throws Error if Prometheus reports an error, the body fits no schema, or the result can't be a number. Messages start with
 *   a verb, to be put after the name of the instance.
 */
export function parsePromResponse(
  { status, body }: { status: number; body: unknown },
  kind: 'instant' | 'range',
): PromResult {
  const failed = errorSchema.safeParse(body);
  if (failed.success) {
    const { errorType, error } = failed.data;
    throw new Error(
      `rejected the query (${errorType}): ${error.slice(0, MAX_MESSAGE)}`,
    );
  }
  const parsed = successSchema.safeParse(body);
  if (!parsed.success || status >= 400) {
    const where = parsed.success
      ? ''
      : `, first at ${parsed.error.issues[0].path.join('.') || 'its top'}`;
    throw new Error(
      `sent a response (status ${status}) that doesn't match Prometheus' API${where}. Check its url in app-config`,
    );
  }
  const { data, warnings, infos } = parsed.data;
  const shared = { isScalar: false, warnings: [...warnings, ...infos] };
  switch (data.resultType) {
    case 'vector':
      return {
        ...shared,
        series: data.result.map(({ metric, value }) => ({
          labels: metric,
          samples: [value],
        })),
      };
    case 'scalar':
      return {
        ...shared,
        isScalar: true,
        series: [{ labels: {}, samples: [data.result] }],
      };
    case 'matrix':
      if (kind === 'instant') {
        throw new Error(
          'returned a range of samples instead of one value. Use a function such as increase() or avg_over_time() in the query',
        );
      }
      return {
        ...shared,
        series: data.result.map(({ metric, values }) => ({
          labels: metric,
          samples: values,
        })),
      };
    case 'string':
      throw new Error('returned a string. Use a query that returns a number');
    default: {
      const never: never = data;
      return never;
    }
  }
}
