import type {
  Observation,
  ObservedInstance,
} from '@slipway/backstage-plugin-deployments-node';
import { redactReport } from '../outbound/redactReport';

/** For names of people and tools. */
const MAX_NAME = 300;
const MAX_ALIASES = 20;

/**
 * Limits what a target reports for people to what is stored and shown, and removes secrets from it: other systems' texts are
 * in it, and an observation is stored for every service environment. Links that a browser should not open are dropped.
 */
export function limitObservation(
  observation: Observation,
  redact: (text: string) => string,
): Observation {
  const { problems, links, managedBy, changedBy, instances, ...rest } =
    observation;
  const toName = (text: string) => redact(text).slice(0, MAX_NAME);
  return {
    ...rest,
    instances: instances.map(limitAliases),
    ...redactReport({ problems, links }, redact),
    ...(managedBy === undefined ? {} : { managedBy: toName(managedBy) }),
    ...(changedBy === undefined
      ? {}
      : { changedBy: { ...changedBy, name: toName(changedBy.name) } }),
  };
}

function limitAliases(instance: ObservedInstance): ObservedInstance {
  return instance.aliases && instance.aliases.length > MAX_ALIASES
    ? { ...instance, aliases: instance.aliases.slice(0, MAX_ALIASES) }
    : instance;
}
