import { useApi } from '@backstage/core-plugin-api';
import type { StepAnalysis } from '@slipway/backstage-plugin-deployments-common';
import { useCallback, useEffect, useRef } from 'react';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import {
  BUSY_INTERVAL,
  usePolling,
  type Polled,
} from '../../../hooks/usePolling';

/** How long after its end a look is stored and judged, in milliseconds. */
const STORED_AFTER = 1_000;
const LONGEST_INTERVAL = 15_000;
/** An ended step's analysis doesn't change. */
const ENDED_INTERVAL = 3_600_000;

/**
 * The analysis of a step, loaded again after each look.
 *
 * @param step - `phase` is any text that changes when the analysis may have changed, such as the step's status.
 */
export function useStepAnalysis(step: {
  deploymentId: string;
  stepId: string;
  phase: string;
  hasEnded: boolean;
  clockOffsetMs: number;
}): Polled<StepAnalysis> {
  const { deploymentId, stepId, phase, hasEnded, clockOffsetMs } = step;
  const api = useApi(deploymentsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getStepAnalysis(deploymentId, stepId, { signal }),
    [api, deploymentId, stepId],
  );
  const analysis = usePolling(load, value => {
    if (hasEnded) {
      return ENDED_INTERVAL;
    }
    const untilLook = value?.nextLookAt
      ? Date.parse(value.nextLookAt) - (Date.now() + clockOffsetMs)
      : BUSY_INTERVAL;
    return Math.min(
      LONGEST_INTERVAL,
      Math.max(BUSY_INTERVAL, untilLook + STORED_AFTER),
    );
  });

  const { refresh } = analysis;
  const loadedPhase = useRef(phase);
  useEffect(() => {
    if (loadedPhase.current !== phase) {
      loadedPhase.current = phase;
      refresh();
    }
  }, [phase, refresh]);
  return analysis;
}
