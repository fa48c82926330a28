import { validateHeaderName, validateHeaderValue } from 'node:http';
import { findUrlMistake } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';
import { durationSchema } from './durationSchema';

/** Headers that the target or Node sets. */
const RESERVED = [
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'slipway-fence',
  'transfer-encoding',
];

const headersSchema = z
  .record(z.string(), z.string())
  .default({})
  .superRefine((headers, ctx) => {
    for (const [name, value] of Object.entries(headers)) {
      const addIssue = (message: string) =>
        ctx.addIssue({ code: 'custom', path: [name], message });
      if (RESERVED.includes(name.toLowerCase())) {
        addIssue('is set by Slipway');
        continue;
      }
      try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
      } catch {
        addIssue(
          'is not a valid header: expected a name without spaces, and Latin-1 text on one line as its value',
        );
      }
    }
  });

const endpointSchema = z
  .strictObject({
    url: z.string(),
    headers: headersSchema,
    caFile: z.string().min(1).optional(),
    allowPlainHttp: z.boolean().default(false),
    requestTimeout: durationSchema.default(10_000),
  })
  .superRefine(({ url, allowPlainHttp }, ctx) => {
    const message = findUrlMistake(url, {
      allowPlainHttp,
      plainHttpKey: 'allowPlainHttp',
      credentialKeys: 'headers',
    });
    if (message) ctx.addIssue({ code: 'custom', path: ['url'], message });
  });

/** Schema of `deployments.http`, with defaults. Durations are parsed into milliseconds. */
export const httpConfigSchema = z.strictObject({
  endpoints: z.record(z.string().min(1).max(200), endpointSchema).default({}),
});

/** An endpoint as it is written, with defaults. */
export type EndpointConfig = z.infer<typeof endpointSchema>;
