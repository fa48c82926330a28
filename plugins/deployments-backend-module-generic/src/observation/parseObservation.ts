import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import {
  describeMistakes,
  parseConfigValue,
} from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';

const webAddress = z
  .string()
  .max(2_000)
  .refine(value => /^https?:\/\/[^\s]+$/.test(value), {
    message: 'expected an address with http:// or https://',
  });

const instanceSchema = z.object({
  artifact: z.string().min(1).max(2_000),
  version: z.string().min(1).max(200).optional(),
  id: z.string().min(1).max(500).optional(),
  weight: z.number().min(0).max(100).optional(),
  ready: z.boolean().default(true),
  since: z
    .union([z.number().int().positive(), z.iso.datetime({ offset: true })])
    .optional(),
  url: webAddress.optional(),
});

const documentSchema = z.object({
  instances: z.array(instanceSchema).max(100),
  url: webAddress.optional(),
  managedBy: z.string().max(300).optional(),
  basis: z.enum(['live', 'recorded']).optional(),
});

/** A parsed report of what runs, or what is wrong with it. */
export type ParsedObservation =
  | { result: 'parsed'; observation: Observation }
  | { result: 'invalid'; message: string };

/**
 * Reads a report of what runs: `{ instances: [{ artifact, version, weight, ready, since, id, url }], url, basis }`. Only `artifact`
 * is required. Other keys are ignored. If no instance has a `weight`, the ready ones share the traffic.
 */
export function parseObservation(
  document: unknown,
  at: number,
): ParsedObservation {
  const parsed = parseConfigValue(documentSchema, document, {
    mayHaveVariables: false,
  });
  if (!parsed.success) {
    return {
      result: 'invalid',
      message: describeMistakes(parsed.mistakes).slice(0, 5).join('; '),
    };
  }
  const { instances, url, managedBy, basis } = parsed.data;
  return {
    result: 'parsed',
    observation: {
      at,
      ...(url === undefined ? {} : { url }),
      ...(managedBy === undefined ? {} : { managedBy }),
      ...(basis === undefined ? {} : { basis }),
      instances: chooseWeights(instances).map(instance =>
        toObserved(instance, at),
      ),
    },
  };
}

type ReportedInstance = z.infer<typeof instanceSchema>;

function chooseWeights(
  instances: ReportedInstance[],
): (ReportedInstance & { weight: number })[] {
  if (instances.some(({ weight }) => weight !== undefined)) {
    return instances.map(instance => ({
      ...instance,
      weight: instance.weight ?? 0,
    }));
  }
  const ready = instances.filter(instance => instance.ready);
  const serving = ready.length > 0 ? ready : instances;
  return instances.map(instance => ({
    ...instance,
    weight: serving.includes(instance) ? 100 / serving.length : 0,
  }));
}

function toObserved(
  instance: ReportedInstance & { weight: number },
  at: number,
): ObservedInstance {
  const { artifact, version, id, weight, ready, since, url } = instance;
  return {
    id: id ?? artifact,
    artifact,
    versionName: version ?? artifact.slice(0, 200),
    ...(version === undefined ? { isNameDerived: true } : {}),
    weight,
    ready,
    since: since === undefined ? at : new Date(since).getTime(),
    ...(url === undefined ? {} : { url }),
  };
}
