import type { ObjectMeta } from '../client/kubernetesObjects';
import type {
  JsonPatchOperation,
  ObjectWrite,
  SlotObject,
} from './slotObjects';

/**
 * Builds a patch that is rejected if the object has changed since it was read.
 *
 * @param annotations - Set together with the operations; `null` removes one.
 */
export function buildGuardedPatch(
  object: SlotObject,
  metadata: ObjectMeta,
  annotations: Record<string, string | null>,
  operations: JsonPatchOperation[] = [],
): ObjectWrite {
  return {
    kind: 'patch',
    object,
    operations: [
      // Another version than the stored one is a conflict (409). The response to a failed "test" is that to an invalid patch.
      {
        op: 'replace',
        path: '/metadata/resourceVersion',
        value: metadata.resourceVersion,
      },
      ...patchAnnotations(metadata.annotations, annotations),
      ...operations,
    ],
  };
}

function patchAnnotations(
  present: Record<string, string> | undefined,
  changes: Record<string, string | null>,
): JsonPatchOperation[] {
  const operations = Object.entries(changes).flatMap(
    ([name, value]): JsonPatchOperation[] => {
      const path = `/metadata/annotations/${escapePointer(name)}`;
      if (value !== null) return [{ op: 'add', path, value }];
      return present && Object.hasOwn(present, name)
        ? [{ op: 'remove', path }]
        : [];
    },
  );
  return present || operations.length === 0
    ? operations
    : [{ op: 'add', path: '/metadata/annotations', value: {} }, ...operations];
}

/** Escapes a key for a JSON Pointer (RFC 6901). */
function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
