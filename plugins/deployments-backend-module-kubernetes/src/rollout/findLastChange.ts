import { FIELD_MANAGER } from '../client/kubernetesClient';
import type {
  ManagedFieldsEntry,
  ObjectMeta,
} from '../client/kubernetesObjects';

/** Who changed the pod template last. */
export interface LastChange {
  /** The client's name, e.g. `kubectl-edit`. */
  name: string;
  /** Epoch milliseconds. */
  at?: number;
}

/**
 * Finds who changed the pod template last, if it was not Slipway. Changes of the status and of the number of replicas don't
 * count, because controllers make them all the time.
 */
export function findLastChange(metadata: ObjectMeta): LastChange | undefined {
  const writers = (metadata.managedFields ?? [])
    .filter(entry => !entry.subresource && ownsTemplate(entry))
    .map(({ manager, time }) => ({
      name: manager ?? 'unknown',
      at: time ? Date.parse(time) : NaN,
    }))
    .sort((a, b) => (b.at || 0) - (a.at || 0));
  const [newest] = writers;
  if (!newest || newest.name === FIELD_MANAGER) return undefined;
  // Times have a resolution of a second.
  const ours = writers.find(({ name }) => name === FIELD_MANAGER);
  if (ours && ours.at === newest.at) return undefined;
  return {
    name: newest.name,
    ...(Number.isNaN(newest.at) ? {} : { at: newest.at }),
  };
}

function ownsTemplate({ fieldsV1 }: ManagedFieldsEntry): boolean {
  const spec = fieldsV1?.['f:spec'];
  return typeof spec === 'object' && spec !== null && 'f:template' in spec;
}

/** Describes the change, e.g. `kubectl-edit at 2026-11-26 14:05 UTC`; empty if it is not known. */
export function describeLastChange(metadata: ObjectMeta): string {
  const change = findLastChange(metadata);
  if (!change) return '';
  const at =
    change.at === undefined
      ? ''
      : ` at ${new Date(change.at)
          .toISOString()
          .slice(0, 16)
          .replace('T', ' ')} UTC`;
  return `${change.name}${at}`;
}
