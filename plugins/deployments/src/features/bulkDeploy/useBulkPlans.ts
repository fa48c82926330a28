import { useApi } from '@backstage/core-plugin-api';
import type { Plan } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';
import type { BulkItem } from './bulkItem';
import { runLimited } from './runLimited';

/** Plans at the same time. */
const AT_ONCE = 4;

/** The plan of one service, or why there is none. */
export type Planned =
  | { result: 'planned'; plan: Plan }
  | { result: 'failed'; error: Error };

/** Whether a service's version can be planned: there is one, and it does not run there already. */
export function isPlannable({ version, current }: BulkItem): boolean {
  return version !== undefined && version.artifact !== current?.artifact;
}

/** Plans the promotion of each service, a few at a time. Results appear as they arrive, by entity ref. */
export function useBulkPlans(
  items: readonly BulkItem[],
  environment: string,
): {
  plans: ReadonlyMap<string, Planned>;
  /** Plans these services again. */
  replan(refs: readonly string[]): Promise<void>;
} {
  const api = useApi(deploymentsApiRef);
  const [plans, setPlans] = useState<ReadonlyMap<string, Planned>>(new Map());
  // The list behind the dialog refreshes itself. What was chosen stays.
  const [fixed] = useState(items);
  const stopped = useRef<AbortController>();

  const replan = useCallback(
    async (refs: readonly string[]) => {
      const signal = stopped.current?.signal;
      const chosen = fixed.filter(
        item => isPlannable(item) && refs.includes(item.service.entityRef),
      );
      await runLimited(chosen, AT_ONCE, async ({ service, version }) => {
        let planned: Planned;
        try {
          planned = {
            result: 'planned',
            plan: await api.planDeployment(
              {
                service: service.entityRef,
                environment,
                kind: 'deploy',
                versionId: version?.id,
              },
              { signal },
            ),
          };
        } catch (error) {
          planned = { result: 'failed', error: asError(error) };
        }
        if (!signal?.aborted) {
          setPlans(before => new Map(before).set(service.entityRef, planned));
        }
      });
    },
    [api, environment, fixed],
  );

  useEffect(() => {
    const controller = new AbortController();
    stopped.current = controller;
    replan(fixed.map(({ service }) => service.entityRef));
    return () => controller.abort();
  }, [replan, fixed]);

  return { plans, replan };
}
