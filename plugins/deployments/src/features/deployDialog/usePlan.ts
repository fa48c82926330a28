import { useApi } from '@backstage/core-plugin-api';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError } from '../../api/failures';

/** From the last choice to asking, in milliseconds: long enough that typing asks once. */
const DELAY = 250;
/** Blockers end and baselines change while somebody thinks. */
const REFRESH = 15_000;

export interface PlanState {
  /** The last plan there was; it stays in sight, greyed, while the next one is worked out. */
  plan?: Plan;
  error?: Error;
  /** The plan is not, or no longer, the one for what is chosen. */
  stale: boolean;
  recalculate(): void;
}

/** What would happen, worked out again as the reader chooses. Answers to what is no longer chosen are dropped. */
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
    const ask = async () => {
      try {
        const plan = await api.planDeployment(JSON.parse(key), {
          signal: given.signal,
        });
        if (!given.signal.aborted) {
          setResult({ key, plan });
        }
      } catch (error) {
        if (!given.signal.aborted) {
          setResult({ key, error: asError(error) });
        }
      }
      if (!given.signal.aborted) {
        timer = setTimeout(ask, REFRESH);
      }
    };
    timer = setTimeout(ask, DELAY);
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
