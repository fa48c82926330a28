import type { Config } from '@backstage/config';
import { z } from 'zod';
import {
  type ConfigPath,
  didYouMean,
} from '@slipway/backstage-plugin-deployments-node/config';
import type { Mistakes } from '../schema/mistakes';
import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import { isRecord, readRecord, readShape, withoutNulls } from '../schema/shape';

/** At least 16 characters, because anybody who guesses a secret can write metrics. */
const secret = z.string().min(16, {
  message:
    'is too short; expected at least 16 characters, such as `openssl rand -hex 32` gives',
});
const label = z.string().min(1).max(100);

const shapes = {
  github: z.strictObject({
    type: z.literal('github'),
    secret: secret.optional(),
    events: z.boolean().default(false),
    incidentLabels: z.array(label).max(20).default(['incident']),
  }),
  pagerduty: z.strictObject({ type: z.literal('pagerduty'), secret }),
  alertmanager: z.strictObject({
    type: z.literal('alertmanager'),
    token: secret,
    serviceLabel: label.default('service'),
    environmentLabel: label.default('environment'),
  }),
  cdevents: z.strictObject({ type: z.literal('cdevents'), token: secret }),
} as const;

type SourceType = keyof typeof shapes;
const TYPES = Object.keys(shapes) as SourceType[];

/** Reads `dora.sources`. Secrets are validated but not part of the result. */
export function readDoraSources(
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): DoraSourceModel[] {
  return readRecord(value, path, mistakes, checkSourceName).flatMap(
    ([name, source]) => readSource(name, source, [...path, name], mistakes),
  );
}

function checkSourceName(name: string): string | undefined {
  if (name.toLowerCase() === 'portal') {
    return 'is the name of this portal itself; expected another';
  }
  // The name is part of a URL, and Backstage can read only these names from config.
  return /^[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*$/i.test(name) && name.length <= 60
    ? undefined
    : 'is not a name; expected at most 60 letters and digits, with single dashes between words that start with a letter';
}

function readSource(
  name: string,
  value: unknown,
  path: ConfigPath,
  mistakes: Mistakes,
): DoraSourceModel[] {
  const source = isRecord(value) ? withoutNulls(value) : {};
  if (!isType(source.type)) {
    mistakes.add(
      [...path, 'type'],
      typeof source.type === 'string'
        ? `unknown type "${source.type}"${didYouMean(source.type, TYPES)}`
        : `is missing; expected ${TYPES.join(', ')}`,
    );
    return [];
  }
  switch (source.type) {
    case 'github': {
      const read = readShape(shapes.github, source, path, mistakes);
      if (!read) return [];
      const { secret: given, events, incidentLabels } = read;
      if (given === undefined && !events) {
        mistakes.add(
          [...path, 'secret'],
          "is missing; expected the webhook's secret, or events: true to use the events that Backstage's events plugin receives. If it is written as ${NAME}, that environment variable is not set.",
        );
      }
      const webhook = given !== undefined;
      return [{ name, type: 'github', webhook, events, incidentLabels }];
    }
    case 'alertmanager': {
      const read = readShape(shapes.alertmanager, source, path, mistakes);
      if (!read) return [];
      const { type, serviceLabel, environmentLabel } = read;
      return [{ name, type, serviceLabel, environmentLabel }];
    }
    case 'pagerduty':
    case 'cdevents': {
      const read = readShape<{ type: 'pagerduty' | 'cdevents' }>(
        shapes[source.type],
        source,
        path,
        mistakes,
      );
      return read ? [{ name, type: read.type }] : [];
    }
    default:
      throw new Error(`Unknown type ${source.type satisfies never}`);
  }
}

function isType(type: unknown): type is SourceType {
  return typeof type === 'string' && Object.hasOwn(shapes, type);
}

/** Reads the secret or token of a source from app-config; `undefined` if it has none. */
export function readSourceSecret(
  config: Config,
  { name, type }: Pick<DoraSourceModel, 'name' | 'type'>,
): string | undefined {
  const key = type === 'github' || type === 'pagerduty' ? 'secret' : 'token';
  return config
    .getOptionalConfig('deployments.dora.sources')
    ?.getOptionalConfig(name)
    ?.getOptionalString(key);
}
