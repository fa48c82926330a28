import type {
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Response } from 'express';
import type { DeploymentReads } from '../../application/deploymentService';
import type { StreamOptions } from '../../access/apiOptions';
import type { SourceReader } from '../../access/hidePromotionSource';
import { openConnection } from '../../http/streams/streamConnection';
import { followDeployment } from './followDeployment';
import type { StreamPosition } from '../../http/streams/streamPosition';
import { createStreamSlots } from '../../http/streams/streamSlots';

/** The open event streams of this process. */
export interface EventStreams {
  /**
   * Sends a stream and resolves when it ends. Throws before anything is sent if the limit of streams is reached or the
   * backend is stopping.
   */
  serve(
    res: Response,
    stream: {
      id: string;
      principal: string;
      reader: SourceReader;
      from: StreamPosition;
    },
  ): Promise<void>;
}

export function createEventStreams(options: {
  reads: DeploymentReads;
  lifecycle: LifecycleService;
  logger: LoggerService;
  stream?: StreamOptions;
}): EventStreams {
  const { reads, lifecycle, logger, stream: settings = {} } = options;
  const {
    heartbeatMs = 15_000,
    pollMs = 5_000,
    maxDurationMs = 15 * 60_000,
  } = settings;
  const slots = createStreamSlots({
    perPrincipal: settings.maxPerPrincipal ?? 20,
    inAll: settings.maxInAll ?? 1000,
  });
  const stopping = new AbortController();
  lifecycle.addShutdownHook(() => stopping.abort());

  return {
    async serve(res, { id, principal, reader, from }) {
      if (stopping.signal.aborted) {
        throw new ServiceUnavailableError(
          'The backend is stopping. Try again in a moment.',
        );
      }
      const release = slots.take(principal);
      const connection = openConnection(res);
      const heartbeat = setInterval(
        () => connection.comment('heartbeat'),
        heartbeatMs,
      );
      connection.comment('connected');
      try {
        await followDeployment({
          id,
          reader,
          from,
          reads,
          connection,
          signal: AbortSignal.any([
            connection.signal,
            stopping.signal,
            createTimeoutSignal(maxDurationMs),
          ]),
          pollMs,
        });
      } catch (error) {
        // The headers are sent, so the client gets no error response; it reconnects with its Last-Event-ID.
        logger.warn(
          `The event stream of deployment ${id} failed; its client will reconnect`,
          error instanceof Error ? error : new Error(String(error)),
        );
      } finally {
        clearInterval(heartbeat);
        release();
        connection.end();
      }
    },
  };
}
