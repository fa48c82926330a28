import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import {
  findUrlMistake,
  isLoopback,
} from '@slipway/backstage-plugin-deployments-node/http';
import { z } from 'zod';

const text = z.string().min(1);

const address = text.superRefine((value, ctx) => {
  const message = findUrlMistake(value, {
    // Without credentials, it is allowed; with them, see below.
    allowPlainHttp: true,
    credentialKeys: 'username and password',
  });
  if (message) ctx.addIssue({ code: 'custom', message });
});

/** Headers that the client sets itself, or whose value belongs in another key. */
const RESERVED_HEADERS =
  /^(authorization|connection|content-length|content-type|host|transfer-encoding)$/i;

const headers = z.record(
  z
    .string()
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .refine(name => !RESERVED_HEADERS.test(name), {
      message: 'this header cannot be configured; the portal sets it',
    }),
  z.string().regex(/^[\x20-\x7e]+$/, 'expected printable ASCII characters'),
);

/** Schema of one Prometheus or Alertmanager: its address and the credentials for it. */
export const instanceSchema = z
  .strictObject({
    url: address,
    token: text.optional(),
    tokenFile: text.optional(),
    username: text.optional(),
    password: text.optional(),
    passwordFile: text.optional(),
    headers: headers.default({}),
    caFile: text.optional(),
    certificateFile: text.optional(),
    keyFile: text.optional(),
    timeout: createDurationSchema({ min: '1s', max: '14s' }).default(10_000),
  })
  .superRefine((instance, ctx) => {
    const addMistake = (key: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [key], message });
    for (const [one, other] of [
      ['token', 'tokenFile'],
      ['password', 'passwordFile'],
    ] as const) {
      if (instance[one] !== undefined && instance[other] !== undefined) {
        addMistake(other, `use either ${one} or ${other}`);
      }
    }
    const hasToken = Boolean(instance.token ?? instance.tokenFile);
    const hasPassword = Boolean(instance.password ?? instance.passwordFile);
    if (hasToken && instance.username !== undefined) {
      addMistake('username', 'use either a token or a username');
    }
    if (hasPassword !== (instance.username !== undefined)) {
      addMistake(
        'username',
        'username and password belong together: set both, or neither',
      );
    }
    const hasCertificate = instance.certificateFile !== undefined;
    if (hasCertificate !== (instance.keyFile !== undefined)) {
      addMistake(
        'certificateFile',
        'certificateFile and keyFile belong together: set both, or neither',
      );
    }
    if (!URL.canParse(instance.url)) return;
    const { protocol, hostname } = new URL(instance.url);
    if (protocol === 'https:') return;
    if ((hasToken || hasPassword) && !isLoopback(hostname)) {
      addMistake(
        'url',
        'must start with https://, because over http:// the credential could be read on its way',
      );
    }
    for (const key of ['caFile', 'certificateFile'] as const) {
      if (instance[key] !== undefined) {
        addMistake(key, 'has no effect on an address with http://');
      }
    }
  });

/** One configured Prometheus or Alertmanager. `timeout` is in milliseconds. */
export type InstanceConfig = z.infer<typeof instanceSchema>;
