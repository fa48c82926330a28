import { useApi } from '@backstage/core-plugin-api';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';
import { READ_LIMIT, withLimit } from '../../api/withLimit';

/** Delay between the last choice and the request in milliseconds, so that typing sends one request. */
const DELAY = 250;
/** Blockers end and baselines change while the dialog is open. */
const REFRESH = 15_000;

export interface PlanState {
  /** The last plan. It stays visible, greyed out, while the next one is calculated. */
  plan?: Plan;
  error?: Error;
  /** Whether the plan doesn't match the current choices. */
  stale: boolean;
  recalculate(): void;
}

/** The plan for the current choices. Responses to earlier choices are dropped. */
export function usePlan(
  request: CreateDeploymentRequest | undefined,
): PlanState {
  const api = useApi(deploymentsApiRef);
  const key = request ? JSON.stringify(request) : undefined;
  const [result, setResult] = useState<{
    key: string;
    plan?: Plan;
    error?: Error;
  }>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!key) {
      return undefined;
    }
    const given = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const loadPlan = async () => {
      try {
        const plan = await withLimit(
          READ_LIMIT,
          signal => api.planDeployment(JSON.parse(key), { signal }),
          given.signal,
        );
        if (!given.signal.aborted) {
          setResult({ key, plan });
        }
      } catch (error) {
        if (!given.signal.aborted) {
          setResult({ key, error: asError(error) });
        }
      }
      if (!given.signal.aborted) {
        timer = setTimeout(loadPlan, REFRESH);
      }
    };
    timer = setTimeout(loadPlan, DELAY);
    return () => {
      given.abort();
      clearTimeout(timer);
    };
  }, [api, key, attempt]);

  const recalculate = useCallback(() => setAttempt(count => count + 1), []);
  return {
    plan: result?.plan,
    error: result?.key === key ? result?.error : undefined,
    stale: result?.key !== key,
    recalculate,
  };
}
