import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { EventsService } from '@backstage/plugin-events-node';
import type { DoraSourceModel } from '../../domain/model/deploymentsModel';
import type { DoraIngestion } from '../ingestion/ingestion';
import { translateGithub } from './github';
import { ingestAll } from './ingestAll';

/** The topic on which the GitHub module of Backstage's events plugin publishes verified webhooks. */
const GITHUB_TOPIC = 'github';

/** Subscribes to the GitHub webhooks that Backstage's events plugin receives, for the sources that use it. */
export async function subscribeToGithub(options: {
  events: EventsService;
  sources: readonly DoraSourceModel[];
  ingestion: Pick<DoraIngestion, 'ingest'>;
  logger: LoggerService;
}): Promise<void> {
  const { events, sources, ingestion, logger } = options;
  for (const source of sources) {
    if (source.type !== 'github' || !source.events) continue;
    await events.subscribe({
      id: `deployments-dora-${source.name}`,
      topics: [GITHUB_TOPIC],
      async onEvent({ eventPayload, metadata }) {
        const name = metadata?.['x-github-event']?.toString() ?? '';
        try {
          const reported = translateGithub(name, eventPayload, source);
          await ingestAll(ingestion, source.name, reported.events);
        } catch (error) {
          // It is not sent again automatically; GitHub can redeliver it by hand.
          logger.error(
            `The event ${name} of ${
              source.name
            } could not be added to the metrics: ${stringifyError(error)}`,
          );
        }
      },
    });
  }
}
