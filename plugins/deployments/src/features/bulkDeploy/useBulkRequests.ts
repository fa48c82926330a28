import { useApi } from '@backstage/core-plugin-api';
import type { CreateDeploymentRequest } from '@slipway/backstage-plugin-deployments-common';
import { useRef, useState } from 'react';
import { deploymentsApiRef } from '../../api/DeploymentsApi';
import { asError, isFinal } from '../../api/failures';
import { uniqueId } from '../../shared/ids/uniqueId';
import { runLimited } from './runLimited';

/** Requests at the same time. */
const AT_ONCE = 3;

/** What became of one request. */
export type Requested =
  | { result: 'requested'; id: string }
  | { result: 'failed'; error: Error; isFinal: boolean };

/** Requests deployments of several services, a few at a time. If one fails, the others continue. */
export function useBulkRequests(): {
  /** By entity ref. */
  outcomes: ReadonlyMap<string, Requested>;
  /** The number of requests that were sent together; 0 if none is on its way. */
  sending: number;
  /** How many of them have an outcome. */
  done: number;
  /** Sends the requests, and returns all outcomes so far. */
  send(
    requests: readonly CreateDeploymentRequest[],
  ): Promise<ReadonlyMap<string, Requested>>;
} {
  const api = useApi(deploymentsApiRef);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Requested>>(
    new Map(),
  );
  const [sending, setSending] = useState(0);
  const [done, setDone] = useState(0);
  const known = useRef<ReadonlyMap<string, Requested>>(outcomes);
  // A request without a response is sent again unchanged and with the same key, because it may have arrived.
  const attempts = useRef(
    new Map<string, { request: CreateDeploymentRequest; key: string }>(),
  );

  const record = (service: string, outcome: Requested | undefined) => {
    const next = new Map(known.current);
    if (outcome) {
      next.set(service, outcome);
    } else {
      next.delete(service);
    }
    known.current = next;
    setOutcomes(next);
  };

  const send = async (requests: readonly CreateDeploymentRequest[]) => {
    setSending(requests.length);
    setDone(0);
    requests.forEach(({ service }) => record(service, undefined));
    await runLimited(requests, AT_ONCE, async request => {
      const { service } = request;
      const attempt = attempts.current.get(service) ?? {
        request,
        key: uniqueId(),
      };
      attempts.current.set(service, attempt);
      try {
        const { id } = await api.createDeployment(attempt.request, attempt.key);
        record(service, { result: 'requested', id });
      } catch (error) {
        if (isFinal(error)) {
          // The server refused it, so the next attempt is another request.
          attempts.current.delete(service);
        }
        record(service, {
          result: 'failed',
          error: asError(error),
          isFinal: isFinal(error),
        });
      }
      setDone(before => before + 1);
    });
    setSending(0);
    return known.current;
  };

  return { outcomes, sending, done, send };
}
