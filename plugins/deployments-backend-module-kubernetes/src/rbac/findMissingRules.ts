import { setMaxListeners } from 'node:events';
import type { KubernetesClient } from '../client/kubernetesClient';
import {
  listPermissionRules,
  type DeploymentMode,
  type PermissionRule,
} from './permissionRules';

const PATH = 'apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

/**
 * Asks the cluster which permissions its credential lacks in a namespace. Everybody may ask that about themselves.
 *
 * @returns Rules with the missing verbs only; empty if nothing is missing.
 */
export async function findMissingRules(
  client: KubernetesClient,
  { namespace, ...mode }: DeploymentMode & { namespace: string },
  options: { signal?: AbortSignal } = {},
): Promise<PermissionRule[]> {
  // Each verb is a request of its own, and Node.js warns from 11 listeners on.
  if (options.signal) setMaxListeners(0, options.signal);
  const checked = await Promise.all(
    listPermissionRules(mode).map(async rule => {
      const [resource, subresource] = rule.resource.split('/');
      const allowed = await Promise.all(
        rule.verbs.map(async verb => {
          const review = await client.create<{
            status?: { allowed?: boolean };
          }>(
            PATH,
            {
              apiVersion: 'authorization.k8s.io/v1',
              kind: 'SelfSubjectAccessReview',
              spec: {
                resourceAttributes: {
                  namespace,
                  verb,
                  group: rule.apiGroup,
                  resource,
                  ...(subresource ? { subresource } : {}),
                },
              },
            },
            options,
          );
          return review.status?.allowed === true;
        }),
      );
      return {
        ...rule,
        verbs: rule.verbs.filter((_, index) => !allowed[index]),
      };
    }),
  );
  return checked.filter(({ verbs }) => verbs.length > 0);
}
