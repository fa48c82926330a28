import { useApi } from '@backstage/core-plugin-api';
import type { CreateDeploymentRequest } from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError, isFinal } from '../../api/failures';
import { discardDrafts } from '../../hooks/useDraft';
import { usePaths } from '../../routes/usePaths';
import { uniqueId } from '../../shared/ids/uniqueId';

/**
 * Requests a deployment and opens its page. One key for one request, however often the button is pressed; another choice is
 * another deployment. A request without a response is sent again unchanged, because it may have arrived.
 *
 * @param onRefused - called after a refusal, because the plan may be out of date
 */
export function useDeployRequest(onRefused: () => void): {
  sending: boolean;
  error: Error | undefined;
  send(chosen: CreateDeploymentRequest, planHash: string): Promise<void>;
} {
  const api = useApi(deploymentsApiRef);
  const navigate = useNavigate();
  const paths = usePaths();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const attempts = useRef(
    new Map<string, { request: CreateDeploymentRequest; key: string }>(),
  );
  const sendingRef = useRef(false);

  const send = async (chosen: CreateDeploymentRequest, planHash: string) => {
    if (sendingRef.current) {
      return;
    }
    sendingRef.current = true;
    setSending(true);
    setError(undefined);
    const chosenKey = JSON.stringify(chosen);
    const attempt = attempts.current.get(chosenKey) ?? {
      request: { ...chosen, planHash },
      key: uniqueId(),
    };
    attempts.current.set(chosenKey, attempt);
    try {
      const deployment = await api.createDeployment(
        attempt.request,
        attempt.key,
      );
      discardDrafts();
      navigate(paths.deployment(deployment.id), { replace: true });
    } catch (e) {
      setError(asError(e));
      setSending(false);
      sendingRef.current = false;
      if (isFinal(e)) {
        attempts.current.delete(chosenKey);
        onRefused();
      }
    }
  };
  return { sending, error, send };
}
