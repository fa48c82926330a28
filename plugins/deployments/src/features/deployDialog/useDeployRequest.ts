import { useApi } from '@backstage/core-plugin-api';
import type {
  CreateDeploymentRequest,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError, BackendUnreachableError, isFinal } from '../../api/failures';
import { NoAnswerError, withLimit } from '../../api/withLimit';
import { discardDrafts } from '../../hooks/useDraft';
import { useTranslation } from '../../i18n/useTranslation';
import { usePaths } from '../../routes/usePaths';
import { formatDuration } from '../../shared/format/value';
import { uniqueId } from '../../shared/ids/uniqueId';

/** How long to wait for the response, in milliseconds. */
const SEND_LIMIT = 30_000;

/**
 * Requests a deployment and opens its page. One key for one request, however often the button is pressed; another choice is
 * another deployment. A request without a response is sent again unchanged, because it may have arrived.
 *
 * @param chosen - what to request
 * @param plan - the plan that the person sees, if there is one
 * @param onRefused - called after a refusal, because the plan may be out of date
 */
export function useDeployRequest(
  chosen: CreateDeploymentRequest,
  plan: Plan | undefined,
  onRefused: () => void,
): {
  sending: boolean;
  /** Why the last attempt for what is chosen failed. That the backend is unreachable is only said until the next plan. */
  error: Error | undefined;
  send(): Promise<void>;
} {
  const api = useApi(deploymentsApiRef);
  const { t } = useTranslation();
  const navigate = useNavigate();
  const paths = usePaths();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<{
    error: Error;
    chosenKey: string;
    plan: Plan | undefined;
  }>();
  const attempts = useRef(
    new Map<string, { request: CreateDeploymentRequest; key: string }>(),
  );
  const sendingRef = useRef(false);
  const chosenKey = JSON.stringify(chosen);
  const planRef = useRef(plan);
  planRef.current = plan;

  const send = async () => {
    if (sendingRef.current || !plan) {
      return;
    }
    sendingRef.current = true;
    setSending(true);
    setFailure(undefined);
    const attempt = attempts.current.get(chosenKey) ?? {
      request: { ...chosen, planHash: plan.planHash },
      key: uniqueId(),
    };
    attempts.current.set(chosenKey, attempt);
    try {
      const deployment = await withLimit(SEND_LIMIT, () =>
        api.createDeployment(attempt.request, attempt.key),
      );
      discardDrafts();
      navigate(paths.deployment(deployment.id), { replace: true });
    } catch (e) {
      const error =
        e instanceof NoAnswerError
          ? new Error(
              t('dialog.noAnswer', { period: formatDuration(SEND_LIMIT) }),
            )
          : asError(e);
      setFailure({ error, chosenKey, plan: planRef.current });
      setSending(false);
      sendingRef.current = false;
      if (isFinal(e)) {
        attempts.current.delete(chosenKey);
        onRefused();
      }
    }
  };
  const isShown =
    failure?.chosenKey === chosenKey &&
    (!(failure.error instanceof BackendUnreachableError) ||
      (plan !== undefined && failure.plan === plan));
  return { sending, error: isShown ? failure.error : undefined, send };
}
