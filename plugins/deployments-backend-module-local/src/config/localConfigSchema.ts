import { isWebAddress } from '@slipway/backstage-plugin-deployments-common';
import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { isLoopback } from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';
import { toServiceRef } from './toServiceRef';

/** Parses a duration of Backstage into milliseconds. */
export const durationSchema = createDurationSchema();

/** The highest rate of generated load per service environment: it is for demonstrations on a laptop. */
export const MAX_LOAD_PER_SECOND = 50;

/** Lower ports belong to system services, and a backend that runs as root could use them. */
const FIRST_UNPRIVILEGED_PORT = 1024;

const port = z
  .number()
  .int()
  .min(
    FIRST_UNPRIVILEGED_PORT,
    `expected a port from ${FIRST_UNPRIVILEGED_PORT} on: lower ones are privileged`,
  )
  .max(65535);

const portRange = (from: number, to: number) =>
  z
    .strictObject({ from: port.default(from), to: port.default(to) })
    .refine(range => range.from <= range.to, {
      message: 'expected `from` not to be above `to`',
    })
    .prefault({});

/** YAML parses `1` and `true` as a number and a boolean. */
export const envSchema = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected a variable name'),
    z.union([z.string(), z.number(), z.boolean()]).transform(String),
  )
  .default({});

const command = z.array(z.string().min(1)).min(1);
const timestamp = z.iso.datetime({ offset: true });

const readiness = z
  .strictObject({
    path: z.string().startsWith('/').default('/'),
    timeout: durationSchema.default(30_000),
  })
  .prefault({});

const interval = durationSchema.refine(milliseconds => milliseconds >= 100, {
  message: 'expected 100 ms or more',
});

const liveness = z
  .strictObject({
    path: z.string().startsWith('/').optional(),
    every: interval.default(3_000),
    timeout: interval.default(2_000),
    failures: z.number().int().min(1).max(100).default(3),
  })
  .prefault({});

const webAddress = z.string().refine(isWebAddress, {
  message: 'must be an http or https address without a user name or password',
});

const versionSchema = z.strictObject({
  name: z.string().min(1).max(200),
  artifact: z.string().min(1).max(1000),
  command: command.optional(),
  cwd: z.string().min(1).optional(),
  env: envSchema,
  commits: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200),
        message: z.string().max(5000).optional(),
        author: z.string().max(300).optional(),
        authoredAt: timestamp.optional(),
        url: webAddress.optional(),
      }),
    )
    .optional(),
  changeUrl: webAddress.optional(),
  createdAt: timestamp.optional(),
  flags: z.array(z.string().min(1).max(100)).optional(),
});

const serviceSchema = z
  .strictObject({
    command,
    cwd: z.string().min(1).optional(),
    env: envSchema,
    readiness,
    liveness,
    versions: z.array(versionSchema).min(1),
  })
  .superRefine((service, ctx) => {
    const seen = new Map<string, number>();
    service.versions.forEach((version, index) => {
      const first = seen.get(version.artifact);
      if (first !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: ['versions', index, 'artifact'],
          message: `the same artifact as versions[${first}]: an artifact is one version`,
        });
      }
      seen.set(version.artifact, first ?? index);
    });
  });

/** Schema of `deployments.local`, with defaults. Durations are parsed into milliseconds. */
export const localConfigSchema = z
  .strictObject({
    dataDir: z.string().min(1).optional(),
    host: z
      .string()
      .regex(/^[A-Za-z0-9.-]+$/, 'expected an IPv4 address or a host name')
      .default('127.0.0.1'),
    ports: portRange(7100, 7299),
    allowedPorts: portRange(FIRST_UNPRIVILEGED_PORT, 65535),
    drain: durationSchema.default(5_000),
    stopTimeout: durationSchema.default(5_000),
    requestTimeout: durationSchema.default(30_000),
    logs: z
      .strictObject({
        maxKilobytes: z.number().int().min(16).max(102_400).default(1024),
      })
      .prefault({}),
    load: z
      .strictObject({
        enabled: z.boolean().default(false),
        requestsPerSecond: z
          .number()
          .positive()
          .max(MAX_LOAD_PER_SECOND)
          .default(5),
        path: z.string().startsWith('/').default('/'),
      })
      .prefault({}),
    services: z.record(z.string(), serviceSchema).default({}),
  })
  .superRefine((config, ctx) => {
    if (config.load.enabled && !isLoopback(config.host)) {
      ctx.addIssue({
        code: 'custom',
        path: ['load', 'enabled'],
        message: `generated load must stay on this machine, but \`host\` is ${config.host}`,
      });
    }
    const seen = new Map<string, string>();
    for (const key of Object.keys(config.services)) {
      const ref = toServiceRef(key);
      if (!ref) {
        ctx.addIssue({
          code: 'custom',
          path: ['services', key],
          message: 'expected an entity ref or the name of a component',
        });
        continue;
      }
      const other = seen.get(ref);
      if (other !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: ['services', key],
          message: `names the same service as services.${other}`,
        });
      }
      seen.set(ref, key);
    }
  });

export type LocalConfig = z.infer<typeof localConfigSchema>;
export type ServiceConfig = z.infer<typeof serviceSchema>;
export type VersionConfig = z.infer<typeof versionSchema>;
